/** What is known just before a line. The cursor is `¦`. */
import { describe, expect, it } from 'vitest';
import { openDocument } from '../../src/language/document';
import { type Situation, situationAt } from '../../src/language/situation';
import { emptyWorkspace, type Workspace } from '../../src/language/workspace';

function at(marked: string, file = 'a.smtp', workspace: Partial<Workspace> = {}): Situation {
  const offset = marked.indexOf('¦');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return situationAt(openDocument(text, { file, workspace: { ...emptyWorkspace, ...workspace } }), offset);
}

const states = (marked: string, file?: string) => at(marked, file).connection?.states;

describe('the state of an SMTP connection', () => {
  it('follows the commands', () => {
    expect(states('¦')).toEqual(['connected']);
    expect(states('C: EHLO x\n¦')).toEqual(['greeted']);
    expect(states('C: EHLO x\nC: MAIL FROM:<a@b.example>\n¦')).toEqual(['mail']);
    expect(states('C: EHLO x\nC: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>\n¦')).toEqual(['rcpt']);
    expect(states('C: EHLO x\nC: QUIT\n¦')).toEqual(['closed']);
  });

  it('follows what is expected of the reply', () => {
    expect(states('C: EHLO x\nS: 500\n¦')).toEqual(['connected']);
    expect(states('C: EHLO x\nS: 250|500\n¦')?.toSorted()).toEqual(['connected', 'greeted']);
    expect(states('S: 554\n¦')).toEqual(['refused']);
  });

  it('is that before the line, whatever stands behind', () => {
    expect(states('C: EHLO x\n¦C: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>')).toEqual(['greeted']);
    expect(states('C: EHLO x\nC: MA¦\nC: RCPT TO:<c@d.example>')).toEqual(['greeted']);
  });

  it('is not known where paths meet', () => {
    const text = 'C: EHLO x\nS: 250|500\nif reply.code != 250\n  C: HELO x\n  ¦\nend\n';
    expect(states(text)).toEqual(['greeted']);
    expect(states(text.replace('  ¦\nend\n', 'end\n¦'))?.toSorted()).toEqual(['connected', 'greeted']);
  });

  it('begins anew with TLS', () => {
    const { connection } = at('C: EHLO x\nS: 250-STARTTLS\nS: 250 DSN\nstarttls\n¦');
    expect(connection).toMatchObject({ states: ['connected'], tls: 'yes', capabilities: [], announced: false });
  });
});

describe('what a line would be', () => {
  const expects = (marked: string, file?: string) => at(marked, file).connection?.expects;
  it('is a line of the message behind DATA', () => {
    expect(expects('C: EHLO x\nC: DATA\nS: 354\n¦')).toEqual({ kind: 'message' });
    expect(expects('C: EHLO x\nC: DATA\nS: 354\nC: text\nC: .\nS: 250\n¦')).toEqual({ kind: 'command' });
    expect(expects('C: EHLO x\nC: DATA\nS: 503\n¦')).toEqual({ kind: 'command' });
  });
  it('is an octet of a chunk or a literal', () => {
    expect(expects('C: EHLO x\nC: BDAT 10 LAST\nC: abc\n¦')).toEqual({ kind: 'chunk', left: 5 });
    expect(expects('C: APPEND INBOX {12}\nS: +\nC: abc\n¦', 'a.imap')).toEqual({ kind: 'literal', left: 7 });
  });
  it('is the step of an exchange', () => {
    expect(expects('C: EHLO x\nC: AUTH LOGIN\nS: 334\n¦')).toEqual({ kind: 'response' });
    expect(expects('C: AUTHENTICATE PLAIN\nS: +\n¦', 'a.imap')).toEqual({ kind: 'response' });
    expect(expects('C: AUTH PLAIN\nS: +\n¦', 'a.pop3')).toEqual({ kind: 'response' });
  });
  it('is DONE in IDLE', () => {
    expect(expects('auth alice\nC: SELECT INBOX\nC: IDLE\nS: +\n¦', 'a.imap')).toEqual({ kind: 'done' });
    expect(expects('C: IDLE\nS: +\nS: * 3 EXISTS\nC: DONE\nS: OK\n¦', 'a.imap')).toEqual({ kind: 'command' });
  });
  it('is nothing behind the end', () => {
    expect(expects('C: LOGOUT\n¦', 'a.imap')).toEqual({ kind: 'nothing' });
  });
});

describe('an IMAP connection', () => {
  it('knows its state and its mailbox', () => {
    expect(at('auth alice\nC: SELECT "A \\"b\\""\nS: OK\n¦', 'a.imap').connection).toMatchObject({
      states: ['selected'],
      authenticated: 'yes',
      mailbox: 'A "b"',
    });
    expect(states('S: * PREAUTH hello\n¦', 'a.imap')).toEqual(['authenticated']);
    expect(states('C: a1 LOGIN x y\nS: a1 OK|NO\n¦', 'a.imap')?.toSorted()).toEqual([
      'authenticated',
      'not-authenticated',
    ]);
  });
});

describe('capabilities', () => {
  const names = (marked: string, file: string, workspace?: Partial<Workspace>) =>
    at(marked, file, workspace).connection?.capabilities.map(({ name, source }) => `${name} ${source}`);

  it('come from the lines of the script', () => {
    expect(names('C: EHLO x\nS: 250-mx.example\nS: 250-SIZE 1000\nS: 250 AUTH PLAIN LOGIN\n¦', 'a.smtp')).toEqual([
      'SIZE script',
      'SIZE=1000 script',
      'AUTH script',
      'AUTH=PLAIN script',
      'AUTH=LOGIN script',
    ]);
    expect(names('S: * OK [CAPABILITY IMAP4rev1 IDLE] hi\n¦', 'a.imap')).toEqual(['IMAP4REV1 script', 'IDLE script']);
    expect(names('C: CAPA\nS: +OK\nS: TOP\nS: SASL PLAIN\nS: .\n¦', 'a.pop3')).toEqual([
      'TOP script',
      'SASL script',
      'SASL=PLAIN script',
    ]);
  });

  it('come from `needs` and from the last run', () => {
    const lastRun = () => ({ capabilities: { smtp: ['DSN'] }, mailboxes: [], answers: [] });
    expect(names('needs SIZE\nC: EHLO x\n¦', 'a.smtp', { lastRun })).toEqual(['SIZE needs', 'DSN lastRun']);
  });
});

describe('TLS', () => {
  it('is on from the start at some addresses', () => {
    expect(at('connect imaps://h\n¦', 'a.imap').connection?.tls).toBe('yes');
    expect(at('connect imap://h\n¦', 'a.imap').connection?.tls).toBe('no');
    expect(at('¦', 'a.imap').connection?.tls).toBe('unknown');
    const environments = () => ({
      names: ['x'],
      variables: [],
      users: [],
      secrets: [],
      servers: { imap: 'imaps://h' },
    });
    expect(at('¦', 'a.imap', { environments }).connection?.tls).toBe('yes');
  });
});

describe('several connections', () => {
  it('are told apart by their names', () => {
    const text = 'connect as a\nconnect as b imap\na C: EHLO x\nb ¦C: NOOP\n';
    expect(at(text).connection).toMatchObject({ name: 'b', protocol: 'imap' });
    expect(at(text).connections.map(({ name, states: all }) => `${name} ${all}`)).toEqual([
      'a greeted',
      'b not-authenticated',
    ]);
  });
});

describe('the command that a line answers', () => {
  it('is that of its reply, on an `S:` line', () => {
    expect(at('C: EHLO x\nC: MAIL FROM:<a@b.example>\nS: 25¦\nS: 250\n').command?.name).toBe('EHLO');
    expect(at('C: EHLO x\nC: MAIL FROM:<a@b.example>\nS: 250\nS: 25¦\n').command?.name).toBe('MAIL');
    expect(at('C: a1 UID FETCH 1 ALL\nS: * 1 FETCH ()\nS: ¦\n', 'a.imap').command).toMatchObject({
      name: 'UID FETCH',
      tag: 'a1',
    });
  });
  it('is the last one elsewhere', () => {
    expect(at('C: EHLO x\nS: 250\n¦').command?.name).toBe('EHLO');
    expect(at('¦').command).toBeUndefined();
  });
});

describe('a pipeline', () => {
  it('has commands outstanding', () => {
    const { connection, bodies } = at('C: EHLO x\npipeline\n  C: MAIL FROM:<a@b.example>\n  C: R¦\nend\n');
    expect(connection?.outstanding).toEqual(['MAIL']);
    expect(bodies).toEqual(['pipeline']);
  });
});

describe('variables', () => {
  const names = (marked: string) => at(marked).variables.map(({ name, source }) => `${name} ${source}`);
  it('are those before the line, of all sections', () => {
    expect(names('@a = 1\n### one\nC: X\nS: 250 {{@b}}\n### two\n@c = 1\n¦\n@d = 2\n')).toEqual([
      'a assignment',
      'b capture',
      'c assignment',
    ]);
  });
  it('are in the preamble too', () => {
    expect(at('@a = 1\n¦\n### one\n')).toMatchObject({ where: 'preamble', connection: undefined });
  });
});
