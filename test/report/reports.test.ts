import { describe, expect, it } from 'vitest';
import { plain, type ReportOptions, reporters } from '../../src/report';
import type { EventBody, RunEvent } from '../../src/transcript/event';

const source = '### Hello\nS: 220\nC: EHLO me\nS: 251 nope\n';
const options: ReportOptions = {
  source: (file) => (file === '/w/a.smtp' ? source : undefined),
  name: (file) => file.replace('/w/', ''),
  paint: plain,
  dialogues: true,
};

const at = source.indexOf('251 nope');
const bodies: readonly (EventBody & Partial<RunEvent>)[] = [
  { kind: 'run-started', version: 1, startedAt: 0, environment: 'sandbox' },
  { kind: 'session-started', session: 0, title: 'Hello', file: '/w/a.smtp', protocol: 'smtp' },
  { kind: 'connected', session: 0, url: 'smtp://h', local: '127.0.0.1:1', remote: '127.0.0.1:25', ms: 0.42 },
  { kind: 'received', session: 0, role: 'greeting', wire: { text: '220 hi \u001b[31m<b>\r\n', octets: 15 } },
  { kind: 'sent', session: 0, role: 'command', wire: { text: 'EHLO me\r\n', octets: 9 } },
  { kind: 'received', session: 0, role: 'reply', wire: { text: '250-one\r\n250 two\r\n', octets: 18 }, ms: 1.25 },
  {
    kind: 'session-ended',
    session: 0,
    outcome: 'failed',
    ms: 12.3,
    failure: {
      kind: 'mismatch',
      message: 'the reply has another code',
      place: { file: '/w/a.smtp', range: { start: at, end: at + 8 } },
      expected: '251 nope',
      actual: '250-one\r\n250 two',
      nearest: { text: '250 two', wanted: '251', got: '250' },
      advice: 'Expect 250.',
    },
  },
  { kind: 'session-started', session: 1, title: 'Later', file: '/w/a.smtp', protocol: 'smtp' },
  { kind: 'session-ended', session: 1, outcome: 'skipped', reason: 'the server has no DSN', ms: 0 },
];
const report = (name: string, change: Partial<ReportOptions> = {}): string => {
  const reporter = reporters[name]?.({ ...options, ...change });
  if (!reporter) throw new Error(`no reporter ${name}`);
  return (
    bodies.map((body, seq) => reporter.event('/w/a.smtp', { seq, at: seq, ...body })).join('') + reporter.end(1234)
  );
};

describe('the pretty report', () => {
  it('shows the dialogue, the failure with a caret, and the sum', () => {
    expect(report('pretty')).toBe(`a.smtp

  ### Hello
           -- connected to 127.0.0.1:25 in 0.4 ms
           S: 220 hi ␛[31m<b>
           C: EHLO me
   1.3 ms  S: 250-one
           S: 250 two
  ✗ Hello (12 ms)
    a.smtp:4:4: mismatch: the reply has another code
    4 | S: 251 nope
      |    ^^^^^^^^
    expected  251 nope
    actual    250-one
              250 two
    nearest   250 two
    differs   wanted 251, got 250
    advice    Expect 250.

  ### Later
  ○ Later: the server has no DSN (0.0 ms)

0 passed, 1 failed, 1 skipped in 1234 ms
`);
  });

  it('leaves the dialogue out when it is not wanted', () => {
    expect(report('pretty', { dialogues: false })).not.toContain('EHLO me\n');
  });
});

describe('the JSON report', () => {
  it('is one document with outcomes, and failures with line and column', () => {
    expect(JSON.parse(report('json'))).toMatchObject({
      version: 1,
      counts: { passed: 0, failed: 1, skipped: 1, cancelled: 0 },
      sessions: [
        {
          file: 'a.smtp',
          title: 'Hello',
          outcome: 'failed',
          failure: { kind: 'mismatch', file: 'a.smtp', line: 4, column: 4 },
        },
        { title: 'Later', outcome: 'skipped', reason: 'the server has no DSN' },
      ],
    });
  });
});

describe('the JUnit report', () => {
  it('has a suite a file, a case a session, and no character that XML forbids', () => {
    const xml = report('junit');
    expect(xml).toContain('<testsuites tests="2" failures="1" skipped="1" time="1.234">');
    expect(xml).toContain('<testcase name="Hello" classname="a.smtp" file="a.smtp" time="0.012">');
    expect(xml).toContain('<failure type="mismatch" message="the reply has another code">a.smtp:4:4: mismatch');
    expect(xml).toContain('<skipped message="the server has no DSN"/>');
    expect(xml).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f]/);
  });
});

describe('the TAP report', () => {
  it('has a line a session, a plan, and YAML under a failure', () => {
    expect(
      report('tap')
        .split('\n')
        .filter((line) => !line.startsWith('  ')),
    ).toEqual([
      'TAP version 14',
      'not ok 1 - a.smtp: Hello',
      'ok 2 - a.smtp: Later # SKIP the server has no DSN',
      '1..2',
      '',
    ]);
  });
});

describe('the HTML report', () => {
  it('holds outcomes and dialogues, and nothing that a server said as markup', () => {
    const page = report('html');
    expect(page).toContain('<h1>0 passed, 1 failed, 1 skipped in 1234 ms</h1>');
    expect(page).toContain('<details class="failed" open>');
    expect(page).toContain('<span class="S ">S: 220 hi ␛[31m&lt;b&gt;</span>');
    expect(page).not.toContain('<b>');
  });
});
