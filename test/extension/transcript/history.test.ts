/** The runs that are kept: listed, opened again, deleted, bounded. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HistoryLimits, runHistory } from '../../../src/extension/transcript/history';
import { folder, run } from './dialogue';

const summary = { title: 'a.smtp', text: '1 passed, 1 failed', outcome: 'failed' } as const;

const history = (limits: HistoryLimits = { runs: 10, octets: 1_000_000 }, path = folder()) => {
  let count = 0;
  const runs = runHistory(
    path,
    () => limits,
    () => String(count++).padStart(8, '0'),
  );
  const keep = (startedAt: number, title = 'a.smtp'): string => {
    const running = runs.begin({ title, startedAt, environment: 'sandbox' });
    for (const event of run) running.store.add(event);
    running.finish({ ...summary, title });
    running.store.close();
    return running.run.id;
  };
  return { runs, keep, path };
};

describe('the runs that were', () => {
  it('are listed with the latest first, and open again in another window', () => {
    const { keep, path } = history();
    keep(1_795_444_000_000);
    const latest = keep(1_795_444_000_500, 'b.smtp');
    const { runs } = history(undefined, path);
    expect(runs.list().map(({ title }) => title)).toEqual(['b.smtp', 'a.smtp']);
    const opened = runs.open(latest);
    onTestFinished(() => opened?.store.close());
    expect(opened?.run).toMatchObject({ environment: 'sandbox', summary: { outcome: 'failed' }, events: run.length });
    expect(opened?.store.read([4])).toEqual([run[4]]);
  });

  it('are bounded in number: the oldest go with all their files', () => {
    const { runs, keep, path } = history({ runs: 2, octets: 1_000_000 });
    for (let n = 0; n < 5; n++) keep(1_795_444_000_000 + n);
    expect(runs.list().map(({ startedAt }) => startedAt % 10)).toEqual([4, 3]);
    expect(readdirSync(path)).toHaveLength(6);
  });

  it('are bounded in size; the latest stays however long it is', () => {
    const { runs, keep } = history({ runs: 10, octets: 1 });
    keep(1_795_444_000_000);
    keep(1_795_444_000_001);
    expect(runs.list()).toHaveLength(1);
  });

  it('of which one still runs are not deleted', () => {
    const { runs, keep } = history({ runs: 1, octets: 1_000_000 });
    const running = runs.begin({ title: 'long.smtp', startedAt: 1_795_444_000_000, environment: 'sandbox' });
    onTestFinished(() => running.store.close());
    keep(1_795_444_000_009);
    expect(runs.list().map(({ title }) => title)).toEqual(['a.smtp', 'long.smtp']);
  });

  it('show one that was interrupted without an outcome', () => {
    const { runs, path } = history();
    const { store } = runs.begin({ title: 'killed.smtp', startedAt: 1_795_444_000_000, environment: 'sandbox' });
    store.close();
    const [kept] = history(undefined, path).runs.list();
    expect(kept?.title).toBe('killed.smtp');
    expect(kept?.summary).toBeUndefined();
  });

  it('survive files that are broken or gone', () => {
    const { runs, keep, path } = history();
    const gone = keep(1_795_444_000_000);
    keep(1_795_444_000_001);
    rmSync(join(path, `${gone}.jsonl`));
    writeFileSync(join(path, '1795444000002-aaaaaaaa.json'), '{"title":');
    writeFileSync(join(path, 'hello.json'), '{}');
    expect(runs.list()).toHaveLength(1);
    expect(runs.open(gone)).toBeUndefined();
    expect(runs.open('../../secret')).toBeUndefined();
  });

  it('can be deleted', () => {
    const { runs, keep, path } = history();
    runs.delete(keep(1_795_444_000_000));
    expect(readdirSync(path)).toEqual([]);
  });

  it('need no folder to be none', () => {
    expect(history(undefined, join(folder(), 'not', 'there')).runs.list()).toEqual([]);
  });
});
