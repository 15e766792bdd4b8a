/** Semantic tokens, inlay hints, and formatting while typing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeDocument, openDocument, type ScriptDocument } from '../../src/language/document';
import { applyEdits } from '../../src/language/edits';
import { formatOnType } from '../../src/language/format-on-type';
import { formatDocument, formatRange } from '../../src/language/formatting';
import { inlayHints } from '../../src/language/inlay';
import { tokenContributions, tokenModifiers, tokenTypes } from '../../src/language/tokens/legend';
import { sectionTokens, semanticTokens } from '../../src/language/tokens/tokens';
import { emptyWorkspace, type Workspace } from '../../src/language/workspace';

const open = (text: string, file = 'script.imap', workspace: Workspace = emptyWorkspace): ScriptDocument =>
  openDocument(text, { file, workspace });

/** `type.modifier text`, a token each. */
const tokens = (text: string, file?: string): readonly string[] =>
  semanticTokens(open(text, file)).map(
    ({ range, type, modifiers }) => `${[type, ...modifiers].join('.')} ${text.slice(range.start, range.end)}`,
  );

describe('semantic tokens', () => {
  it('tell the words of IMAP apart', () => {
    expect(
      tokens(
        'C: a1 UID COPY 1:* "Sent Mail"\nS: a1 OK [COPYUID 1 2 3]\nS: * 1 FETCH (FLAGS (\\Seen))\nC: STORE 1 +FLAGS (\\Deleted)\n',
      ),
    ).toEqual([
      'tag a1',
      'command UID',
      'command COPY',
      'mailbox "Sent Mail"',
      'tag a1',
      'replyCode OK',
      'enhancedCode COPYUID',
      'response FETCH',
      'flag \\Seen',
      'command STORE',
      'flag \\Deleted',
    ]);
    expect(tokens('C: LIST (SUBSCRIBED) "" "*"\nC: STATUS {{box}} (MESSAGES)\n')).toEqual(
      ['command LIST', 'mailbox "*"', 'command STATUS', 'mailbox {{box}}'].flatMap((one) =>
        one === 'mailbox {{box}}' ? ['mailbox {{box}}'] : [one],
      ),
    );
  });

  it('tell the words of SMTP and POP3 apart', () => {
    expect(tokens('C: MAIL FROM:<{{a}}> SIZE=1 RET=HDRS\nS!: 250 2.1.0 Ok\nC: AUTH PLAIN x\n', 'a.smtp')).toEqual([
      'command MAIL FROM',
      'variable.used a',
      'parameter SIZE',
      'parameter RET',
      'replyCode.refused 250',
      'enhancedCode 2.1.0',
      'command AUTH',
      'mechanism PLAIN',
    ]);
    expect(tokens('C: RETR 1\nS: -ERR [SYS/TEMP] no\n', 'a.pop3')).toEqual([
      'command RETR',
      'replyCode -ERR',
      'enhancedCode SYS/TEMP',
    ]);
  });

  it('tell variables, secrets and directives apart', () => {
    expect(
      tokens(
        '@x = {{$secret alice}}\n### t\nconnect as bob imap\nbob auth PLAIN u {{x | base64}}\nbob S: OK {{@y}}\nassert y = 1\n',
      ),
    ).toEqual([
      'variable.defined x',
      'builtin $secret',
      'secret.used alice',
      'directive connect',
      'directive as',
      'connection.defined bob',
      'connection.used bob',
      'directive auth',
      'mechanism PLAIN',
      'variable.used x',
      'filter base64',
      'connection.used bob',
      'replyCode OK',
      'variable.captured y',
      'directive assert',
      'variable.used y',
    ]);
  });

  it('do not take the lines of a message for commands', () => {
    expect(tokens('C: DATA\nS: 354\nC: MAIL FROM:<a@b>\nC: .\n', 'a.smtp')).toEqual(['command DATA', 'replyCode 354']);
  });

  it('of a section that an edit leaves alone are the same', () => {
    const text = '### a\nC: NOOP\n### b\nC: NOOP\n';
    const before = open(text);
    const after = changeDocument(before, [{ range: { start: text.length, end: text.length }, text: 'C: LOGOUT\n' }]);
    const [, first] = before.sections;
    const [, same] = after.sections;
    if (!first || !same) throw new Error('two sections');
    expect(sectionTokens(same, 'imap')).toBe(sectionTokens(first, 'imap'));
  });

  it('are all in the legend, which package.json repeats', () => {
    const contributes = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).contributes;
    expect(contributes.semanticTokenTypes).toEqual(tokenContributions.semanticTokenTypes);
    expect(contributes.semanticTokenModifiers).toEqual(tokenContributions.semanticTokenModifiers);
    const circular = contributes.semanticTokenTypes.filter(
      ({ id, superType }: { id: string; superType: string }) => id === superType,
    );
    expect(circular).toEqual([]);
    expect(new Set(tokenTypes.map(({ id }) => id)).size).toBe(tokenTypes.length);
    expect(tokenModifiers.length).toBeLessThan(32);
  });
});

describe('inlay hints', () => {
  const hints = (text: string, file?: string, workspace?: Workspace): readonly string[] =>
    inlayHints(open(text, file, workspace), { start: 0, end: text.length }).map(
      ({ kind, offset, text: shown }) => `${kind} ${shown} @ ${text.slice(0, offset).split('\n').at(-1)}`,
    );

  it('show the tags that a run will make, as long as the text alone tells', () => {
    expect(hints('C: NOOP\nC: a1 NOOP\nC: LOGIN a b\nauth alice\nC: NOOP\n')).toEqual(['tag A1 @ C: ', 'tag A2 @ C: ']);
  });

  it('count the octets of blocks', () => {
    expect(hints('C: a APPEND INBOX """\nä\n"""\n')).toEqual(['octets 4 octets @ C: a APPEND INBOX """']);
    expect(hints('C: a APPEND INBOX """\n{{x}}\n"""\n')).toEqual([]);
  });

  it('decode base64, and keep what is secret', () => {
    expect(
      hints('C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: 334 VXNlcm5hbWU6\nC: c2VjcmV0\nC: AUTH LOGIN YWxpY2U=\n', 'a.smtp'),
    ).toEqual([
      'decoded ␀alice␀… @ C: AUTH PLAIN AGFsaWNlAHNlY3JldA==',
      'decoded Username: @ S: 334 VXNlcm5hbWU6',
      'decoded 6 octets, secret @ C: c2VjcmV0',
      'decoded alice @ C: AUTH LOGIN YWxpY2U=',
    ]);
  });

  it('show what the last run was answered, where the line is still the same', () => {
    const text = 'C: NOOP\nC: VRFY x\n';
    const lastRun: Workspace['lastRun'] = () => ({
      capabilities: {},
      mailboxes: [],
      answers: [
        { start: 0, line: 'C: NOOP', answer: '250 2.0.0 Ok' },
        { start: 8, line: 'C: VRFY y', answer: '252' },
      ],
    });
    expect(hints(text, 'a.smtp', { ...emptyWorkspace, lastRun })).toEqual(['answer 250 2.0.0 Ok @ C: NOOP']);
  });
});

describe('formatting', () => {
  it('changes only lines that are not as they should be', () => {
    const text = '@a=1\n### t\nif a = 1\nlog x\nend\n';
    const edits = formatDocument(open(text));
    expect(edits).toHaveLength(3);
    expect(applyEdits(text, edits)).toBe('@a = 1\n\n### t\nif a = 1\n  log x\nend\n');
    expect(applyEdits(text, formatRange(open(text), { start: text.indexOf('log'), end: text.indexOf('log') }))).toBe(
      '@a=1\n### t\nif a = 1\n  log x\nend\n',
    );
  });

  const typed = (text: string, character: string): string =>
    applyEdits(text, formatOnType(open(text), text.length, character));

  it('takes `end` and `else` back to where their body began', () => {
    expect(typed('  if a = 1\n    log x\n    end', 'd')).toBe('  if a = 1\n    log x\n  end');
    expect(typed('if a = 1\n  log x\n  else', 'e')).toBe('if a = 1\n  log x\nelse');
    expect(typed('  log end', 'd')).toBe('  log end');
  });

  it('takes closing quotes back to where the lines of the block stand', () => {
    expect(typed('C: APPEND INBOX """\nSubject: x\n  """', '"')).toBe('C: APPEND INBOX """\nSubject: x\n"""');
    expect(typed('C: APPEND INBOX """\n  Subject: x\n  """', '"')).toBe('C: APPEND INBOX """\n  Subject: x\n  """');
  });

  it('begins a new line in a body where the body stands', () => {
    expect(typed('if a = 1\n', '\n')).toBe('if a = 1\n  ');
  });
});
