import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/protocol/imap/value';
import { plain, rawResponse, response, responses, rules } from './support';

describe('status responses', () => {
  it('have a code, its values and a text', () => {
    const read = response('* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited');
    expect(read).toMatchObject({
      kind: 'untagged',
      name: 'OK',
      text: 'Limited',
      code: { name: 'PERMANENTFLAGS' },
      findings: [],
    });
    expect(read.code?.values.map(plain)).toEqual([['\\Deleted', '\\Seen', '\\*']]);
    expect(read.code?.range).toEqual({ start: 5, end: 41 });
  });

  it('are tagged with the tag as sent', () => {
    expect(response('a001 ok [read-write] SELECT completed')).toMatchObject({
      kind: 'tagged',
      tag: 'a001',
      name: 'OK',
      code: { name: 'READ-WRITE', values: [] },
      text: 'SELECT completed',
    });
  });

  it('keep a bracket inside a flag list in the flag', () => {
    expect(response('* OK [PERMANENTFLAGS (a]b)] x').code?.values.map(plain)).toEqual([['a]b']]);
  });

  it('may lack text, which is noted', () => {
    expect(rules(response('A1 OK'))).toEqual(['missing-text']);
    expect(rules(response('A1 OK '))).toEqual([]);
    expect(rules(response('* OK [UIDNEXT 4]'))).toEqual(['missing-text']);
    expect(response('* OK [UIDNEXT 4]').code?.values.map(plain)).toEqual(['4']);
  });

  it('may have a broken code, which is noted and costs nothing else', () => {
    expect(rules(response('* OK [] hello'))).toEqual(['empty-code']);
    expect(response('* OK [] hello').text).toBe('hello');
    expect(rules(response('* OK [ALERT hello'))).toEqual(['unclosed-code']);
    expect(rules(response('* OK [ALERT]hello'))).toEqual(['no-space-after-code']);
    expect(response('* OK [ALERT]hello').text).toBe('hello');
  });

  it('have text in UTF-8, or in octets when it is not that', () => {
    expect(response('* OK Grüß Gott').text).toBe('Grüß Gott');
    expect(response('* OK sent as \uFFFD')).toMatchObject({ text: 'sent as \uFFFD', findings: [] });
    const odd = rawResponse('* OK Gr\xfc\xdf\r\n');
    expect(odd.text).toBe('Gr\xfc\xdf');
    expect(odd.findings).toMatchObject([{ rule: 'not-utf8', range: { start: 5, end: 9 } }]);
  });
});

describe('continuations', () => {
  it('hold text or base64', () => {
    expect(response('+ Ready for literal')).toMatchObject({
      kind: 'continuation',
      name: '+',
      text: 'Ready for literal',
      findings: [],
    });
    expect(response('+ YWJj=').text).toBe('YWJj=');
    expect(response('+ ')).toMatchObject({ text: '', findings: [] });
  });

  it('without their space are a quirk', () => {
    expect(rules(response('+'))).toEqual(['bare-continuation']);
    expect(response('+YWJj')).toMatchObject({ kind: 'continuation', text: 'YWJj' });
  });
});

describe('values', () => {
  it('are atoms, strings, lists and NIL, with ranges', () => {
    const read = response('* 12 FETCH (FLAGS (\\Seen) UID 7 X NIL ENVELOPE ("a\\"b\\\\" nil))');
    expect(read).toMatchObject({ name: 'FETCH', number: 12 });
    expect(read.values.map(plain)).toEqual([
      ['FLAGS', ['\\Seen'], 'UID', '7', 'X', null, 'ENVELOPE', ['""a"b\\'.slice(1), null]],
    ]);
    const [list] = read.values;
    expect(list?.range).toEqual({ start: 11, end: 62 });
    expect(list?.kind === 'list' && list.items[0]?.range).toEqual({ start: 12, end: 17 });
    expect(read.range).toEqual({ start: 0, end: 64 });
  });

  it('have an item with its section as one atom', () => {
    for (const name of [
      'BODY[]',
      'BODY[1.2.HEADER]<0>',
      'BODY[HEADER.FIELDS (SUBJECT "X (odd]")]<10>',
      'BINARY[1]',
      'BINARY.SIZE[1.2]',
      'body[text]',
    ]) {
      expect(response(`* 1 FETCH (${name} "x" UID 2)`).values.map(plain)).toEqual([[name, '"x', 'UID', '2']]);
    }
  });

  it('have a literal inside a section as quoted text', () => {
    const read = response('* 1 FETCH (BODY[HEADER.FIELDS ({4}\na"b\\)] "x" UID 2)');
    expect(read.values.map(plain)).toEqual([['BODY[HEADER.FIELDS ("a\\"b\\\\")]', '"x', 'UID', '2']]);
    expect(read.findings).toEqual([]);
  });

  it('have a section that is not UTF-8 noted where it stands, literals inside or not', () => {
    const read = rawResponse('* 1 FETCH (BODY[ BODY[]{0}\r\n\x80)\r\n');
    expect(rules(read)).toContain('not-utf8');
    for (const { range } of read.findings) expect(range.end).toBeLessThanOrEqual(read.range.end);
  });

  it('have brackets of mailbox names as they are', () => {
    expect(response('* LIST () "/" [Gmail]/All').values.map(plain)).toEqual([[], '"/', '[Gmail]/All']);
    expect(response('* LIST () "/" a[b').values.map(plain)).toEqual([[], '"/', 'a[b']);
  });

  it('have literals with their octets, and ranges that count them', () => {
    const read = response('* 1 FETCH (BODY[] {5}\na\nb UID 9)');
    expect(read.values.map(plain)).toEqual([['BODY[]', '{}a\r\nb ', 'UID', '9']]);
  });

  it('tell literal8 from literal', () => {
    const read = rawResponse('* 1 FETCH (BINARY[1] ~{3}\r\n\0\xff! UID 9)\r\n');
    expect(read.findings).toEqual([]);
    const [list] = read.values;
    const literal = list?.kind === 'list' ? list.items[1] : undefined;
    expect(literal).toMatchObject({
      form: 'literal8',
      bytes: new Uint8Array([0, 255, 33]),
      size: 3,
      range: { start: 21, end: 30 },
    });
    expect(list?.range).toEqual({ start: 10, end: 37 });
  });

  it('touch where lists may touch', () => {
    const read = response('* THREAD (2)(3 6 (4 23)(44 7 96))');
    expect(read.values.map(plain)).toEqual([['2'], ['3', '6', ['4', '23'], ['44', '7', '96']]]);
    expect(read.findings).toEqual([]);
  });

  it('nest only so deep', () => {
    const deep = response(`* X ${'('.repeat(5000)}a${')'.repeat(5000)} b`);
    expect(rules(deep)).toEqual(['too-deep']);
    expect(deep.values).toHaveLength(2);
    expect(textOf(deep.values[1])).toBe('b');
  });
});

describe('what breaks the grammar is noted by name, and the rest is still read', () => {
  const cases: readonly [octets: string, rule: string][] = [
    ['* 1 EXISTS\n', 'bare-lf'],
    ['* 1 FETCH (UID 1\r\n', 'unbalanced-paren'],
    ['* 1 FETCH (UID 1))\r\n', 'unbalanced-paren'],
    ['* SEARCH 1 2 \r\n', 'trailing-space'],
    ['* CAPABILITY IMAP4rev1 \r\n', 'trailing-space'],
    ['* SEARCH 1  2\r\n', 'extra-space'],
    ['* 1 FETCH (FLAGS (\\Seen ))\r\n', 'extra-space'],
    ['* 1 FETCH ( UID 1)\r\n', 'extra-space'],
    ['* STATUS a (MESSAGES 1 )\r\n', 'extra-space'],
    ['* SEARCH\t1\r\n', 'tab-as-space'],
    ['* SEARCH one\r\n', 'bad-number'],
    ['* LIST ()\t"/" a\r\n', 'tab-as-space'],
    ['* LIST ()"/" a\r\n', 'missing-space'],
    ['* LIST () "/" "a\r\n', 'unclosed-quote'],
    ['* LIST () "/" "a\\b"\r\n', 'bad-escape'],
    ['* LIST () "/" a{b\r\n', 'stray-brace'],
    ['* LIST () "/" caf\xc3\xa9\r\n', 'eight-bit-atom'],
    ['* LIST () "/" "caf\xe9"\r\n', 'not-utf8'],
    ['* LIST () "/" a\x01b\r\n', 'control-character'],
    ['* LIST () "/" a\rb\r\n', 'bare-cr'],
    ['* LIST () "/" "a\0b"\r\n', 'nul-octet'],
    ['* LIST NIL "/" a\r\n', 'nil-for-list'],
    ['* FLAGS NIL\r\n', 'nil-for-list'],
    ['* 1 FETCH (FLAGS NIL)\r\n', 'nil-for-list'],
    ['* FLAGS \\Seen\r\n', 'list-expected'],
    ['* LIST () "//" a\r\n', 'bad-delimiter'],
    ['* LIST () "/"\r\n', 'value-expected'],
    ['* STATUS a (MESSAGES 1 UNSEEN)\r\n', 'odd-pairs'],
    ['* 1 FETCH (UID -1)\r\n', 'bad-number'],
    ['* FETCH (UID 1)\r\n', 'missing-number'],
    ['* EXISTS\r\n', 'missing-number'],
    ['* 3 LIST () "/" a\r\n', 'needless-number'],
    ['* 1 FETCH (BODY[TEXT "x" UID 1)\r\n', 'unclosed-section'],
    ['* 1 FETCH (BODY[] {3+}\r\nabc)\r\n', 'literal-plus'],
    ['* 1 FETCH (BODY[] {3}\r\na\0c)\r\n', 'nul-in-literal'],
    [
      '* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL "a" "b") (NIL NIL "c" "d")) NIL NIL NIL NIL NIL NIL NIL))\r\n',
      'space-between-addresses',
    ],
    ['* 1 FETCH (ENVELOPE (NIL NIL NIL))\r\n', 'short-envelope'],
    ['* 1 FETCH (BODY ("text" "plain" NIL NIL NIL NIL 3 1))\r\n', 'nil-encoding'],
    ['* 1 FETCH (BODYSTRUCTURE (("text" "plain" NIL NIL NIL "7bit" NIL 1) "mixed"))\r\n', 'missing-size'],
    ['\r\n', 'empty-response'],
    ['*\r\n', 'missing-name'],
    ['A1\r\n', 'missing-name'],
    ['A1 FETCHED x\r\n', 'bad-tagged-status'],
    ['(x) OK x\r\n', 'bad-tag'],
  ];
  for (const [octets, rule] of cases) {
    it(`${rule}: ${JSON.stringify(octets)}`, () => {
      const read = rawResponse(octets);
      expect(rules(read)).toContain(rule);
      for (const finding of read.findings) {
        expect(finding.range.start).toBeLessThanOrEqual(finding.range.end);
        expect(finding.range.end).toBeLessThanOrEqual(read.range.end);
        expect(finding.rfc).toMatch(/^RFC \d+ §/);
      }
    });
  }

  it('reads on behind a broken value', () => {
    expect(rawResponse('* 1 FETCH (FLAGS (\\Seen  \\Draft)UID 7)\r\n').values.map(plain)).toEqual([
      ['FLAGS', ['\\Seen', '\\Draft'], 'UID', '7'],
    ]);
    expect(rawResponse('* LIST () "/" caf\xc3\xa9\r\n').values.map(plain)).toEqual([[], '"/', 'café']);
  });

  it('costs the next response nothing', () => {
    expect(responses('* 1 FETCH (UID "\n* 2 EXISTS\nA1 OK x\n').map((read) => read.name)).toEqual([
      'FETCH',
      'EXISTS',
      'OK',
    ]);
  });

  it('notes only so much of a frame that is all wrong', () => {
    expect(rawResponse(`* X ${')'.repeat(60_000)}\r\n`).findings.length).toBeLessThanOrEqual(50);
  });
});
