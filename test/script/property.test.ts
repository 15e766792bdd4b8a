/** What holds for any text: nothing is lost, nothing throws, formatting comes to rest. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format, parse, print } from '../../src/script';
import { compiled } from './check';

const folder = new URL('../../examples/', import.meta.url);
const examples = readdirSync(folder).filter((name) => /\.(smtp|lmtp|imap|pop3)$/.test(name));
const texts = examples.map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Pieces of which scripts, and things that look like scripts, are made. */
const pieces = fc.constantFrom(
  ...[
    'C: ',
    'S: ',
    'S!: ',
    'S?: ',
    'alice ',
    '\n',
    '\n',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '  ',
    '\t',
    '### ',
    '# ',
    '@a',
    '@b = ',
    '=',
    '"""',
    '"""\n',
    '""""',
    '"""-\n',
    '"""~+\n',
  ],
  ...[
    '{{',
    '}}',
    '{{a}}',
    '{{@a}}',
    '{{@a...}}',
    '{{@a:/x+/i}}',
    '{{$uuid}}',
    '{{$random 4}}',
    '{{< f}}',
    '{{<~ {{a}}}}',
    '\\{{',
    '...',
    '/x/',
    '/(/',
    'a | hex',
  ],
  ...[
    'if a = 1\n',
    'else\n',
    'end\n',
    'repeat 3\n',
    'retry 3s every 1s\n',
    'always\n',
    'pipeline\n',
    'connect as alice imap\n',
    'connect\n',
    'close\n',
    'auth PLAIN a b\n',
    'starttls\n',
    'include x\n',
    'include y a=1\n',
  ],
  ...[
    'raw "a\\r\\n\\x00"',
    'assert a = {{a}} + 1',
    'await dsn x within 5s',
    'compose m """\n',
    'needs A',
    'timeout 5s',
    'log ',
    'wait 1s',
    '250-x',
    '250 ',
    '354',
    '+OK',
    '* ',
    'OK',
    'DATA',
    'BDAT 5',
    '.',
    '{5}',
    '{5+}',
    'a1 ',
  ],
  ...['\0', '\ufeff', '\ud800', '\udc00', '\u2028', 'é', '😀'],
);
const soup = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

/** An example with a few characters taken out, put in, or doubled. */
const mutated = fc
  .tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), fc.nat(40), pieces), { minLength: 1, maxLength: 6 }))
  .map(([text, edits]) =>
    edits.reduce((now, [at, length, piece]) => {
      const start = at % (now.length + 1);
      return now.slice(0, start) + piece + now.slice(start + length);
    }, text),
  );

const anyText = fc.oneof(soup, mutated, fc.string({ unit: 'binary', maxLength: 200 }));
const protocols = fc.constantFrom('smtp', 'lmtp', 'imap', 'pop3', 'txt');
const files = { x: 'C: NOOP\ninclude x\n', y: '@b = {{a}}\n### y\nconnect\nS: 250\nalways\nC: QUIT\nend\n' };

describe('any text', () => {
  it('is given back by print, and its statements tile it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { tree } = parse(text);
        expect(print(tree)).toBe(text);
        expect(tree.sections.at(0)?.range.start).toBe(0);
        expect(tree.sections.at(-1)?.range.end).toBe(text.length);
      }),
      { numRuns: 1_500 },
    );
  });

  it('compiles without throwing, with problems that lie in their file', () => {
    fc.assert(
      fc.property(anyText, protocols, (text, ending) => {
        const { program, problems } = compiled(text, { file: `t.${ending}`, files });
        for (const problem of problems) {
          const length = program.sources.get(problem.file ?? program.file)?.length ?? -1;
          expect(problem.range.start).toBeGreaterThanOrEqual(0);
          expect(problem.range.end).toBeGreaterThanOrEqual(problem.range.start);
          expect(problem.range.end).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('is formatted once: twice is the same', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = format(text);
        expect(format(once)).toBe(once);
      }),
      { numRuns: 1_500 },
    );
  });

  it('means the same when it is formatted', () => {
    const meaning = (text: string): string =>
      JSON.stringify(compiled(text, { files, file: 't.imap' }).program.sessions, (key, value) =>
        key === 'place' || key === 'range' ? undefined : value,
      );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(meaning(format(text))).toBe(meaning(text));
      }),
      { numRuns: 800 },
    );
  });
});

describe('bytes that are no text', () => {
  it('are parsed and given back, too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = new TextDecoder('latin1').decode(bytes);
        expect(print(parse(text).tree)).toBe(text);
        compiled(text);
      }),
    );
  });
});

describe.each(examples)('examples/%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');

  it('has no problem', () => {
    expect(compiled(text, { file: name, known: [] }).problems).toEqual([]);
  });

  it('is formatted', () => {
    expect(format(text)).toBe(text);
  });
});
