/** Finds things in the steps of a session, bodies of blocks included. */
import type { Command, ExpectedReply, Pattern, Step } from '../script/program';

/** Every step, outer ones first. */
export function* everyStep(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    switch (step.kind) {
      case 'retry':
      case 'repeat':
        yield* everyStep(step.body);
        break;
      case 'if':
        yield* everyStep(step.then);
        yield* everyStep(step.else);
        break;
    }
  }
}

export function* everyCommand(steps: readonly Step[]): Generator<Command> {
  for (const step of everyStep(steps)) if (step.kind === 'exchange') yield* step.commands;
}

/** Whether a `C:` line begins with one of the verbs, behind a tag or not. */
export const says = (command: Command, verbs: RegExp): boolean => {
  const [first] = command.payload;
  const text = first?.kind === 'text' && first.template[0]?.kind === 'text' ? first.template[0].text : '';
  const [one = '', two = ''] = text.trim().split(/\s+/);
  return verbs.test(one) || (/\d/.test(one) && verbs.test(two));
};

/** Names that the steps capture. */
export function capturesOf(steps: readonly Step[]): ReadonlySet<string> {
  const names = new Set<string>();
  const pattern = (parts: Pattern): void => {
    for (const part of parts) {
      if (part.kind === 'capture') names.add(part.name);
      else if (part.kind === 'block') pattern(part.content);
    }
  };
  const reply = (expected: ExpectedReply | undefined): void => {
    for (const line of expected?.lines ?? []) pattern(line.pattern);
  };
  for (const step of everyStep(steps)) {
    switch (step.kind) {
      case 'exchange':
        for (const command of step.commands) command.expected.forEach(reply);
        break;
      case 'receive':
        step.expected.forEach(reply);
        break;
      case 'auth':
      case 'starttls':
        reply(step.expected);
        break;
    }
  }
  return names;
}
