/** The tree: every token with its range, whatever stands in the text. */
import { describe, expect, it } from 'vitest';
import { lines, type Part, parse, print, type Statement } from '../../src/script';

const statements = (text: string): readonly Statement[] => parse(text).tree.sections.flatMap((s) => [...s.statements]);
const only = (text: string): Statement => {
  const [statement] = statements(text);
  if (!statement) throw new Error('no statement');
  return statement;
};
const parts = (text: string): readonly Part[] => {
  const statement = only(text);
  return statement.kind === 'wire' ? statement.parts : [];
};
/** `kind:written` of each part. */
const written = (text: string): string[] =>
  parts(text).map((p) => `${p.kind}:${text.slice(p.range.start, p.range.end)}`);

describe('lines', () => {
  it('are comments, wire lines, directives, assignments and blank lines, wherever they are indented', () => {
    const kinds = statements('# c\n  C: x\n\twait 1s\n @a = b\n \t\n#### no title').map((statement) => statement.kind);
    expect(kinds).toEqual(['comment', 'wire', 'directive', 'assignment', 'blank', 'comment']);
  });

  it('begin sessions with ###', () => {
    const { tree } = parse('@a = b\n### One \nC: x\n  ###Two\n');
    expect(tree.sections.map((section) => section.title?.title.text)).toEqual([undefined, 'One', 'Two']);
  });

  it('name a connection before the mark or the directive', () => {
    expect(only('alice C: NOOP')).toMatchObject({
      kind: 'wire',
      connection: { text: 'alice', range: { start: 0, end: 5 } },
      mark: { start: 6, end: 8 },
    });
    expect(only('bob starttls')).toMatchObject({
      kind: 'directive',
      connection: { text: 'bob' },
      word: { text: 'starttls', range: { start: 4, end: 12 } },
    });
  });

  it('may have a connection named like a directive', () => {
    expect(only('auth S: 220')).toMatchObject({ kind: 'wire', connection: { text: 'auth' } });
  });

  it('say what the server must, must not and may say', () => {
    const modes = statements('S: a\nS!: a\nS?: a').map((s) => (s.kind === 'wire' ? s.mode : s.kind));
    expect(modes).toEqual(['must', 'mustNot', 'may']);
  });

  it('keep all white space but the one space behind the mark', () => {
    expect(parts('C:  two ')).toMatchObject([{ kind: 'text', text: ' two ' }]);
    expect(parts('C:none')).toMatchObject([{ kind: 'text', text: 'none' }]);
    expect(parts('C:')).toEqual([]);
  });
});

describe('parts', () => {
  it('are text, values, captures and wildcards in a pattern', () => {
    expect(written('S: 250 {{a | hex}} ... {{@b}}{{@c...}} {{@d:/[/}]{2}/i}}!')).toEqual([
      'text:250 ',
      'value:{{a | hex}}',
      'text: ',
      'any:...',
      'text: ',
      'capture:{{@b}}',
      'capture:{{@c...}}',
      'text: ',
      'capture:{{@d:/[/}]{2}/i}}',
      'text:!',
    ]);
  });

  it('are files in a command, and ... is text there', () => {
    expect(written('C: APPEND x ... {{<~+ ./a{{n}}.eml }}')).toEqual([
      'text:APPEND x ... ',
      'file:{{<~+ ./a{{n}}.eml }}',
    ]);
    expect(parts('C: {{<~ a b}}')).toMatchObject([
      { form: { literal8: true, nonSync: false }, path: [{ text: 'a b' }] },
    ]);
  });

  it.each([
    ['S: /x/', '/x/'],
    ['S: 250 /a b/i ', '/a b/i'],
    ['S: 250-/x/', '/x/'],
    ['S: * /x/', '/x/'],
    ['S: OK /x/', '/x/'],
    ['S: a1 OK /x/', '/x/'],
    ['S: +OK /a\\/b[/]/', '/a\\/b[/]/'],
  ])('have a regular expression in %s', (text, regex) => {
    expect(written(text)).toContain(`regex:${regex}`);
  });

  it.each(['S: 250 /var/spool/x', 'S: * LIST () "/" x', 'S: 250 see /x/', 'S: //', 'S: 250 and/or'])(
    'have none in %s',
    (text) => {
      expect(parts(text).map((part) => part.kind)).toEqual(['text']);
      expect(parse(text).problems).toEqual([]);
    },
  );

  it('have \\{{ for two braces', () => {
    expect(parts('C: a \\{{b}}')).toMatchObject([{ kind: 'text', text: 'a {{b}}', range: { start: 3, end: 11 } }]);
  });

  it('have built-ins with an argument, quoted or not', () => {
    expect(parts('C: {{$prompt "a \\"b\\" }} c" | trim}}')).toMatchObject([
      { name: { text: 'prompt' }, argument: { text: 'a "b" }} c' }, filters: [{ text: 'trim' }] },
    ]);
    expect(parts('C: {{ $random 8 }}')).toMatchObject([{ builtin: true, argument: { text: '8' } }]);
  });
});

describe('blocks', () => {
  const content = (text: string): string[] =>
    parts(text).map((part) =>
      part.kind === 'block' ? part.content.map((p) => (p.kind === 'text' ? p.text : p.kind)).join('|') : part.kind,
    );

  it('run to the line that begins with the same quotes, and have CRLF line ends', () => {
    expect(content('C: """\na\n\r\nb\r\n"""')).toEqual(['a\r\n\r\nb\r\n']);
    expect(content('C: """"\n"""\n"""""\n""""')).toEqual(['"""\r\n"""""\r\n']);
    expect(content('C: """\n"""')).toEqual(['']);
  });

  it('lose the indentation of the closing line', () => {
    expect(content('C: """\n    a\n  b\n c\n\td\n\n  """')).toEqual(['  a\r\nb\r\nc\r\n\td\r\n\r\n']);
  });

  it('drop the last line end for """-', () => {
    expect(content('C: """-\na\nb\n"""')).toEqual(['a\r\nb']);
  });

  it('know how they are sent', () => {
    expect(parts('C: X """~+\n"""')).toMatchObject([{}, { form: { literal8: true, nonSync: true } }]);
    expect(parts('C: X """-+\na\n"""')).toMatchObject([
      {},
      { form: { literal8: false, nonSync: true }, content: [{ text: 'a' }] },
    ]);
  });

  it('are followed by the rest of the command, which may open the next', () => {
    const text = 'C: A """\nx\n""" (b) """+  \ny\n  """ c\nC: d';
    expect(content(text)).toEqual(['text', 'x\r\n', 'text', 'y\r\n', 'text']);
    expect(statements(text)).toHaveLength(2);
  });

  it('hold values; in a pattern captures and lines of ...', () => {
    expect(content('C: """\n{{a}} \\{{ ...\n"""')).toEqual(['value| {{ ...\r\n']);
    expect(content('S: * X """\na\n...\n/x/ {{@b}}\n""")')).toEqual([
      'text',
      'a\r\n|any|\r\n/x/ |capture|\r\n',
      'text',
    ]);
  });

  it('may be the value of an assignment', () => {
    expect(only('@x = """\n{{a}}\n"""\n')).toMatchObject({
      kind: 'assignment',
      value: [{ kind: 'block', content: [{ kind: 'value' }, { text: '\r\n' }] }],
    });
  });

  it('keep titles and directives that are in them', () => {
    const { tree } = parse('C: """\n### not a title\nend\n"""\n');
    expect(tree.sections).toHaveLength(1);
    expect(tree.problems).toEqual([]);
  });
});

describe('bodies', () => {
  it('hold what stands before end, and after else', () => {
    const text = 'if a = 1\n  C: x\n  repeat 2\n  end\nelse\n  C: y\nend\n';
    const [body] = statements(text);
    expect(body).toMatchObject({
      kind: 'body',
      range: { start: 0, end: text.length },
      statements: [{ kind: 'wire' }, { kind: 'body' }],
      else: { line: { word: { text: 'else' } }, statements: [{ kind: 'wire' }] },
      end: { word: { text: 'end' } },
    });
    expect([...lines(statements(text))]).toHaveLength(7);
  });
});

describe('unusual texts', () => {
  it.each([
    ['nothing', ''],
    ['a byte order mark alone', '\ufeff'],
    ['a byte order mark before a title', '\ufeff### x\r\nC: y\r\n'],
    ['NUL', 'C: a\0b\n\0\n'],
    ['lone surrogates', 'C: \ud800\n@a = \udc00\n'],
    ['bare CR', 'C: a\rb\r\r\n\r'],
    ['line separators that are none', 'C: a\u2028b\n'],
    ['tabs', '\tif\ta\t=\t1\n\t\tC:\tx\n\tend\t\n'],
    ['no last line end', 'C: x'],
  ])('are given back: %s', (_, text) => {
    expect(print(parse(text).tree)).toBe(text);
  });

  it('read CRLF as one line end', () => {
    expect(parse('if a exists\r\nC: x\r\nend\r\n').problems).toEqual([]);
    expect(parts('C: x\r\n')).toMatchObject([{ text: 'x' }]);
  });

  it('may begin with a byte order mark', () => {
    expect(only('\ufeffC: x')).toMatchObject({ kind: 'wire', range: { start: 0 }, content: { start: 1 } });
  });

  it.each([
    ['one line of a megabyte', `C: ${'x'.repeat(1_000_000)}`],
    ['a megabyte of braces', `C: ${'{{'.repeat(500_000)}`],
    ['a megabyte of captures that do not end', `S: ${'{{@a:/['.repeat(140_000)}}}`],
    ['a megabyte of quotes', `C: ${'"'.repeat(1_000_000)}`],
    ['a regular expression of a megabyte', `S: 250 /${'('.repeat(1_000_000)}/`],
    [
      'blocks that nothing closes',
      Array.from({ length: 1_000 }, (_, i) => `C: ${'"'.repeat(i + 3)}\n### ${i}\n`).join(''),
    ],
    ['a hundred thousand bodies in each other', `${'if a = 1\n'.repeat(100_000)}${'end\n'.repeat(100_000)}`],
  ])('are read in one go: %s', (_, text) => {
    expect(print(parse(text).tree)).toBe(text);
  });
});
