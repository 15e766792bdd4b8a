/** Received fields: clauses, comments, dates, and the way that several tell. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hopsOf, parseReceived } from '../../../src/protocol/message/received';

describe('a Received field', () => {
  it('names both hosts, the protocol, the queue id and the recipient', () => {
    const { clauses, date, stray } = parseReceived(
      'from mail.example (mail.example [192.0.2.1]) (using TLSv1.3 with cipher X) by mx.example (Postfix) with ESMTPS id 4ABC for <bob@example.org>; Tue, 1 Dec 2026 10:00:00 +0100 (CET)',
    );
    expect(clauses).toEqual({
      from: { text: 'mail.example', comments: ['mail.example [192.0.2.1]', 'using TLSv1.3 with cipher X'] },
      by: { text: 'mx.example', comments: ['Postfix'] },
      with: { text: 'ESMTPS', comments: [] },
      id: { text: '4ABC', comments: [] },
      for: { text: '<bob@example.org>', comments: [] },
    });
    expect(stray).toBe('');
    expect(date).toMatchObject({ year: 2026, month: 12, day: 1, hour: 10, zone: 60 });
  });
  it('may have a host that is called as a clause is', () => {
    expect(parseReceived('from by by from; ').clauses).toMatchObject({ from: { text: 'by' }, by: { text: 'from' } });
  });
  it('keeps semicolons in comments and quotes out of the date', () => {
    const { dateText, clauses } = parseReceived('by a (x; y) for "b;c"@d; 1 Dec 2026 10:00:00 +0000');
    expect(dateText).toBe('1 Dec 2026 10:00:00 +0000');
    expect(clauses.for?.text).toBe('b;c@d');
  });
  it('of another form is read as far as it goes', () => {
    const { clauses, stray, date } = parseReceived('(qmail 42 invoked by uid 0); 1 Dec 2026 10:00:00 -0000');
    expect(clauses).toEqual({});
    expect(stray).toBe('qmail 42 invoked by uid 0');
    expect(date?.year).toBe(2026);
  });
  it('without a date, or with one that does not exist, has none', () => {
    expect(parseReceived('from a by b').date).toBeUndefined();
    expect(parseReceived('from a by b; 31 Feb 2026 10:00:00 +0000')).toMatchObject({
      date: undefined,
      dateText: '31 Feb 2026 10:00:00 +0000',
    });
  });
  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
        const { clauses, dateText } = parseReceived(value);
        for (const clause of Object.values(clauses)) expect(value.length).toBeGreaterThanOrEqual(clause.text.length);
        expect(dateText.length).toBeLessThanOrEqual(value.length);
      }),
    );
  });
  it('that was written by the grammar is read back', () => {
    const word = fc.stringMatching(/^[a-z0-9.-]{1,20}$/);
    fc.assert(
      fc.property(word, word, word, fc.option(fc.stringMatching(/^[a-z0-9 ;=]{1,20}$/)), (from, by, id, comment) => {
        const note = comment === null ? '' : ` (${comment})`;
        const { clauses, date } = parseReceived(
          `from ${from}${note} by ${by} with SMTP id ${id}; 1 Dec 2026 10:00:00 +0000`,
        );
        expect([clauses.from?.text, clauses.by?.text, clauses.id?.text]).toEqual([from, by, id]);
        expect(clauses.from?.comments).toEqual(comment === null ? [] : [comment.trim()]);
        expect(date?.day).toBe(1);
      }),
    );
  });
});

describe('the way of a message', () => {
  const at = (host: string, time: string): string => `from x by ${host}; 1 Dec 2026 ${time}`;
  it('is told in the order of time, with the delay of each hop', () => {
    const hops = hopsOf([at('c', '10:00:09 +0000'), at('b', '11:00:04 +0100'), at('a', '10:00:00 +0000')]);
    expect(hops.map(({ received, delay }) => [received.clauses.by?.text, delay])).toEqual([
      ['a', undefined],
      ['b', 4],
      ['c', 5],
    ]);
  });
  it('shows a clock that is wrong as a delay below zero', () => {
    expect(hopsOf([at('b', '09:59:00 +0000'), at('a', '10:00:00 +0000')])[1]?.delay).toBe(-60);
  });
  it('steps over a hop without a date', () => {
    const hops = hopsOf([at('c', '10:00:09 +0000'), 'from x by b', at('a', '10:00:00 +0000')]);
    expect(hops.map(({ delay }) => delay)).toEqual([undefined, undefined, 9]);
  });
});
