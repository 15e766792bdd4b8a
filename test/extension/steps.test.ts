import { describe, expect, it } from 'vitest';
import { inSteps, type Step, type StepPlace } from '../../src/extension/accounts/steps';

type State = Readonly<Record<string, string>>;

/** A step whose answers are given beforehand, in the order in which it is asked. */
const play = async (
  answers: Readonly<Record<string, readonly (string | undefined)[]>>,
  skip: (state: State) => boolean,
) => {
  const told: string[] = [];
  const left = new Map(Object.entries(answers).map(([name, given]) => [name, [...given]]));
  const step = (name: string, applies?: (state: State) => boolean): Step<State> => ({
    ...(applies ? { applies } : {}),
    async ask(state, { step: at, total, back }: StepPlace) {
      told.push(`${at}/${total}${back ? ' ←' : ''} ${name}${state[name] === undefined ? '' : ` (${state[name]})`}`);
      const value = left.get(name)?.shift();
      if (value === undefined) return undefined;
      return value === 'BACK' ? { kind: 'back' } : { kind: 'answer', value: { ...state, [name]: value } };
    },
  });
  const end = await inSteps([step('address'), step('server', (state) => !skip(state)), step('password')], {});
  return { told, end };
};

describe('several questions', () => {
  it('come in order, each with its number and how many there are', async () => {
    const { told, end } = await play({ address: ['a'], server: ['s'], password: ['p'] }, () => false);
    expect(told).toEqual(['1/3 address', '2/3 ← server', '3/3 ← password']);
    expect(end).toEqual({ address: 'a', server: 's', password: 'p' });
  });

  it('leave out those that do not apply, and going back does too', async () => {
    const { told } = await play(
      { address: ['a', 'b'], password: ['BACK', 'p'] },
      ({ address }) => address !== undefined,
    );
    expect(told).toEqual(['1/3 address', '2/2 ← password', '1/2 address (a)', '2/2 ← password']);
  });

  it('remember what was answered before one went back', async () => {
    const { told, end } = await play({ address: ['a'], server: ['s', 't'], password: ['BACK', 'p'] }, () => false);
    expect(told.slice(2)).toEqual(['3/3 ← password', '2/3 ← server (s)', '3/3 ← password']);
    expect(end).toEqual({ address: 'a', server: 't', password: 'p' });
  });

  it('end without a result when the user gives up', async () => {
    expect((await play({ address: ['a'], server: [undefined] }, () => false)).end).toBeUndefined();
  });
});
