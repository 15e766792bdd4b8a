/** The tree of a message's parts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, latin1, utf8 } from '../../../src/base';
import { parameter } from '../../../src/protocol/message/parameters';
import { findPart, headersOf, sectionRange } from '../../../src/protocol/message/section';
import { type Part, structureOf } from '../../../src/protocol/message/structure';

const message = (lines: string): Uint8Array => utf8(lines.replaceAll('\n', '\r\n'));
const outline = (part: Part): unknown => [
  `${part.section} ${part.type}/${part.subtype}`,
  ...part.children.map(outline),
  ...(part.message ? [outline(part.message.part)] : []),
];

/** The message of RFC 9051 §6.4.5.1. */
const complex = message(`From: a@example.org
Subject: outer
Content-Type: multipart/mixed; boundary=A

preamble
--A

one
--A
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64

AAAA
--A
Content-Type: message/rfc822

From: b@example.org
Subject: three
Content-Type: multipart/mixed; boundary=B

--B

three one
--B
Content-Type: application/octet-stream

three two
--B--
--A
Content-Type: multipart/mixed; boundary="C C"

--C C
Content-Type: image/gif
Content-ID: <gif@example.org>
Content-Description: a picture
Content-Disposition: inline; filename=x.gif
Content-Language: en, de
Content-Location: http://example.org/x.gif
Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==

GIF
--C C
Content-Type: message/rfc822

Subject: four two
Content-Type: multipart/alternative; boundary=D

--D
Content-Type: text/plain

plain
--D  
Content-Type: text/richtext

rich
--D--
--C C--
--A--
epilogue
`);

describe('the structure of a message', () => {
  const root = structureOf(complex);
  const octets = (section: string): string | undefined => {
    const range = sectionRange(root, section);
    return range && latin1(complex, range.start, range.end);
  };

  it('numbers its parts as IMAP does (RFC 9051 §6.4.5.1)', () => {
    expect(outline(root)).toEqual([
      ' multipart/mixed',
      ['1 text/plain'],
      ['2 application/octet-stream'],
      ['3 message/rfc822', ['3 multipart/mixed', ['3.1 text/plain'], ['3.2 application/octet-stream']]],
      [
        '4 multipart/mixed',
        ['4.1 image/gif'],
        ['4.2 message/rfc822', ['4.2 multipart/alternative', ['4.2.1 text/plain'], ['4.2.2 text/richtext']]],
      ],
    ]);
  });

  it('knows the octets of every section', () => {
    expect(octets('')).toBe(latin1(complex));
    expect(octets('HEADER')).toMatch(/^From: a@.*boundary=A\r\n\r\n$/s);
    expect(octets('TEXT')).toMatch(/^preamble\r\n--A.*epilogue\r\n$/s);
    expect(octets('1')).toBe('one');
    expect(octets('1.MIME')).toBe('\r\n');
    expect(octets('2')).toBe('AAAA');
    expect(octets('3.header')).toBe(
      'From: b@example.org\r\nSubject: three\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n',
    );
    expect(octets('3.TEXT')).toMatch(/^--B.*--B--$/s);
    expect(octets('3.1')).toBe('three one');
    expect(octets('4.1.MIME')).toMatch(/^Content-Type: image\/gif\r\n.*\r\n\r\n$/s);
    expect(octets('4.2.2')).toBe('rich');
    expect(octets('4.2.HEADER')).toMatch(/^Subject: four two/);
    for (const wrong of ['5', '1.1', '1.HEADER', '1.TEXT', 'MIME', '3.3', '0', '1.', '.1', 'X', '4.2.2.1'])
      expect(octets(wrong)).toBeUndefined();
    expect(headersOf(root, '3')?.fields).toHaveLength(3);
    expect(headersOf(root, '1')).toBeUndefined();
  });

  it('knows what a part says of itself', () => {
    expect(findPart(root, '4.1')).toMatchObject({
      id: '<gif@example.org>',
      description: 'a picture',
      encoding: '7bit',
      size: 3,
      lines: 0,
      md5: 'Q2hlY2sgSW50ZWdyaXR5IQ==',
      disposition: { kind: 'inline', parameters: [{ name: 'filename', value: 'x.gif' }] },
      language: ['en', 'de'],
      location: 'http://example.org/x.gif',
    });
    expect(findPart(root, '2')?.encoding).toBe('base64');
    expect(findPart(root, '3')?.message?.envelope).toMatchObject({
      subject: 'three',
      from: [{ mailbox: 'b' }],
      sender: [{ mailbox: 'b' }],
      to: [],
    });
    expect(parameter(findPart(root, '1')?.parameters ?? [], 'charset')).toBe('us-ascii');
  });

  it('makes a message without parts its own part 1', () => {
    const bytes = message('Subject: x\n\nbody\nline\n');
    const single = structureOf(bytes);
    expect(single).toMatchObject({ section: '1', type: 'text', subtype: 'plain', size: 12, lines: 2 });
    expect(sectionRange(single, '1')).toEqual(sectionRange(single, 'TEXT'));
    expect(sectionRange(single, '1.MIME')).toEqual(sectionRange(single, 'HEADER'));
    expect(sectionRange(single, '2')).toBeUndefined();
  });

  it('looks into a message that is a message', () => {
    const inside = structureOf(message('Content-Type: message/rfc822\n\nSubject: inner\n\nbody'));
    expect(outline(inside)).toEqual(['1 message/rfc822', ['1.1 text/plain']]);
    expect(findPart(inside, '1.1')?.size).toBe(4);
    expect(sectionRange(inside, '1.HEADER')).toEqual({ start: 32, end: 50 });
  });

  it('takes the parts of a digest for messages (RFC 2046 §5.1.5)', () => {
    const digest = structureOf(
      message('Content-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: in\n\nhello\n--x--\n'),
    );
    expect(digest.children[0]?.message?.envelope.subject).toBe('in');
  });

  it('forgives what is malformed', () => {
    expect(structureOf(message('Content-Type: nonsense\n\nx'))).toMatchObject({ type: 'text', subtype: 'plain' });
    expect(structureOf(message('Content-Type: multipart/mixed\n\nx')).children).toEqual([]);
    expect(structureOf(message('Content-Type: multipart/mixed; boundary=x\n\n--y\n')).children).toEqual([]);
    const open = structureOf(utf8('Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\n--x\n\ntwo\n'));
    expect(open.children.map(({ size }) => size)).toEqual([3, 4]);
    expect(
      structureOf(message('Content-Type: multipart/mixed; boundary=x\n\n--xy\n\none\n--x\n--x--')).children.map(
        ({ size }) => size,
      ),
    ).toEqual([0]);
  });

  it('is bounded in depth and in parts', () => {
    let nested = 'body';
    for (let i = 0; i < 200; i++) nested = `Content-Type: message/rfc822\r\n\r\n${nested}`;
    let depth = 0;
    for (let part: Part | undefined = structureOf(utf8(nested)); part; part = part.message?.part) depth++;
    expect(depth).toBe(51);
    const many = structureOf(
      utf8(`Content-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\n\r\n'.repeat(20_000)}`),
      { depth: 5, parts: 100 },
    );
    expect(many.children).toHaveLength(99);
  });

  it('is the same tree that was written', () => {
    interface Tree {
      readonly children: readonly Tree[];
      readonly text: string;
    }
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.record({
        children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('tree'), { minLength: 1, maxLength: 3 })),
        text: fc.stringMatching(/^[a-z]{0,8}$/),
      }),
    }));
    let next = 0;
    const write = ({ children, text }: Tree): string => {
      if (children.length === 0) return `Content-Type: text/plain\r\n\r\n${text}`;
      const boundary = `b${next++}`;
      return `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${children.map((child) => `--${boundary}\r\n${write(child)}\r\n`).join('')}--${boundary}--`;
    };
    const texts = (one: Tree): readonly string[] =>
      one.children.length === 0 ? [one.text] : one.children.flatMap(texts);
    const leaves = (part: Part): readonly Part[] =>
      part.type === 'multipart' ? part.children.flatMap(leaves) : [part];
    fc.assert(
      fc.property(tree, (written) => {
        const bytes = utf8(write(written));
        const read = structureOf(bytes);
        expect(leaves(read).map(({ body }) => fromUtf8(bytes.subarray(body.start, body.end)))).toEqual(texts(written));
        for (const leaf of leaves(read)) expect(sectionRange(read, leaf.section)).toEqual(leaf.body);
      }),
    );
  });

  it('comes from any octets', () => {
    const piece = fc.constantFrom(
      'Content-Type: ',
      'multipart/mixed; boundary=x',
      'message/rfc822',
      '\r\n',
      '\n',
      '\r\n\r\n',
      '--x',
      '--',
      ';',
      '\0',
      'é',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.array(piece, { maxLength: 40 }).map((pieces) => utf8(pieces.join(''))),
        ),
        (bytes) => {
          const root = structureOf(bytes);
          expect(root.headers.range.start).toBe(0);
          expect(root.body.end).toBe(bytes.length);
          const inside = (part: Part): void => {
            expect(part.body.start).toBeLessThanOrEqual(part.body.end);
            for (const child of part.children) {
              expect(child.headers.range.start).toBeGreaterThanOrEqual(part.body.start);
              expect(child.body.end).toBeLessThanOrEqual(part.body.end);
              inside(child);
            }
            if (part.message) inside(part.message.part);
          };
          inside(root);
        },
      ),
    );
  });
});
