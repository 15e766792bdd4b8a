import { describe, expect, it } from 'vitest';
import { latin1, utf8 } from '../../src/base';
import { createOutlet, type OutletOptions } from '../../src/sandbox/connection/outlet';
import { createFaults } from '../../src/sandbox/faults';

/** An outlet to a wire that notes what comes, and timers that a test lets go. */
function outlet(options: Partial<OutletOptions> = {}) {
  const said: string[] = [];
  const pauses: { readonly ms: number; readonly over: () => void }[] = [];
  let closed = false;
  const faults = createFaults([]);
  const made = createOutlet(
    {
      service: 'smtp',
      faults,
      settled: () => undefined,
      pause: (ms) => new Promise((over) => pauses.push({ ms, over })),
      ...options,
    },
    {
      get closed() {
        return closed;
      },
      send: (bytes) => said.push(latin1(bytes)),
      breakOff(how) {
        said.push(`(${how})`);
        closed = true;
      },
    },
  );
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { said, pauses, faults, turn, ...made, pass: (text: string) => made.pass(utf8(text)), held: () => made.held };
}

describe('the outlet of a connection', () => {
  it('passes on at once when nothing keeps it', () => {
    const { said, pass, held, emptied } = outlet();
    pass('250 ok\r\n');
    expect([said, held(), emptied()]).toEqual([['250 ok\r\n'], 0, undefined]);
  });

  it('holds octets, in order, until what they acknowledge is kept', async () => {
    let done: () => void = () => undefined;
    const waits = [new Promise<void>((resolve) => (done = resolve)), undefined];
    const { said, pass, held, emptied, turn } = outlet({ settled: () => waits.shift() });
    pass('250 queued\r\n');
    pass('221 bye\r\n');
    await turn();
    expect([said, held()]).toEqual([[], 21]);
    done();
    await emptied();
    expect([said, held()]).toEqual([['250 queued\r\n', '221 bye\r\n'], 0]);
  });

  it('breaks off rather than acknowledge what cannot be kept', async () => {
    const { said, pass, held, emptied } = outlet({ settled: () => Promise.reject(new Error('the disk is full')) });
    pass('250 queued\r\n');
    pass('250 queued too\r\n');
    await emptied();
    expect([said, held()]).toEqual([['(reset)'], 0]);
  });

  it('is slow by turns of a tenth of a second, until it is told to hurry', async () => {
    const { said, pauses, pass, faults, turn, hurry, emptied, held } = outlet();
    faults.add({ kind: 'slow', rate: 30 });
    pass('0123456789');
    await turn();
    expect(said).toEqual(['012']);
    expect(pauses.map(({ ms }) => ms)).toEqual([100]);
    pauses[0]?.over();
    await turn();
    expect(said).toEqual(['012', '345']);
    hurry();
    await emptied();
    expect([said.join(''), held()]).toEqual(['0123456789', 0]);
  });

  it('sends one octet at a time below ten a second', async () => {
    const { said, pauses, pass, faults, turn } = outlet();
    faults.add({ kind: 'slow', rate: 4 });
    pass('01');
    await turn();
    expect([said, pauses.map(({ ms }) => ms)]).toEqual([['0'], [250]]);
  });

  it('ends at an octet, counted from when the fault was put on', () => {
    const { said, pass, faults } = outlet();
    pass('before');
    faults.add({ kind: 'cut', at: 8 });
    pass('0123');
    pass('456789');
    pass('never');
    expect(said).toEqual(['before', '0123', '4567', '(cut)']);
  });

  it('is what it was when the fault is taken off', () => {
    const { said, pass, faults } = outlet();
    const takeOff = faults.add({ kind: 'reset', at: 3 });
    pass('01');
    takeOff();
    pass('2345');
    expect(said).toEqual(['01', '2345']);
  });
});
