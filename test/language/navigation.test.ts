/** Outline, folding, links, lenses, selection, and names across files. */
import { describe, expect, it } from 'vitest';
import type { Range } from '../../src/base';
import { definition } from '../../src/language/definition';
import { openDocument, type ScriptDocument } from '../../src/language/document';
import { applyEdits } from '../../src/language/edits';
import { folding } from '../../src/language/folding';
import { highlights } from '../../src/language/highlights';
import { lenses } from '../../src/language/lenses';
import { links } from '../../src/language/links';
import { type OutlineItem, outline } from '../../src/language/outline';
import { references } from '../../src/language/references/find';
import { prepareRename, rename } from '../../src/language/rename';
import { selectionRanges } from '../../src/language/selection';
import { emptyWorkspace, type Workspace } from '../../src/language/workspace';

const open = (text: string, file = 'script.imap', workspace: Workspace = emptyWorkspace): ScriptDocument =>
  openDocument(text, { file, workspace });

/** A workspace of these files, each beside the others. */
const files = (all: Readonly<Record<string, string>>): Workspace => ({
  ...emptyWorkspace,
  load: (path) => {
    const text = all[path.replace(/^\.\//, '')];
    return text === undefined ? { error: 'there is no such file' } : { file: path.replace(/^\.\//, ''), text };
  },
});

const slice = (text: string, { start, end }: Range): string => text.slice(start, end);

const script = `@user = alice
# Two lines
# of comment
### First
connect as alice imap
alice C: LOGIN {{user}} x
alice S: OK
if user = alice
  alice C: APPEND INBOX """
  Subject: Hello
  """
  alice S: OK [APPENDUID ... {{@uid}}]
else
  log no
end
### Second
C: FETCH {{uid}} (FLAGS)
S: * 1 FETCH
S: OK
`;

describe('the outline', () => {
  it('has the sessions with what is in them', () => {
    const names = (items: readonly OutlineItem[]): unknown =>
      items.map(({ name, detail, children }) => [name, detail, ...(children.length > 0 ? [names(children)] : [])]);
    expect(names(outline(open(script)))).toEqual([
      ['@user', 'alice'],
      [
        'First',
        'imap',
        [
          ['alice', 'as alice imap'],
          ['if user = alice', '', [['Hello', 'block']]],
        ],
      ],
      ['Second', 'imap'],
    ]);
  });
});

describe('folding', () => {
  it('has sessions, comments, bodies, blocks and exchanges', () => {
    const found = folding(open(script)).map(({ kind, range }) => [
      kind,
      slice(script, range).split('\n')[0],
      slice(script, range).split('\n').at(-1),
    ]);
    expect(found).toEqual([
      ['comment', '# Two lines', '# of comment'],
      ['session', '### First', 'end'],
      ['exchange', 'alice C: LOGIN {{user}} x', 'alice S: OK'],
      ['body', 'if user = alice', '  alice S: OK [APPENDUID ... {{@uid}}]'],
      ['block', '"""', '  Subject: Hello'],
      ['body', 'else', '  log no'],
      ['session', '### Second', 'S: OK'],
      ['exchange', 'C: FETCH {{uid}} (FLAGS)', 'S: OK'],
    ]);
  });

  it('has literals and messages that are written by hand', () => {
    const text = 'C: DATA\nS: 354\nC: Subject: x\nC: \nC: y\nC: .\nS: 250\n';
    expect(folding(open(text, 'a.smtp')).map(({ kind, range }) => [kind, slice(text, range)])).toContainEqual([
      'literal',
      'C: DATA\nS: 354\nC: Subject: x\nC: \nC: y\nC: .',
    ]);
  });
});

describe('links', () => {
  it('lead to RFCs, addresses and files', () => {
    const text =
      '# RFC 9051 §6.3.13, RFC 3461 and https://example.com/a.\ninclude ./login.imap\n### x\nC: APPEND INBOX {{< mail.eml}}\n';
    expect(
      links(open(text)).map((link) => [slice(text, link.range), link.kind === 'url' ? link.url : link.path]),
    ).toEqual([
      ['RFC 9051 §6.3.13', 'https://www.rfc-editor.org/rfc/rfc9051#section-6.3.13'],
      ['RFC 3461', 'https://www.rfc-editor.org/rfc/rfc3461'],
      ['https://example.com/a', 'https://example.com/a'],
      ['./login.imap', './login.imap'],
      ['mail.eml', 'mail.eml'],
    ]);
  });
});

describe('lenses', () => {
  it('run a session, or it and those before it', () => {
    expect(lenses(open(script)).map(({ command, session, range }) => [command, session, slice(script, range)])).toEqual(
      [
        ['run', 0, '### First'],
        ['run', 1, '### Second'],
        ['run-through', 1, '### Second'],
      ],
    );
    expect(lenses(open('C: NOOP\n')).map(({ command, session }) => [command, session])).toEqual([['run', 0]]);
    expect(lenses(open('# nothing\n'))).toEqual([]);
  });
});

describe('selection', () => {
  it('grows from the word to the document', () => {
    const at = script.indexOf('uid}} (FLAGS');
    expect(selectionRanges(open(script), at + 1).map((range) => slice(script, range).trim().split('\n')[0])).toEqual([
      'uid',
      '{{uid}}',
      'FETCH {{uid}} (FLAGS)',
      'C: FETCH {{uid}} (FLAGS)',
      'C: FETCH {{uid}} (FLAGS)',
      'C: FETCH {{uid}} (FLAGS)',
      'C: FETCH {{uid}} (FLAGS)',
      '### Second',
      '@user = alice',
    ]);
  });
});

describe('a variable', () => {
  const uses = (text: string, document: ScriptDocument, at: string): readonly string[] =>
    highlights(document, text.indexOf(at)).map(({ range, kind }) => `${kind} ${slice(text, range)} ${range.start}`);

  it('is written where it is assigned or captured, and read elsewhere', () => {
    expect(uses(script, open(script), 'uid}}]').map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'write uid',
      'read uid',
    ]);
    expect(uses(script, open(script), 'user =').map((one) => one.split(' ')[0])).toEqual(['write', 'read', 'read']);
  });

  const login = 'C: LOGIN {{user}} {{password}}\nS: OK {{@greeting}}\n';
  const main = 'include ./login.imap user=alice password=x\nassert greeting exists\n';
  const workspace = files({ 'login.imap': login, 'main.imap': main });
  const document = open(main, 'main.imap', workspace);

  it('is defined in the file that captures it', () => {
    expect(definition(document, main.indexOf('greeting'))).toEqual([
      { file: 'login.imap', range: { start: login.indexOf('greeting'), end: login.indexOf('greeting') + 8 } },
    ]);
    expect(definition(document, main.indexOf('login.imap'))).toEqual([
      { file: 'login.imap', range: { start: 0, end: 0 } },
    ]);
  });

  it('is renamed in all files, from either of them', () => {
    const renamed = rename(document, main.indexOf('password'), 'pass');
    expect(
      renamed.ok &&
        renamed.value.map(({ file, edits }) => [file, applyEdits(file === 'main.imap' ? main : login, edits)]),
    ).toEqual([
      ['main.imap', main.replace('password', 'pass')],
      ['login.imap', login.replace('password', 'pass')],
    ]);
    const inner = open(login, 'login.imap', workspace);
    expect(rename(inner, login.indexOf('password'), 'pass', [document])).toEqual({
      ok: true,
      value: [...(renamed.ok ? renamed.value : [])].reverse(),
    });
    expect(references(inner, login.indexOf('greeting'), [document])).toHaveLength(2);
  });

  it('keeps its name when the new one cannot be', () => {
    const why = (to: string): string => {
      const result = rename(document, main.indexOf('password'), to);
      return result.ok ? '' : result.error;
    };
    expect(why('user')).toBe('there is another variable `user`');
    expect(why('1st')).toContain('is no name');
    expect(why('capabilities')).toContain('is a fact');
    const known = open('C: {{host}}\n', 'a.imap', {
      ...emptyWorkspace,
      environments: () => ({ names: [], variables: ['host'], users: [], secrets: [], servers: {} }),
    });
    expect(prepareRename(known, 6)).toEqual({ ok: false, error: expect.stringContaining('mailwright.env.json') });
  });

  it('that is built in has no other name', () => {
    const text = 'C: {{$uuid}}\nassert reply.code = OK\n';
    expect(prepareRename(open(text), 7)).toEqual({ ok: false, error: '`$uuid` is built in' });
    expect(prepareRename(open(text), text.indexOf('reply'))).toEqual({
      ok: false,
      error: '`reply.code` is a fact of the run',
    });
  });
});

describe('a connection and a session', () => {
  it('are renamed where they are named', () => {
    const document = open(script);
    const renamed = rename(document, script.indexOf('alice C: LOGIN'), 'bob');
    expect(renamed.ok && applyEdits(script, renamed.value[0]?.edits ?? [])).toBe(
      script.replace(/alice (?=[CS]:)/g, 'bob ').replace('as alice', 'as bob'),
    );
    expect(rename(document, script.indexOf('First'), 'Second')).toEqual({
      ok: false,
      error: 'there is another session `Second`',
    });
    expect(rename(document, script.indexOf('alice S'), 'log')).toEqual({
      ok: false,
      error: expect.stringContaining('is a directive'),
    });
    const title = rename(document, script.indexOf('First'), ' The first ');
    expect(title.ok && applyEdits(script, title.value[0]?.edits ?? [])).toBe(script.replace('First', 'The first'));
  });
});
