/** Several questions one after the other, with a way back; which come depends on what was answered. Knows no editor. */

export interface Step<State> {
  /** Whether it is asked at all, by what is known then. Default: yes. */
  readonly applies?: (state: State) => boolean;
  readonly ask: (state: State, place: StepPlace) => Promise<StepAnswer<State>>;
}

export interface StepPlace {
  /** From 1. */
  readonly step: number;
  readonly total: number;
  readonly back: boolean;
}

/** `undefined`: the user gave up. */
export type StepAnswer<State> =
  | { readonly kind: 'answer'; readonly value: State }
  | { readonly kind: 'back' }
  | undefined;

/** Asks until all is answered; undefined when the user gave up. Going back forgets nothing: a step sees what it was answered before. */
export async function inSteps<State>(steps: readonly Step<State>[], initial: State): Promise<State | undefined> {
  let state = initial;
  const asked: number[] = [];
  for (let index = 0; index < steps.length; ) {
    const step = steps[index];
    if (!step || step.applies?.(state) === false) {
      index++;
      continue;
    }
    const total = asked.length + steps.slice(index).filter((one) => one.applies?.(state) !== false).length;
    const answer = await step.ask(state, { step: asked.length + 1, total, back: asked.length > 0 });
    if (!answer) return undefined;
    if (answer.kind === 'back') index = asked.pop() ?? index;
    else {
      asked.push(index);
      state = answer.value;
      index++;
    }
  }
  return state;
}
