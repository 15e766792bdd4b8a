import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1, utf8 } from '../../../src/base';
import { parseReply } from '../../../src/protocol/smtp/reply';

const rules = (text: string): string[] => parseReply(fromLatin1(text)).findings.map((finding) => finding.rule);

describe('parseReply', () => {
  it('reads code, enhanced code and text of one line', () => {
    expect(parseReply(utf8('250 2.1.0 <alice@example.com> Sender ok\r\n'))).toEqual({
      code: 250,
      enhanced: '2.1.0',
      text: '<alice@example.com> Sender ok',
      lines: [{ text: '<alice@example.com> Sender ok', enhanced: '2.1.0', range: { start: 0, end: 39 } }],
      findings: [],
    });
  });

  it('joins the lines of a multi-line reply', () => {
    const reply = parseReply(utf8('550-5.7.1 Blocked:\r\n550-5.7.1 see\r\n550 5.7.1 https://example.com/\r\n'));
    expect(reply.text).toBe('Blocked:\nsee\nhttps://example.com/');
    expect(reply.enhanced).toBe('5.7.1');
    expect(reply.lines.map((line) => line.range)).toEqual([
      { start: 0, end: 18 },
      { start: 20, end: 33 },
      { start: 35, end: 65 },
    ]);
  });

  it('takes a code alone, with and without a separator', () => {
    expect(parseReply(utf8('250\r\n'))).toMatchObject({ code: 250, text: '', findings: [] });
    expect(parseReply(utf8('250-\r\n250 \r\n'))).toMatchObject({ code: 250, text: '\n', findings: [] });
  });

  it('does not take version numbers and addresses for enhanced codes', () => {
    for (const text of [
      '220 5.10.2005 ready\r\n',
      '250 2.0 x\r\n',
      '250 2.01.0 x\r\n',
      '250 3.1.0 x\r\n',
      '250 2.1.0x\r\n',
    ]) {
      expect(parseReply(utf8(text)).enhanced).toBe(undefined);
    }
  });

  it.each([
    ['250 ok\n', 'bare-lf', 'RFC 5321 §2.3.8'],
    ['250 o\rk\r\n', 'bare-cr', 'RFC 5321 §2.3.8'],
    ['250 o\x00k\r\n', 'nul', 'RFC 5321 §4.2'],
    ['250 o\x07k\r\n', 'control', 'RFC 5321 §4.2'],
    ['250 gr\xfcn\r\n', 'eight-bit', 'RFC 6531 §3.7.4'],
    ['250 ok', 'no-line-end', 'RFC 5321 §2.3.8'],
    [`250 ${'x'.repeat(507)}\r\n`, 'line-too-long', 'RFC 5321 §4.5.3.1.5'],
    ['hello\r\n', 'missing-code', 'RFC 5321 §4.2'],
    ['199 one\r\n', 'code-out-of-range', 'RFC 5321 §4.2'],
    ['260 six\r\n', 'code-out-of-range', 'RFC 5321 §4.2'],
    ['250-a\r\n251 b\r\n', 'code-mismatch', 'RFC 5321 §4.2.1'],
    ['250_a\r\n', 'separator', 'RFC 5321 §4.2'],
    ['250 5.1.1 a\r\n', 'enhanced-mismatch', 'RFC 2034 §4'],
    ['354 2.0.0 go\r\n', 'enhanced-mismatch', 'RFC 2034 §4'],
  ])('%j breaks %s', (text, rule, rfc) => {
    const { findings } = parseReply(fromLatin1(text));
    expect(findings.map((finding) => [finding.rule, finding.rfc])).toEqual([[rule, rfc]]);
  });

  it('takes a line of exactly 512 octets', () => {
    expect(rules(`250 ${'x'.repeat(506)}\r\n`)).toEqual([]);
  });

  it('accepts UTF-8 and keeps other octets one by one', () => {
    expect(parseReply(utf8('250 grün\r\n'))).toMatchObject({ text: 'grün', findings: [] });
    expect(parseReply(fromLatin1('250 gr\xfcn\r\n')).text).toBe('grün');
  });

  it('takes the last code when lines disagree, and names where', () => {
    const reply = parseReply(utf8('250-a\r\nno code\r\n550 b\r\n'));
    expect(reply.code).toBe(550);
    expect(reply.findings.map(({ rule, range }) => [rule, range.start, range.end])).toEqual([
      ['missing-code', 7, 14],
      ['code-mismatch', 16, 19],
    ]);
  });

  it('has code 0 without a code, also for no octets at all', () => {
    expect(parseReply(utf8('\r\n')).code).toBe(0);
    expect(parseReply(new Uint8Array(0))).toMatchObject({ code: 0, lines: [], text: '' });
  });

  it('never throws, and keeps ranges inside the frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        for (const { range } of parseReply(bytes).findings) {
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThanOrEqual(bytes.length);
        }
      }),
    );
  });
});
