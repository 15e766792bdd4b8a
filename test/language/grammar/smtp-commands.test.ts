import { describe, expect, it } from 'vitest';
import { judgeLine, mendedLine, shown } from './judge';

const smtp = (line: string) => judgeLine('smtp', line);

describe('an SMTP command', () => {
  it.each([
    ['EHOL client.example', 'unknown-command: EHOL', 'EHLO client.example'],
    ['EHLO 192.0.2.1', 'bare-address: 192.0.2.1', 'EHLO [192.0.2.1]'],
    ['EHLO [2001:db8::1]', 'bad-address-literal: [2001:db8::1]', 'EHLO [IPv6:2001:db8::1]'],
    ['EHLO 2001:db8::1', 'bad-domain: 2001:db8::1', 'EHLO [IPv6:2001:db8::1]'],
    ['EHLO client.example.', 'bad-domain: client.example.', 'EHLO client.example'],
    ['EHLO a.example b', 'unexpected-argument:  b', 'EHLO a.example'],
    ['LHLO client.example', 'not-in-protocol: LHLO', 'EHLO client.example'],
    ['MAIL FROM: <a@example.com>', 'space-in-path:  ', 'MAIL FROM:<a@example.com>'],
    ['MAIL FROM:a@example.com', 'missing-brackets: a@example.com', 'MAIL FROM:<a@example.com>'],
    ['MAIL FROM:<a@example.com SIZE=1', 'bad-path: <a@example.com', 'MAIL FROM:<a@example.com> SIZE=1'],
    ['MAIL FROM:<a@example.com>SIZE=1', 'bad-path: SIZE=1', 'MAIL FROM:<a@example.com> SIZE=1'],
    ['MAIL FROM:<a b@example.com>', 'bad-local-part: a b', 'MAIL FROM:<"a b"@example.com>'],
    ['MAIL FROM:<a@example.com> RET=HDR', 'bad-parameter-value: HDR', 'MAIL FROM:<a@example.com> RET=HDRS'],
    ['MAIL FROM:<a@example.com> RETT=FULL', 'unknown-parameter: RETT', 'MAIL FROM:<a@example.com> RET=FULL'],
    ['MAIL FROM:<a@example.com> BODY=8BIT', 'bad-parameter-value: 8BIT', 'MAIL FROM:<a@example.com> BODY=8BITMIME'],
    ['MAIL FROM:<a@example.com> ENVID=a+2b', 'bad-parameter-value: a+2b', 'MAIL FROM:<a@example.com> ENVID=a+2B'],
    ['MAIL FROM:<a@example.com> ENVID=a=b', 'bad-parameter-value: a=b', 'MAIL FROM:<a@example.com> ENVID=a+3Db'],
    ['MAIL FROM:<a@example.com> SMTPUTF8=1', 'bad-parameter-value: 1', 'MAIL FROM:<a@example.com> SMTPUTF8'],
    [
      'MAIL FROM:<a@example.com> AUTH=<b@example.com>',
      'bad-parameter-value: <b@example.com>',
      'MAIL FROM:<a@example.com> AUTH=b@example.com',
    ],
    ['MAIL FROM:<a@example.com> MT-PRIORITY=+3', 'bad-parameter-value: +3', 'MAIL FROM:<a@example.com> MT-PRIORITY=3'],
    ['MAIL FROM:<a@example.com> SIZE=1 SIZE=2', 'duplicate-parameter: SIZE', 'MAIL FROM:<a@example.com> SIZE=1'],
    ['MAIL FROM:<grün@example.com>', 'needs-smtputf8: <grün@example.com>', 'MAIL FROM:<grün@example.com> SMTPUTF8'],
    ['RCPT TO:<b@example.com> NOTIFY=SUCESS', 'bad-parameter-value: SUCESS', 'RCPT TO:<b@example.com> NOTIFY=SUCCESS'],
    [
      'RCPT TO:<b@example.com> NOTIFY=NEVER,DELAY',
      'bad-parameter-value: NEVER,DELAY',
      'RCPT TO:<b@example.com> NOTIFY=DELAY',
    ],
    [
      'RCPT TO:<b@example.com> NOTIFY=DELAY,DELAY',
      'bad-parameter-value: DELAY,DELAY',
      'RCPT TO:<b@example.com> NOTIFY=DELAY',
    ],
    [
      'RCPT TO:<b@example.com> ORCPT=b@example.com',
      'bad-parameter-value: b@example.com',
      'RCPT TO:<b@example.com> ORCPT=rfc822;b@example.com',
    ],
    [
      'RCPT TO:<b@example.com> ORCPT=rfc822;b+x@example.com',
      'bad-parameter-value: rfc822;b+x@example.com',
      'RCPT TO:<b@example.com> ORCPT=rfc822;b+2Bx@example.com',
    ],
    [
      'RCPT TO:<b@example.com> ORCPT=rfc82;b@example.com',
      'unknown-address-type: rfc82',
      'RCPT TO:<b@example.com> ORCPT=rfc822;b@example.com',
    ],
    ['AUTH PLIAN', 'unknown-mechanism: PLIAN', 'AUTH PLAIN'],
    ['AUTH PLAIN AGEAYg', 'bad-initial-response:  AGEAYg', 'AUTH PLAIN AGEAYg=='],
    ['DATA now', 'unexpected-argument: now', 'DATA'],
    [' RSET', 'extra-space:  ', 'RSET'],
  ])('%s: %s, and is mended', (line, problem, right) => {
    const judged = smtp(line);
    // A blank behind the mark belongs to the mark only once.
    expect(shown(judged)).toEqual([problem]);
    expect(mendedLine(judged)).toBe(right);
    expect(shown(smtp(right))).toEqual([]);
  });

  it.each([
    ['MAIL FROM:<a@example.com> NOTIFY=NEVER', 'parameter-of-other-command: NOTIFY'],
    ['RCPT TO:<a@example.com> RET=FULL', 'parameter-of-other-command: RET'],
    ['HELO [192.0.2.1]', 'literal-in-helo: [192.0.2.1]'],
    ['BDAT ten', 'bad-chunk-size: ten'],
    ['EHLO under_score.example', 'bad-domain: under_score.example'],
    ['MAIL FROM:<a@example.com> BY=0;R', 'bad-parameter-value: 0;R'],
    [`MAIL FROM:<a@example.com> ENVID=${'x'.repeat(101)}`, `bad-parameter-value: ${'x'.repeat(101)}`],
    [`VRFY ${'x'.repeat(600)}`, `line-too-long: VRFY ${'x'.repeat(600)}`],
    ['NOOP grün', 'non-ascii: ün'],
  ])('%.60s: %.60s', (line, problem) => {
    expect(shown(smtp(line))).toContain(problem);
  });

  it.each([
    'EHLO {{$hostname}}',
    'MAIL FROM:<a@example.com> MTRK=abc:60',
    'MAIL FROM:<{{sender}}> SIZE={{size}} {{more}}',
    'MAIL FROM:{{path}}',
    'MAIL {{rest}}',
    'RCPT TO:<{{who}}@{{where}}> ORCPT=rfc822;{{who | xtext}} NOTIFY={{when}}',
    'AUTH PLAIN {{$secret alice}}',
    'BDAT {{size}} LAST',
    'EHLO [{{address}}]',
    '{{verb}} whatever',
    '{{verb}}LO x_y',
  ])('says nothing of what values may be: %s', (line) => {
    expect(shown(smtp(line))).toEqual([]);
  });

  it('judges what stands beside values', () => {
    expect(shown(smtp('MAIL FROM:<{{sender}}> SIZ={{size}} RET=HDR'))).toEqual([
      'unknown-parameter: SIZ',
      'bad-parameter-value: HDR',
    ]);
    expect(mendedLine(smtp('MAIL FROM: <{{sender}}> RETT=FULL'))).toBe('MAIL FROM:<{{sender}}> RET=FULL');
  });

  it('has LHLO in LMTP, and no EHLO', () => {
    expect(shown(judgeLine('lmtp', 'LHLO client.example'))).toEqual([]);
    expect(mendedLine(judgeLine('lmtp', 'EHLO client.example'))).toBe('LHLO client.example');
  });

  it('names a password nowhere', () => {
    for (const { said, advice, fix } of smtp('AUTH PLAIN AGFsaWNlAHNlY3JldA').findings)
      expect(`${said}${advice}${fix?.title}`).not.toContain('AGFsaWNl');
  });
});

describe('the base64 of an authentication', () => {
  const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
  it.each([
    ['PLAIN', '00alice00secret', '\0alice\0secret'],
    ['PLAIN', '\\0alice\\0secret', '\0alice\0secret'],
    ['PLAIN', '\0alice\0secret\n', '\0alice\0secret'],
    ['XOAUTH2', 'user=alice^Aauth=Bearer abc^A^A', 'user=alice\x01auth=Bearer abc\x01\x01'],
  ])('%s %j is mended to %j', (mechanism, sent, right) => {
    const judged = smtp(`AUTH ${mechanism} ${base64(sent)}`);
    expect(shown(judged)).toEqual([`bad-sasl-response: ${base64(sent)}`]);
    expect(mendedLine(judged)).toBe(`AUTH ${mechanism} ${base64(right)}`);
    expect(shown(smtp(mendedLine(judged)))).toEqual([]);
  });

  it.each([
    ['PLAIN', 'alice:secret'],
    ['PLAIN', 'alice\0secret'],
    ['PLAIN', '\0alice\0secret\0'],
    ['PLAIN', '\0\0secret'],
    ['XOAUTH2', 'alice'],
    ['OAUTHBEARER', 'n,a=alice,\x01auth=Basic abc\x01\x01'],
    ['SCRAM-SHA-256', 'n=alice,r=abc'],
  ])('%s cannot have %j', (mechanism, sent) => {
    expect(shown(smtp(`AUTH ${mechanism} ${base64(sent)}`))).toHaveLength(1);
    expect(shown(judgeLine('imap', `AUTHENTICATE ${mechanism} ${base64(sent)}`))).toHaveLength(1);
    expect(shown(judgeLine('pop3', `AUTH ${mechanism} ${base64(sent)}`))).toHaveLength(1);
  });

  it.each([
    ['PLAIN', '\0alice\0secret'],
    ['PLAIN', 'admin\0alice\0sec00ret'],
    ['PLAIN', '\0grün\0secret'],
    ['EXTERNAL', 'alice'],
    ['XOAUTH2', 'user=alice\x01auth=Bearer abc\x01\x01'],
    ['OAUTHBEARER', 'n,a=alice@example.com,\x01host=h.example\x01port=143\x01auth=Bearer abc\x01\x01'],
    ['SCRAM-SHA-1', 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL'],
  ])('%s may have %j', (mechanism, sent) => {
    const utf8 = Buffer.from(sent, 'utf8').toString('base64');
    expect(shown(smtp(`AUTH ${mechanism} ${utf8}`))).toEqual([]);
  });
});
