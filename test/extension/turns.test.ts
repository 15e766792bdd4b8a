/** One run at a time: those that come later wait, in order, or give up. */
import { describe, expect, it } from 'vitest';
import { turns } from '../../src/extension/turns';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('turns', () => {
  it('come one after the other, in order', async () => {
    const queue = turns();
    const log: string[] = [];
    const { signal } = new AbortController();
    const first = await queue.take(signal);
    const others = ['second', 'third'].map(async (name) => {
      const end = await queue.take(signal);
      log.push(name);
      end?.();
    });
    await settled();
    expect(log).toEqual([]);
    expect(queue.busy).toBe(true);
    first?.();
    await Promise.all(others);
    expect(log).toEqual(['second', 'third']);
    expect(queue.busy).toBe(false);
  });

  it('are given up by who is cancelled while waiting, and those behind still wait for those before', async () => {
    const queue = turns();
    const patient = new AbortController();
    const impatient = new AbortController();
    const first = await queue.take(patient.signal);
    const second = queue.take(impatient.signal);
    let begun = false;
    const third = queue.take(patient.signal).then((end) => {
      begun = true;
      return end;
    });
    impatient.abort();
    expect(await second).toBeUndefined();
    await settled();
    expect(begun).toBe(false);
    first?.();
    (await third)?.();
    await settled();
    expect(queue.busy).toBe(false);
  });

  it('end once, however often that is said', async () => {
    const queue = turns();
    const { signal } = new AbortController();
    const end = await queue.take(signal);
    end?.();
    end?.();
    expect(queue.busy).toBe(false);
    expect(await queue.take(AbortSignal.abort())).toBeUndefined();
    expect(queue.busy).toBe(false);
  });
});
