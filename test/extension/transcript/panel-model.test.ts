/** The panel's pages, filters and search, as the page of the panel asks for them. */
import { describe, expect, it } from 'vitest';
import { panelModel } from '../../../src/extension/transcript/panel-model';
import type { Row, ToPanel } from '../../../src/extension/transcript/webview/messages';
import type { EventFilter } from '../../../src/transcript/event-selection';
import { events, heard, run, said, storeWith } from './dialogue';

const panel = (all = run) => {
  const told: ToPanel[] = [];
  const batches: (() => void)[] = [];
  const model = panelModel(
    (message) => told.push(message),
    (work) => batches.push(work),
  );
  const store = storeWith(all);
  model.show(store, () => undefined);
  const last = <K extends ToPanel['kind']>(kind: K): (ToPanel & { readonly kind: K }) | undefined =>
    told.findLast((message): message is ToPanel & { readonly kind: K } => message.kind === kind);
  const settle = async (): Promise<void> => {
    for (const work of batches.splice(0)) work();
    for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next));
  };
  const revision = (): number => last('lines')?.revision ?? 0;
  const rows = (): readonly Row[] => model.page(0, model.rows);
  return { model, store, told, last, settle, revision, rows };
};
const texts = (rows: readonly Row[]): readonly string[] => rows.map(({ mark = '', text }) => `${mark} ${text}`.trim());

describe('the lines of the panel', () => {
  it('have latency, TLS, judgement and findings on the first line of what was said', () => {
    const { rows } = panel();
    const of = (text: string): Row | undefined => rows().find((row) => row.text.startsWith(text));
    expect(texts(rows()).slice(0, 6)).toEqual([
      'Submit',
      '-- connected to 127.0.0.1:2525 in 0.5 ms',
      'S: 220 mail.example.test',
      'C: EHLO client.example',
      'S: 250-mail.example.test',
      'S: 250 STARTTLS',
    ]);
    expect(of('220 mail')).toMatchObject({ judged: 'expected', opens: true });
    expect(of('250-mail')).toMatchObject({ time: '1.3 ms', at: '0.005 s' });
    expect(of('250 STARTTLS')?.time).toBeUndefined();
    expect(of('EHLO')?.tls).toBeUndefined();
    expect(of('NOOP')).toMatchObject({ tls: true, linked: true });
    expect(of('250 Ok')).toMatchObject({ tls: true, judged: 'mismatch', findings: ['bare-lf'] });
  });

  it('come by pages, whatever stretch is asked for', () => {
    const { model, rows } = panel();
    const all = rows();
    for (const [from, to] of [
      [0, 3],
      [4, 5],
      [5, 9],
      [all.length - 2, all.length + 50],
      [-5, 2],
      [all.length, all.length + 1],
    ] as const) {
      expect(model.page(from, to)).toEqual(all.slice(Math.max(0, from), to));
    }
  });

  it('are told as they grow, in batches, from the line that looks different', async () => {
    const { store, told, last, settle, model } = panel(run.slice(0, 3));
    const before = told.length;
    const [, , , checked, ...later] = run;
    for (const event of [checked, ...later.slice(0, 2)]) if (event) store.add(event);
    store.settle();
    expect(told.length).toBe(before);
    await settle();
    expect(last('grown')).toMatchObject({ rows: 6, changed: 2 });
    expect(model.page(2, 3)[0]?.judged).toBe('expected');
  });

  it('of an older revision are not sent any more', () => {
    const { model, told, revision } = panel();
    model.setFilter({ direction: 'sent' });
    told.length = 0;
    model.receive({ kind: 'page', revision: revision() - 1, from: 0, to: 10 });
    expect(told).toEqual([]);
  });
});

describe('a filter', () => {
  it.each<[EventFilter, readonly string[]]>([
    [{ direction: 'sent' }, ['Submit', 'C: EHLO client.example', 'C: STARTTLS', 'C: NOOP', 'Other', 'C: QUIT']],
    [{ command: 'EHLO' }, ['Submit', 'C: EHLO client.example', 'S: 250-mail.example.test', 'S: 250 STARTTLS']],
    [{ command: 'QUIT', direction: 'received' }, ['Other', 'S: 221 bye']],
    [{ failures: true }, ['Submit', 'S: 250 Ok␊', 'mismatch: another code', 'expected 251', 'actual 250 Ok', 'failed']],
  ])('%j shows the headings of what it shows', (filter, shown) => {
    const { model, rows } = panel();
    model.setFilter(filter);
    expect(texts(rows())).toEqual(shown);
  });

  it.each<[EventFilter, readonly string[]]>([
    [{ text: 'starttls' }, ['Submit', 'S: 250-mail.example.test', 'S: 250 STARTTLS', 'C: STARTTLS']],
    [{ text: 'STARTTLS', direction: 'sent' }, ['Submit', 'C: STARTTLS']],
    [{ text: 'tlsv1.3' }, ['Submit', '-- TLSv1.3 TLS_AES_256_GCM_SHA384, verified in 4.0 ms']],
    [{ text: 'bare-lf' }, ['Submit', 'S: 250 Ok␊']],
    [{ text: 's: 221' }, ['Other', 'S: 221 bye']],
    [{ text: 'nowhere' }, []],
  ])('%j looks at what the lines show', async (filter, shown) => {
    const { model, rows, settle } = panel();
    model.setFilter(filter);
    await settle();
    expect(texts(rows())).toEqual(shown);
  });

  it('goes on with what comes while the run goes on', async () => {
    const { model, store, rows, settle } = panel(run.slice(0, 6));
    model.setFilter({ text: 'noop' });
    await settle();
    for (const event of run.slice(6)) store.add(event);
    store.settle();
    await settle();
    expect(texts(rows())).toEqual(['Submit', 'C: NOOP']);
  });

  it('for failures shows a reply that is judged later', async () => {
    const { model, store, rows, settle } = panel(run.slice(0, 11));
    model.setFilter({ failures: true });
    expect(rows()).toEqual([]);
    for (const event of run.slice(11, 12)) store.add(event);
    store.settle();
    await settle();
    expect(texts(rows())).toEqual(['Submit', 'S: 250 Ok␊']);
  });

  it('by connection tells those that there are', () => {
    const { model, last, rows } = panel(
      events(
        { kind: 'session-started', title: 'Two', file: 'a', protocol: 'smtp' },
        said('NOOP', { connection: 'alice' }),
        heard('250 a', { connection: 'alice' }),
        said('NOOP', { connection: 'bob' }),
      ),
    );
    expect(last('lines')?.choices).toEqual({ connections: ['alice', 'bob'], commands: ['NOOP'] });
    model.setFilter({ connection: 'bob' });
    expect(rows().map(({ connection, text }) => [connection, text])).toEqual([
      [undefined, 'Two'],
      ['bob', 'NOOP'],
    ]);
  });
});

describe('the search', () => {
  it('goes from match to match, around the end, and back', async () => {
    const { model, last, settle, rows } = panel();
    const find = async (from: number, step: 1 | -1): Promise<readonly [string | undefined, number, number]> => {
      model.receive({ kind: 'find', text: 'starttls', from, step });
      await settle();
      const found = last('found');
      return [rows()[found?.row ?? -1]?.text, found?.nth ?? 0, found?.total ?? 0];
    };
    await find(0, 1);
    expect(last('found')?.total).toBe(2);
    expect(await find(5, 1)).toEqual(['STARTTLS', 2, 2]);
    expect(await find(6, 1)).toEqual(['250 STARTTLS', 1, 2]);
    expect(await find(5, -1)).toEqual(['STARTTLS', 2, 2]);
  });

  it('says when there is nothing', async () => {
    const { model, last, settle } = panel();
    model.receive({ kind: 'find', text: 'nowhere', from: 0, step: 1 });
    await settle();
    expect(last('found')).toMatchObject({ nth: 0, total: 0, more: false });
  });
});

describe('what is beneath a line', () => {
  const details = (event: number) => {
    const { model, last, revision } = panel();
    model.receive({ kind: 'details', revision: revision(), event });
    return last('details')?.details ?? [];
  };

  it('of a reply: its findings and its octets', () => {
    const all = details(10);
    const [finding] = all;
    expect(finding).toEqual({
      kind: 'finding',
      tone: 'broken',
      rule: 'bare-lf',
      message: 'a bare LF',
      rfc: 'RFC 5321 §2.3.8',
      octets: 'octets 6–7',
    });
    expect(all.find(({ kind }) => kind === 'octets')).toMatchObject({ raw: '250 Ok\\n\n\\r\\n' });
  });

  it('of TLS: its facts', () => {
    expect(details(8)[0]).toMatchObject({
      kind: 'facts',
      title: 'TLS',
      facts: expect.arrayContaining([['version', 'TLSv1.3']]),
    });
  });

  it('of a failure: expected and actual, what differs marked', () => {
    expect(details(12)).toContainEqual({ kind: 'parts', title: 'Expected', parts: [{ text: '251', differs: true }] });
  });
});
