/** What stands beside the lines of a script after a run of it, in the sandbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineIndex } from '../../../src/base';
import { besideLine, type LineOutcomes, lineOutcomes } from '../../../src/extension/outcomes/line-outcomes';
import { compileText, type OpenEnvironment, openEnvironment, runScript } from '../../../src/host';
import type { RunEvent } from '../../../src/transcript/event';

let sandbox: OpenEnvironment;
beforeAll(async () => {
  const opened = await openEnvironment('sandbox', undefined);
  if (!opened.ok) throw new Error(opened.error);
  sandbox = opened.value;
});
afterAll(() => sandbox.close());

const outcomesFor = (text: string): LineOutcomes => {
  const index = lineIndex(text);
  return lineOutcomes(
    ({ range }) => index.position(range.start).line,
    ({ range }) => index.lineText(index.position(range.start).line),
  );
};

/** The script's lines, each with what the run left beside it; times are `…`. */
async function afterRun(file: string, ...lines: readonly string[]): Promise<readonly string[]> {
  const text = `${lines.join('\n')}\n`;
  const outcomes = outcomesFor(text);
  await runScript(compileText(file, text, []), sandbox, {
    secret: () => 'correct-horse',
    emit: (event) => void outcomes.event(event),
  });
  const beside = outcomes.of(file);
  return lines.map((line, index) => {
    const outcome = beside.get(index);
    const shown = outcome ? besideLine(outcome).replace(/\d[\d.]* m?s(?= |$)/, '… ms') : '';
    return shown === '' ? line : `${line}    ${shown}`;
  });
}

describe('beside the lines', () => {
  it('stand replies with their time, what expected lines met, and how the session ended', async () => {
    expect(
      await afterRun('/hello.smtp', '### Hello', 'S: 220', 'C: EHLO client.example', 'S: 250-DSN', 'C: NOOP', 'S: 250'),
    ).toEqual([
      '### Hello    ✓ passed  … ms',
      expect.stringMatching(/^S: 220 {4}✓ 220 mail\.example\.test ESMTP/),
      expect.stringMatching(/^C: EHLO client\.example {4}✓ 250-mail\.example\.test .*\(\+\d+ lines\) {2}… ms$/),
      'S: 250-DSN    ✓',
      'C: NOOP    ✓ 250 2.0.0 done  … ms',
      'S: 250    ✓ 250 2.0.0 done',
    ]);
  });

  it('stands what differs at the line that failed, and the reply it speaks of without a ✓', async () => {
    expect(
      await afterRun('/wrong.smtp', '### Wrong', 'C: EHLO client.example', 'C: NOOP', 'S: 250 2.0.1', 'C: RSET'),
    ).toEqual([
      '### Wrong    ✗ failed  … ms',
      expect.stringContaining('✓ 250-'),
      'C: NOOP    · 250 2.0.0 done  … ms',
      'S: 250 2.0.1    ✗ wanted 2.0.1, got 2.0.0',
      'C: RSET',
    ]);
  });

  it('stands a command itself when its reply was no success that anything expected', async () => {
    const lines = await afterRun(
      '/refused.smtp',
      '### Refused',
      'C: EHLO client.example',
      'C: RCPT TO:<bob@example.test>',
    );
    expect(lines[2]).toMatch(/ {4}✗ \w+: /);
  });

  it('stand the responses of IMAP behind their command, captures by what was captured, asserts by what was found', async () => {
    const lines = await afterRun(
      '/box.imap',
      '### Box',
      'auth alice',
      'C: SELECT INBOX',
      'S: * {{@n}} EXISTS',
      'assert n >= 0',
      'log there are {{n}}',
      'C: LOGOUT',
    );
    expect(lines[1]).toMatch(/ {4}✓ A\d+ OK .* ms$/);
    expect(lines[2]).toMatch(/ {4}✓ A\d+ OK \[READ-WRITE\] selected \(\+\d+ lines\) {2}… ms$/);
    expect(lines[3]).toMatch(/ {4}✓ \* \d+ EXISTS$/);
    expect(lines[4]).toMatch(/ {4}✓ \d+$/);
    expect(lines[5]).toMatch(/ {4}· there are \d+$/);
  });

  it('stands how often a line was carried out', async () => {
    const lines = await afterRun('/again.smtp', '### Again', 'C: EHLO client.example', 'repeat 3', '  C: NOOP', 'end');
    expect(lines[3]).toBe('  C: NOOP    ✓ 250 2.0.0 done  … ms  ×3');
  });

  it('stands why a session was skipped', async () => {
    const [title] = await afterRun('/skipped.smtp', '### Skipped', 'needs TELEPATHY', 'C: EHLO client.example');
    expect(title).toMatch(/^### Skipped {4}○ skipped: .*TELEPATHY.* {2}… ms$/);
  });

  it('stands no secret, in no form', async () => {
    const lines = await afterRun(
      '/secret.smtp',
      '### Secret',
      'C: EHLO client.example',
      'C: NOOP {{$secret vault}}',
      'log {{$secret vault}}',
    );
    expect(lines.join('\n')).not.toMatch(/correct-horse|Y29ycmVjdC1ob3JzZ/);
    expect(lines[3]).toContain('‹secret vault›');
  });

  it('stands nothing that is long, and nothing that an editor could take for its own', () => {
    const outcomes = outcomesFor('C: NOOP\n');
    const place = { file: '/x.smtp', range: { start: 0, end: 7 } };
    const reply: RunEvent = {
      kind: 'received',
      seq: 2,
      at: 1,
      role: 'reply',
      ms: 1,
      place,
      wire: { text: `250 \u001b[31m\u202e${'x'.repeat(5_000)}\r\n`, octets: 5_000 },
    };
    outcomes.event(reply);
    const outcome = outcomes.of('/x.smtp').get(0);
    const beside = outcome ? besideLine(outcome) : '';
    expect(beside.length).toBeLessThan(110);
    expect(beside).toContain('250 ␛[31m\\u{202e}');
  });
});
