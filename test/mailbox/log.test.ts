/** What is kept of what an account said. */
import { describe, expect, it } from 'vitest';
import { eventLog } from '../../src/mailbox/log';
import type { RunEvent } from '../../src/transcript/event';

const received = (seq: number, text: string): RunEvent => ({
  seq,
  at: 0,
  session: 0,
  kind: 'received',
  role: 'untagged',
  wire: { text, octets: text.length },
});

const texts = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'received' ? [event.wire.text] : []));

describe('an account’s log', () => {
  it('keeps what came last when there is too much', () => {
    const log = eventLog({ events: 10 });
    for (let seq = 1; seq <= 100; seq++) log.add(received(seq, `${seq}`));
    expect(log.events.length).toBeLessThanOrEqual(10);
    expect(texts(log.events).at(-1)).toBe('100');
  });

  it('is not filled by one action that says much: the others stay, and its own commands too', () => {
    const log = eventLog({ characters: 100_000, ofAction: 20_000 });
    log.begin('List folders', 0);
    log.add(received(1, '* LIST () "/" INBOX'));
    const saving = log.begin('Save a large part', 0);
    for (let seq = 2; seq <= 201; seq++) log.add(received(seq, seq % 2 === 0 ? 'x'.repeat(10_000) : `A${seq} OK`));
    log.end(saving, 'done');
    expect(texts(log.events)).toContain('* LIST () "/" INBOX');
    expect(texts(log.events)).toContain('A201 OK');
    expect(log.of(saving)).toHaveLength(200);
    expect(log.events.find(({ seq }) => seq === 100)).toMatchObject({
      wire: { text: '', octets: 10_000 },
      note: expect.stringContaining('10000 octets, not kept'),
    });
    log.begin('Look again', 0);
    log.add(received(300, 'y'.repeat(2_000)));
    expect(texts(log.events).at(-1)).toHaveLength(2_000);
  });
});
