import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1, utf8 } from '../../../src/base';
import { capabilitiesOf } from '../../../src/protocol/pop3/capabilities';
import { apopTimestamp } from '../../../src/protocol/pop3/greeting';
import { parseResponse } from '../../../src/protocol/pop3/response';
import { responseCodeInfo } from '../../../src/protocol/pop3/response-codes';

const parse = (text: string) => parseResponse({ status: fromLatin1(text) });

describe('parseResponse', () => {
  it('reads status and text', () => {
    expect(parse('+OK 2 320\r\n')).toMatchObject({
      kind: 'ok',
      positive: true,
      text: '2 320',
      findings: [],
      lines: undefined,
    });
    expect(parse('-ERR no such message\r\n')).toMatchObject({ kind: 'err', positive: false, text: 'no such message' });
    expect(parse('+OK\r\n')).toMatchObject({ kind: 'ok', text: '', findings: [] });
  });

  it('reads response codes', () => {
    expect(parse('-ERR [IN-USE] Do you have another POP session running?\r\n')).toMatchObject({
      code: 'IN-USE',
      text: 'Do you have another POP session running?',
    });
    expect(parse('-ERR [sys/temp] later\r\n').code).toBe('SYS/TEMP');
    expect(parse('-ERR [not a code] x\r\n')).not.toHaveProperty('code');
    expect(responseCodeInfo('SYS/TEMP/DISK')?.code).toBe('SYS/TEMP');
    expect(responseCodeInfo('NOPE')).toBe(undefined);
  });

  it('reads challenges', () => {
    expect(parse('+ PDE4OTY+\r\n')).toMatchObject({
      kind: 'continuation',
      positive: false,
      text: 'PDE4OTY+',
      findings: [],
    });
    expect(parse('+ \r\n')).toMatchObject({ kind: 'continuation', text: '' });
    expect(parse('+\r\n')).toMatchObject({ kind: 'continuation', text: '' });
  });

  it('gives the lines of a body', () => {
    const { lines } = parseResponse({
      status: utf8('+OK\r\n'),
      body: fromLatin1('1 120\r\n\r\nnur LF\ngr\xfcn\r\ngr\xc3\xbcn'),
    });
    expect(lines).toEqual(['1 120', '', 'nur LF', 'grün', 'grün']);
    expect(parseResponse({ status: utf8('+OK\r\n'), body: new Uint8Array(0) }).lines).toEqual([]);
  });

  it.each([
    ['+OK\n', 'bare-lf'],
    ['+OK a\rb\r\n', 'bare-cr'],
    ['+OK \x00\r\n', 'nul'],
    ['+OK gr\xfcn\r\n', 'eight-bit'],
    ['+OK', 'no-line-end'],
    [`+OK ${'x'.repeat(507)}\r\n`, 'line-too-long'],
    ['OK\r\n', 'missing-status'],
    ['+OKAY\r\n', 'missing-status'],
    ['+ok\r\n', 'lower-case-status'],
  ])('%j breaks %s', (text, rule) => {
    expect(parse(text).findings.map((finding) => finding.rule)).toEqual([rule]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (status, body) => {
        const response = parseResponse({ status, body });
        expect(response.lines?.length).toBeGreaterThanOrEqual(0);
        for (const { range } of response.findings) expect(range.end).toBeLessThanOrEqual(status.length);
      }),
    );
  });
});

describe('capabilitiesOf', () => {
  it('reads what Dovecot announces', () => {
    const capabilities = capabilitiesOf([
      'CAPA',
      'TOP',
      'UIDL',
      'RESP-CODES',
      'PIPELINING',
      'AUTH-RESP-CODE',
      'STLS',
      'USER',
      'SASL PLAIN LOGIN',
    ]);
    for (const name of ['TOP', 'stls', 'SASL', 'SASL PLAIN', 'SASL=PLAIN', 'sasl=login', 'AUTH=PLAIN', 'AUTH']) {
      expect(capabilities.has(name), name).toBe(true);
    }
    for (const name of ['SASL=CRAM-MD5', 'UTF8', 'PLAIN', '']) expect(capabilities.has(name), name).toBe(false);
    expect(capabilities.tags.get('SASL')).toEqual(['PLAIN', 'LOGIN']);
    expect(capabilities.names).toContain('SASL=PLAIN');
  });

  it('reads the example of RFC 2449 §5', () => {
    const capabilities = capabilitiesOf([
      'TOP',
      'USER',
      'SASL CRAM-MD5 KERBEROS_V4',
      'LOGIN-DELAY 900',
      'PIPELINING',
      'EXPIRE 60',
      'UIDL',
      'IMPLEMENTATION Shlemazle-Plotz-v302',
    ]);
    expect(capabilities.has('EXPIRE 60')).toBe(true);
    expect(capabilities.tags.get('IMPLEMENTATION')).toEqual(['Shlemazle-Plotz-v302']);
  });
});

describe('apopTimestamp', () => {
  it('finds the time stamp of RFC 1939 §7', () => {
    expect(apopTimestamp('POP3 server ready <1896.697170952@dbc.mtview.ca.us>')).toBe(
      '<1896.697170952@dbc.mtview.ca.us>',
    );
  });
  it('finds none where there is none', () => {
    for (const text of ['Dovecot ready.', '<>', '< a@b >', '<a b>']) expect(apopTimestamp(text), text).toBe(undefined);
  });
});
