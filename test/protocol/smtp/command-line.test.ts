import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/protocol/smtp/command-line';
import { isAddressLiteral, isDomain, isIpv6 } from '../../../src/protocol/smtp/path';

const ids = (line: string): string[] => parseCommand(line).problems.map((problem) => problem.id);
const at = (line: string): string[] =>
  parseCommand(line).problems.map(({ id, range }) => `${id}: ${line.slice(range.start, range.end)}`);

describe('parseCommand', () => {
  it('reads MAIL with path and parameters, each with its range', () => {
    const line = 'mail from:<alice@example.com> SIZE=1000 body=8bitmime SMTPUTF8';
    const command = parseCommand(line);
    expect(command).toMatchObject({ verb: 'MAIL', problems: [], argument: line.slice(5) });
    expect(command.info?.rfc).toBe('RFC 5321 §4.1.1.2');
    expect(command.path).toMatchObject({
      text: '<alice@example.com>',
      range: { start: 10, end: 29 },
      localPart: 'alice',
      domain: 'example.com',
      mailbox: 'alice@example.com',
      empty: false,
      route: [],
    });
    expect(command.parameters.map(({ name, value }) => [name, value])).toEqual([
      ['SIZE', '1000'],
      ['BODY', '8bitmime'],
      ['SMTPUTF8', undefined],
    ]);
    const size = command.parameters[0];
    expect(line.slice(size?.valueRange?.start, size?.valueRange?.end)).toBe('1000');
    expect(line.slice(size?.nameRange.start, size?.nameRange.end)).toBe('SIZE');
  });

  it.each([
    'EHLO client.example',
    'EHLO [192.0.2.1]',
    'EHLO [IPv6:2001:db8::1]',
    'HELO localhost',
    'LHLO client.example',
    'MAIL FROM:<>',
    'MAIL FROM:<> RET=HDRS ENVID=abc+2B1',
    'MAIL FROM:<e=mc2@example.com> AUTH=<>',
    'MAIL FROM:<a@example.com> AUTH=e+3Dmc2@example.com',
    'MAIL FROM:<a@example.com> BY=120;R',
    'MAIL FROM:<a@example.com> BY=-30;nT',
    'MAIL FROM:<a@example.com> HOLDFOR=86400',
    'MAIL FROM:<a@example.com> HOLDUNTIL=2027-02-28T23:59:59Z',
    'MAIL FROM:<a@example.com> MT-PRIORITY=-9 REQUIRETLS',
    'MAIL FROM:<用户@例え.jp> SMTPUTF8',
    'RCPT TO:<postmaster>',
    'RCPT TO:<Postmaster@example.com>',
    'RCPT TO:<"john smith"@example.com>',
    'RCPT TO:<"a\\"b\\\\c@d>"@example.com>',
    'RCPT TO:<bob@[192.0.2.1]>',
    'RCPT TO:<bob@[IPv6:::1]>',
    'RCPT TO:<bob@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob+2Bx@example.com',
    'RCPT TO:<bob@example.com> NOTIFY=never',
    'RCPT TO:<bob@example.com> RRVS=2014-04-03T23:01:00Z;C',
    'RCPT TO:<user+tag@example.com>',
    'DATA',
    'BDAT 1000',
    'BDAT 0 LAST',
    'RSET',
    'NOOP',
    'NOOP anything at all',
    'VRFY Crispin',
    'EXPN staff',
    'HELP MAIL',
    'QUIT',
    'STARTTLS',
    'AUTH PLAIN',
    'AUTH PLAIN AGFsaWNlAHNlY3JldA==',
    'AUTH EXTERNAL =',
    'ETRN example.com',
    'ETRN @example.com',
    'XCLIENT NAME=spike.example ADDR=192.0.2.1',
    'XFORWARD NAME=[UNAVAILABLE] IDENT=71+2B3',
  ])('has nothing to say against %s', (line) => {
    expect(at(line)).toEqual([]);
  });

  it.each([
    ['', 'unknown-command: '],
    ['FOO bar', 'unknown-command: FOO'],
    ['TURN', 'obsolete-command: TURN'],
    ['EHLO', 'missing-argument: EHLO'],
    ['DATA now', 'unexpected-argument: now'],
    ['EHLO -bad-.example', 'bad-domain: -bad-.example'],
    ['EHLO under_score.example', 'bad-domain: under_score.example'],
    ['EHLO [300.0.0.1]', 'bad-address-literal: [300.0.0.1]'],
    ['EHLO a.example b', 'unexpected-argument:  b'],
    ['MAIL <a@example.com>', 'missing-keyword: <a@example.com>'],
    ['MAIL TO:<a@example.com>', 'missing-keyword: TO:<a@example.com>'],
    ['MAIL FROM: <a@example.com>', 'space-in-path:  '],
    ['MAIL FROM :<a@example.com>', 'space-in-path: FROM :'],
    ['MAIL FROM:a@example.com', 'missing-brackets: a@example.com'],
    ['MAIL FROM:<a@example.com', 'bad-path: <a@example.com'],
    ['MAIL FROM:', 'bad-path: '],
    ['MAIL FROM:<alice>', 'missing-domain: alice'],
    ['MAIL FROM:<a@example.com>SIZE=1', 'bad-path: SIZE=1'],
    ['MAIL FROM:<a b@example.com>', 'bad-local-part: a b'],
    ['MAIL FROM:<.a@example.com>', 'bad-local-part: .a'],
    ['MAIL FROM:<a..b@example.com>', 'bad-local-part: a..b'],
    ['MAIL FROM:<@example.com>', 'bad-local-part: @'],
    ['MAIL FROM:<a@>', 'bad-domain: >'],
    ['MAIL FROM:<a@example..com>', 'bad-domain: example..com'],
    ['MAIL FROM:<a@[1.2.3]>', 'bad-address-literal: [1.2.3]'],
    ['MAIL FROM:<a@[IPv6:1::2::3]>', 'bad-address-literal: [IPv6:1::2::3]'],
    ['RCPT TO:<>', 'empty-path: <>'],
    ['RCPT TO:<bob>', 'missing-domain: bob'],
    ['RCPT TO:<@a.example,@b.example:bob@c.example>', 'source-route: @a.example,@b.example:'],
    ['MAIL FROM:<gr\u00fcn@example.com>', 'needs-smtputf8: <gr\u00fcn@example.com>'],
    ['MAIL FROM:<a@example.com> SIZE', 'bad-parameter-value: SIZE'],
    ['MAIL FROM:<a@example.com> SIZE=big', 'bad-parameter-value: big'],
    ['MAIL FROM:<a@example.com> SMTPUTF8=yes', 'bad-parameter-value: yes'],
    ['MAIL FROM:<a@example.com> ENVID=', 'bad-parameter-value: '],
    ['MAIL FROM:<a@example.com> ENVID=gr+C3+BCn', 'bad-parameter-value: gr+C3+BCn'],
    ['MAIL FROM:<a@example.com> BY=0;R', 'bad-parameter-value: 0;R'],
    ['MAIL FROM:<a@example.com> HOLDUNTIL=2027-02-29T00:00:00Z', 'bad-parameter-value: 2027-02-29T00:00:00Z'],
    ['MAIL FROM:<a@example.com> MT-PRIORITY=10', 'bad-parameter-value: 10'],
    ['MAIL FROM:<a@example.com> NOTIFY=NEVER', 'parameter-of-other-command: NOTIFY'],
    ['MAIL FROM:<a@example.com> SIZ=1', 'unknown-parameter: SIZ'],
    ['MAIL FROM:<a@example.com> SIZE=1 SIZE=2', 'duplicate-parameter: SIZE'],
    ['MAIL FROM:<a@example.com> =1', 'bad-parameter: =1'],
    ['RCPT TO:<b@example.com> NOTIFY=NEVER,SUCCESS', 'bad-parameter-value: NEVER,SUCCESS'],
    ['RCPT TO:<b@example.com> ORCPT=bob', 'bad-parameter-value: bob'],
    ['BDAT', 'missing-argument: BDAT'],
    ['BDAT -1', 'bad-chunk-size: -1'],
    ['BDAT 10 MORE', 'bad-chunk-size: 10 MORE'],
    ['AUTH PLAIN not-base64', 'bad-initial-response:  not-base64'],
    ['AUTH PL.AIN', 'bad-mechanism: PL.AIN'],
    ['ETRN a b', 'bad-node: a b'],
    ['ETRN', 'missing-argument: ETRN'],
    ['NOOP gr\u00fcn', 'non-ascii: \u00fcn'],
    ['NOOP \u0000', 'control-character: \u0000'],
    ['XCLIENT NAME', 'bad-attribute: NAME'],
  ])('%j: %s', (line, problem) => {
    expect(at(line)).toContain(problem);
  });

  it('accepts a source route and passes it over', () => {
    const { path } = parseCommand('RCPT TO:<@a.example,@b.example:bob@c.example>');
    expect(path).toMatchObject({ route: ['a.example', 'b.example'], mailbox: 'bob@c.example' });
  });

  it('takes quoted and plain local parts with the same content for the same mailbox', () => {
    expect(parseCommand('RCPT TO:<"bob"@c.example>').path?.mailbox).toBe('bob@c.example');
    expect(parseCommand('RCPT TO:<"b\\ob x"@c.example>').path?.mailbox).toBe('"bob x"@c.example');
  });

  it('makes a difference between no path and the empty path', () => {
    expect(parseCommand('MAIL FROM:<>').path?.empty).toBe(true);
    expect(parseCommand('MAIL FROM:').path?.empty).toBe(false);
  });

  it('keeps the limits of RFC 5321 §4.5.3.1', () => {
    expect(ids(`RCPT TO:<${'a'.repeat(64)}@example.com>`)).toEqual([]);
    expect(ids(`RCPT TO:<${'a'.repeat(65)}@example.com>`)).toEqual(['local-part-too-long']);
    const domain = `${'a.'.repeat(127)}ab`;
    expect(ids(`RCPT TO:<b@${domain}>`)).toEqual(['path-too-long', 'domain-too-long']);
    expect(ids(`NOOP ${'x'.repeat(505)}`)).toEqual([]);
    expect(ids(`NOOP ${'x'.repeat(506)}`)).toEqual(['line-too-long']);
  });

  it('lets a MAIL line grow by what its parameters add', () => {
    const long = `MAIL FROM:<a@example.com> AUTH=${'x'.repeat(480)}`;
    expect(ids(long)).toEqual([]);
  });

  it('says which command was meant', () => {
    expect(parseCommand('RCP TO:<b@example.com>').problems[0]?.message).toContain('did you mean RCPT?');
    expect(parseCommand('MAIL FROM:<a@example.com> BODDY=7BIT').problems[0]?.message).toContain('did you mean BODY?');
  });

  it('never throws, and keeps ranges inside the line', () => {
    const words = fc.constantFrom(
      'MAIL FROM:',
      'RCPT TO:',
      '<',
      '>',
      '@',
      '"',
      '\\',
      ':',
      ',',
      'a',
      '.',
      ' ',
      '=',
      '[',
      ']',
      'IPv6:',
      'ü',
      'SIZE=',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join('')),
        ),
        (line) => {
          for (const { range } of parseCommand(line).problems) {
            expect(range.start).toBeLessThanOrEqual(range.end);
            expect(range.end).toBeLessThanOrEqual(line.length + 1);
          }
        },
      ),
    );
  });
});

describe('addresses', () => {
  it.each(['::', '::1', '1:2:3:4:5:6:7:8', '2001:db8::1', '::ffff:192.0.2.1', '1:2:3:4:5:6:192.0.2.1', 'fe80::'])(
    '%s is IPv6',
    (text) => {
      expect(isIpv6(text)).toBe(true);
    },
  );
  it.each([
    '',
    ':',
    '1:2:3',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '::1::',
    '1:2:3:4:5:6:7:192.0.2.1',
    '::g',
    '::256.0.0.1',
    ':1:2:3:4:5:6:7',
  ])('%j is not', (text) => {
    expect(isIpv6(text)).toBe(false);
  });
  it('knows literals and domains', () => {
    expect(['[1.2.3.4]', '[IPv6:::1]', '[x400:abc]'].every(isAddressLiteral)).toBe(true);
    expect(['1.2.3.4', '[1.2.3.4', '[]', '[IPv6:zz]', '[:a]'].some(isAddressLiteral)).toBe(false);
    expect(['a', 'a.b', 'xn--bcher-kva.example', 'bücher.example', `${'a'.repeat(63)}.b`].every(isDomain)).toBe(true);
    expect(['', '.', 'a.', '.a', 'a b', '-a', 'a-', `${'a'.repeat(64)}.b`].some(isDomain)).toBe(false);
  });
});
