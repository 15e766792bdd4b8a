import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCommand, grammarProblems, problemOf } from '../../../src/language/grammar';
import { judge, mended, wireOf } from './judge';

const protocols = ['smtp', 'lmtp', 'imap', 'pop3'] as const;
const fragments = fc.constantFrom(
  ...'MAIL RCPT FROM: TO: < > @ example.com SIZE= NOTIFY= NEVER , ; AUTH PLAIN AGEAYg== BDAT 12 LAST a1 UID FETCH STORE SEARCH SORT LIST APPEND SELECT 1:* 0 $ ( ) [ ] " \\ { } {3} {3+} ~ BODY[ HEADER.FIELDS <0.1> FLAGS \\Seen NOT OR SINCE 1-Feb-2026 RETURN CHARSET UTF-8 INBOX &AGE- & * % NIL TOP APOP {{x}} {{x|quoted}} \\{{ é 😀 \t'.split(
    ' ',
  ),
  ' ',
  ' ',
  ' ',
  '\0',
  '\x1a',
);
const line = fc.oneof(
  fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, ' ')),
);

describe('whatever is typed', () => {
  it('is judged without throwing, and every range and edit stays in the line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...protocols), line, fc.boolean(), (protocol, text, utf8) => {
        const script = `# before\nC: ${text}\n# behind\n`;
        const start = '# before\n'.length;
        const end = start + 'C: '.length + text.length;
        for (const finding of checkCommand({ protocol, utf8 }, wireOf(script), script)) {
          expect(grammarProblems[finding.id]).toBeDefined();
          expect(problemOf(finding).message).not.toMatch(/undefined|\[object/);
          for (const range of [finding.range, ...(finding.fix?.edits ?? []).map((edit) => edit.range)]) {
            expect(range.start).toBeGreaterThanOrEqual(start);
            expect(range.start).toBeLessThanOrEqual(range.end);
            expect(range.end).toBeLessThanOrEqual(end);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is judged in dialogues without throwing, with ranges in the script', () => {
    const wire = fc
      .tuple(fc.constantFrom('C: ', 'S: ', 'S!: ', 'C:', '"""\n', ''), line)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...protocols), fc.array(wire, { maxLength: 12 }), (protocol, lines) => {
        const script = lines.join('\n');
        const judged = judge(`a.${protocol}`, script);
        for (const { range } of judged.findings) {
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThanOrEqual(script.length);
        }
        mended(judged);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps its values: no fix writes over one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...protocols), line, (protocol, text) => {
        const script = `C: ${text}{{value}}\n`;
        for (const { fix } of checkCommand({ protocol }, wireOf(script), script).values())
          for (const { range } of fix?.edits ?? [])
            expect(script.slice(range.start, range.end)).not.toContain('{{value}}');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a very long line', () => {
  const long = 200_000;
  it.each([
    ['imap', 'SEARCH ', 'NOT '],
    ['imap', 'SEARCH ', 'OR '],
    ['imap', 'SEARCH ', '('],
    ['imap', 'FETCH 1 ', '('],
    ['imap', 'FETCH ', '1,'],
    ['imap', 'FETCH 1 BODY[', '1.'],
    ['imap', 'FETCH 1 BODY[HEADER.FIELDS (', 'a '],
    ['imap', 'SELECT ', '&'],
    ['imap', 'SELECT ', 'é'],
    ['imap', 'LOGIN "', '\\'],
    ['imap', '', 'A'],
    ['imap', 'LIST ', ' '],
    ['imap', 'STATUS INBOX ({{x}}', ' {{x}}'],
    ['imap', 'AUTHENTICATE PLAIN ', '0'],
    ['smtp', 'MAIL FROM:<', 'a.'],
    ['smtp', 'MAIL FROM:<', '"'],
    ['smtp', 'MAIL FROM:<@', 'a,@'],
    ['smtp', 'MAIL FROM:<a@b> ', 'X=+'],
    ['smtp', 'RCPT TO:<a@b> NOTIFY=', 'NEVER,'],
    ['smtp', 'RCPT TO:<a@b> ORCPT=rfc822;', '+2b'],
    ['smtp', 'EHLO ', '-'],
    ['smtp', 'EHLO ', '1:'],
    ['smtp', '', 'M'],
    ['smtp', 'AUTH PLAIN ', 'MDAw'],
    ['smtp', 'AUTH ', ' '],
    ['pop3', '', 'R'],
    ['pop3', 'AUTH PLAIN ', '='],
    ['pop3', 'TOP ', '1 '],
  ] as const)('%s %s%s…: is no trouble', (protocol, start, repeated) => {
    const script = `C: ${start}${repeated.repeat(long / repeated.length)}\n`;
    const wire = wireOf(script);
    expect(checkCommand({ protocol }, wire, script).every(({ range }) => range.end < script.length)).toBe(true);
  });
});
