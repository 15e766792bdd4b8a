import { describe, expect, it } from 'vitest';
import { codeActions } from '../../../src/language/actions/code-actions';
import { openDocument } from '../../../src/language/document';
import { applyEdits } from '../../../src/language/edits';
import { emptyWorkspace, type Workspace } from '../../../src/language/workspace';
import { compile, lines } from '../../../src/script';
import { allScripts, diskWorkspace, openScript } from '../all-scripts';
import { wireOctets } from './wire-octets';

/** `‹` and `›` mark the selection, `|` the cursor. */
function offered(marked: string, file = 'script.imap', workspace: Workspace = emptyWorkspace) {
  const start = marked.includes('‹') ? marked.indexOf('‹') : marked.indexOf('|');
  const end = marked.includes('›') ? marked.indexOf('›') - 1 : start;
  const text = marked.replace(marked.includes('‹') ? /[‹›]/g : /\|/g, '');
  const actions = codeActions(openDocument(text, { file, workspace }), { start, end });
  return (id: string) => {
    const action = actions.find((one) => one.id === id);
    return action && { ...action, text: applyEdits(text, action.edits[0]?.edits ?? []) };
  };
}

const changed = (marked: string, id: string, file?: string): string | undefined => offered(marked, file)(id)?.text;

describe('a hand-made literal', () => {
  it('becomes a block, and the go-ahead goes', () => {
    expect(
      changed('C: APPEND INBOX |{17}\nS: + go ahead\nC: Subject: x\nC: \nC: y\nC: \nS: OK\n', 'literal-to-block'),
    ).toBe('C: APPEND INBOX """\nSubject: x\n\ny\n"""\nS: OK\n');
  });

  it('stays when the server says more than that in between', () => {
    expect(changed('C: APPEND INBOX |{3}\nS: * OK\nC: abc\n', 'literal-to-block')).toBe(undefined);
  });

  it('keeps its form and what follows it', () => {
    expect(changed('C: LOGIN |{5+}\nC: alice {3}\nC: pwd\n', 'literal-to-block')).toBe(
      'C: LOGIN """-+\nalice\n""" {3}\nC: pwd\n',
    );
  });

  it('with a wrong count stays: nobody knows what is meant', () => {
    expect(changed('C: APPEND INBOX |{9}\nC: Subject: x\n', 'literal-to-block')).toBe(undefined);
  });
});

describe('lines of a message', () => {
  it('become a block, dots undone, and back', () => {
    const lined = 'C: DATA\nS: 354\nC: Subject: x\nC: \nC: ..dot\nC: .\nS: 250\n';
    const block = 'C: DATA\nS: 354\nC: """\nSubject: x\n\n.dot\n"""\nS: 250\n';
    expect(changed(lined.replace('Subject', '|Subject'), 'literal-to-block', 'a.smtp')).toBe(block);
    expect(changed(block.replace('C: """', 'C: |"""'), 'block-to-literal', 'a.smtp')).toBe(lined);
  });
});

describe('a block', () => {
  it('becomes a literal that is counted in octets', () => {
    expect(changed('C: APPEND INBOX |"""\nä\n"""\nS: OK\n', 'block-to-literal')).toBe(
      'C: APPEND INBOX {4}\nC: ä\nC: \nS: OK\n',
    );
    expect(changed('C: BDAT |"""\nhi\n""" LAST\n', 'block-to-literal', 'a.smtp')).toBe('C: BDAT 4 LAST\nC: hi\n');
  });

  it('with a value in it stays: its length is known at run time only', () => {
    expect(changed('C: APPEND INBOX |"""\n{{x}}\n"""\n', 'block-to-literal')).toBe(undefined);
  });
});

describe('every block of every script', () => {
  it('sends the same octets as a literal, and as a block again', () => {
    let converted = 0;
    for (const script of allScripts) {
      const document = openScript(script);
      const options = { file: script.file, load: diskWorkspace.load };
      for (const section of document.sections) {
        for (const line of lines(section.tree.statements)) {
          if (line.kind !== 'wire' || line.side !== 'client') continue;
          const at = section.start + line.mark.start;
          const there = codeActions(document, { start: at, end: at }).find(({ id }) => id === 'block-to-literal');
          if (!there) continue;
          converted++;
          const literal = applyEdits(script.text, there.edits[0]?.edits ?? []);
          expect(wireOctets(literal, options)).toEqual(wireOctets(script.text, options));
          const again = codeActions(openScript({ ...script, text: literal }), { start: at, end: at }).find(
            ({ id }) => id === 'literal-to-block',
          );
          expect(again, literal.slice(at, at + 200)).toBeDefined();
          const block = applyEdits(literal, again?.edits[0]?.edits ?? []);
          expect(wireOctets(block, options)).toEqual(wireOctets(script.text, options));
          const problems = (text: string) =>
            compile(text, options)
              .problems.filter(({ id }) => id !== 'captured-again')
              .map(({ id }) => id);
          expect(problems(literal)).toEqual(problems(script.text));
        }
      }
    }
    expect(converted).toBeGreaterThan(20);
  });
});

describe('base64', () => {
  it('becomes a value and a filter, and back', () => {
    const written = '### a\nC: AUTH LOGIN YWxpY2U=\n';
    const value = '### a\n@decoded = alice\nC: AUTH LOGIN {{decoded | base64}}\n';
    expect(changed(written.replace('YWx', '|YWx'), 'decode-base64', 'a.smtp')).toBe(value);
    const marked = value.replace('{{decoded', '{{‹decoded›');
    expect(changed(marked, 'encode-base64', 'a.smtp')).toBe(value.replace('{{decoded | base64}}', 'YWxpY2U='));
  });

  it('that holds a password is not written out', () => {
    expect(offered('C: AUTH PLAIN |AGFsaWNlAHNlY3JldA==\n', 'a.smtp')('decode-base64')).toBe(undefined);
  });
});

describe('a pasted reply', () => {
  it('is loosened where it changes from run to run', () => {
    expect(
      changed('‹S: 250-mx.example.com at your service\nS: 250 2.0.0 Ok: queued as 4E47E21818D\n›', 'loosen', 'a.smtp'),
    ).toBe('S: 250-... at your service\nS: 250 2.0.0 Ok: queued as\n');
    expect(changed('‹S: * 23 EXISTS\nS: a1 OK [READ-WRITE] done in 0.3 s›', 'loosen')).toBe(
      'S: * ... EXISTS\nS: a1 OK [READ-WRITE]',
    );
    expect(changed('S: +OK |2 messages', 'loosen', 'a.pop3')).toBe('S: +OK');
  });

  it('that is loose already is left alone', () => {
    expect(offered('S: 250|', 'a.smtp')('loosen')).toBe(undefined);
  });
});

describe('what is selected', () => {
  it('becomes a variable behind the title, under a name that is free', () => {
    expect(changed('@address = x\n### a\nC: MAIL FROM:<‹alice@example.com›>\n', 'extract-variable', 'a.smtp')).toBe(
      '@address = x\n### a\n@address2 = alice@example.com\nC: MAIL FROM:<{{address2}}>\n',
    );
    expect(offered('C: ‹MAIL› FROM:<a@b>\n', 'a.smtp')('extract-variable')).toBe(undefined);
  });

  it('becomes a file to include, when it is whole exchanges', () => {
    const script = '### a\nC: NOOP\nS: OK\n‹C: SELECT INBOX\nS: * OK\nS: OK\n›C: LOGOUT\n';
    const action = offered(script)('extract-include');
    expect(action?.text).toBe('### a\nC: NOOP\nS: OK\ninclude ./script-part.imap\nC: LOGOUT\n');
    expect(action?.newFile).toEqual({ path: 'script-part.imap', text: 'C: SELECT INBOX\nS: * OK\nS: OK\n' });
    expect(offered('C: NOOP\n‹S: OK\nC: LOGOUT\n›')('extract-include')).toBe(undefined);
  });

  it('means the same in the file', () => {
    const script = '### a\nC: NOOP\nS: OK\n‹C: SELECT INBOX\nS: OK\n›C: LOGOUT\n';
    const action = offered(script)('extract-include');
    const load = (path: string) =>
      path === './script-part.imap' ? { file: path, text: action?.newFile?.text ?? '' } : { error: 'none' };
    const options = { file: 'script.imap', load };
    expect(wireOctets(action?.text ?? '', options)).toEqual(wireOctets(script.replace(/[‹›]/g, ''), options));
  });
});

describe('a password in clear', () => {
  it.each([
    ['auth PLAIN alice |pw\n', 'auth PLAIN alice {{$secret alice}}\n', 'a.smtp'],
    ['auth XOAUTH2 alice token=|abc\n', 'auth XOAUTH2 alice token={{$secret alice}}\n', 'a.smtp'],
    ['C: a1 LOGIN bob@example.com "|x y"\n', 'C: a1 LOGIN bob@example.com {{$secret bob | quoted}}\n', 'a.imap'],
    ['C: USER carol\nC: PASS |open sesame\n', 'C: USER carol\nC: PASS {{$secret carol}}\n', 'a.pop3'],
    ['@password = |hunter2\n', '@password = {{$secret password}}\n', 'a.smtp'],
  ])('%j becomes a secret', (before, expected, file) => {
    expect(changed(before, 'make-secret', file)).toBe(expected);
  });

  it('that is a secret already is left alone', () => {
    expect(offered('auth PLAIN alice |{{$secret alice}}\n', 'a.smtp')('make-secret')).toBe(undefined);
  });
});
