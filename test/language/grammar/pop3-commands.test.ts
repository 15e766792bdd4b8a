import { describe, expect, it } from 'vitest';
import { judgeLine, mendedLine, shown } from './judge';

const pop3 = (line: string) => judgeLine('pop3', line);

describe('a POP3 command', () => {
  it.each([
    ['RETRR 1', 'unknown-command: RETRR', 'RETR 1'],
    ['USER  alice', 'extra-space:   ', 'USER alice'],
    ['STAT 1', 'unexpected-argument: 1', 'STAT'],
    ['AUTH PLIAN', 'unknown-mechanism: PLIAN', 'AUTH PLAIN'],
    ['AUTH PLAIN AGEAYg', 'bad-initial-response: AGEAYg', 'AUTH PLAIN AGEAYg=='],
    [
      'APOP mrose C4C9334BAC560ECC979E58001B3E22FB',
      'bad-digest: C4C9334BAC560ECC979E58001B3E22FB',
      'APOP mrose c4c9334bac560ecc979e58001b3e22fb',
    ],
  ])('%s: %s, and is mended', (line, problem, right) => {
    expect(shown(pop3(line))).toEqual([problem]);
    expect(mendedLine(pop3(line))).toBe(right);
    expect(shown(pop3(right))).toEqual([]);
  });

  it.each([
    ['RETR', 'missing-argument: RETR'],
    ['RETR 0', 'bad-message-number: 0'],
    ['TOP 1 ten', 'bad-line-count: ten'],
    ['APOP mrose abc', 'bad-digest: abc'],
    ['LANG en_US', 'bad-language-tag: en_US'],
    [`USER ${'x'.repeat(260)}`, `line-too-long: USER ${'x'.repeat(260)}`],
  ])('%.60s: %.60s', (line, problem) => {
    expect(shown(pop3(line))).toContain(problem);
  });

  it.each([
    'RETR {{n}}',
    'TOP {{n}} {{lines}}',
    'TOP {{both}}',
    'APOP {{user}} {{digest}}',
    'PASS {{$secret alice}}',
    'PASS a  b',
  ])('may be: %s', (line) => {
    expect(shown(pop3(line))).toEqual([]);
  });
});
