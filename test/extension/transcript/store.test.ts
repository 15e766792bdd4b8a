/** Transcripts on disk: what is added can be read, and opens again. */
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { indexPathOf, openStore, type TranscriptStore } from '../../../src/extension/transcript/store';
import { eventFlags } from '../../../src/transcript/event-facts';
import { encodeEvents } from '../../../src/transcript/json-lines';
import { events, folder, heard, run, said, storeWith } from './dialogue';

const opened = (path: string): TranscriptStore => {
  const store = openStore(path);
  onTestFinished(() => store.close());
  return store;
};

/** Resolves when the store has this many events. */
const filled = (store: TranscriptStore, size: number): Promise<void> =>
  new Promise((done) => {
    if (store.index.size >= size) return done();
    const stop = store.onChange(() => {
      if (store.index.size < size) return;
      stop();
      done();
    });
  });

describe('a transcript on disk', () => {
  it('gives back what was added, event by event, also what is not ASCII', () => {
    const all = events(said('NOOP é\u2028"'), heard('250 ☃'), said('QUIT'));
    const store = storeWith(all);
    expect(store.read([0, 1, 2])).toEqual(all);
    expect(store.read([2])).toEqual([all[2]]);
    expect(readFileSync(store.path, 'utf8')).toBe(encodeEvents(all));
  });

  it('can be read by nobody else', () => {
    const store = storeWith(run);
    store.finish();
    for (const path of [store.path, indexPathOf(store.path)]) expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('reads while it is written', () => {
    const store = storeWith(run.slice(0, 3));
    const [, , , ...later] = run;
    for (const event of later) store.add(event);
    expect(store.read([3])).toEqual([run[3]]);
    expect(store.index.size).toBe(run.length);
  });

  it('opens at once by its index, with the same look', () => {
    const first = storeWith(run);
    first.finish();
    const again = opened(first.path);
    expect(again.index.size).toBe(run.length);
    for (let event = 0; event < run.length; event++) {
      for (const column of ['flags', 'rows', 'offset', 'length', 'session', 'start'] as const) {
        expect(again.index.at(column, event)).toBe(first.index.at(column, event));
      }
    }
    expect(again.index.commands).toEqual(first.index.commands);
    expect(again.read([4])).toEqual([run[4]]);
  });

  it.each([
    ['no index', (path: string) => rmSync(indexPathOf(path))],
    [
      'an index that is cut short',
      (path: string) => writeFileSync(indexPathOf(path), readFileSync(indexPathOf(path)).subarray(0, 200)),
    ],
    ['an index that is something else', (path: string) => writeFileSync(indexPathOf(path), 'hello\n')],
    ['an index of fewer events', (path: string) => appendFileSync(path, encodeEvents(events(said('MORE'))))],
  ])('is read anew where there is %s', async (_, spoil) => {
    const first = storeWith(run);
    first.finish();
    first.close();
    spoil(first.path);
    const again = opened(first.path);
    await filled(again, run.length);
    expect(again.read([4])).toEqual([run[4]]);
    expect(again.index.at('flags', 10) & eventFlags.finding).toBe(eventFlags.finding);
  });

  it('that was interrupted keeps all whole events, and says so', async () => {
    const path = join(folder(), 'killed.jsonl');
    writeFileSync(path, encodeEvents(run).slice(0, -20));
    const store = opened(path);
    await filled(store, run.length - 1);
    await new Promise((turn) => setImmediate(turn));
    expect(store.problem).toMatch(/cut short/);
    expect(store.read([run.length - 2])).toEqual([run.at(-2)]);
  });

  it('reads all lines in pieces, from any event on', async () => {
    const store = storeWith(events(...Array.from({ length: 5_000 }, (_, n) => said(`NOOP ${n} ${'x'.repeat(500)}`))));
    let next = 1_234;
    for await (const { first, lines } of store.lines(next)) {
      expect(first).toBe(next);
      expect(lines[0]).toContain(`NOOP ${first} `);
      expect(lines.at(-1)).toContain(`NOOP ${first + lines.length - 1} `);
      next = first + lines.length;
    }
    expect(next).toBe(5_000);
  });
});
