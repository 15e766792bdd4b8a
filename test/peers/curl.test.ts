/** curl: the three protocols, in clear, by STARTTLS and over TLS, with each AUTH it has. */
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox';
import { imap, listener, passwords, start } from '../sandbox/harness';
import { letter } from './messages';
import { caFile, type Ended, file, named, run } from './program';

const user = `alice:${passwords.alice}`;

const curl = (sandbox: Sandbox, ...args: string[]): Promise<Ended> =>
  run('curl', ['--silent', '--show-error', '--verbose', '--max-time', '20', '--cacert', caFile(sandbox), ...args]);

const seed = ['one', 'two'].map((subject) => ({ user: 'alice', message: letter(subject) }));

/** What the sandbox says was used, and how curl is asked for it. With a token curl takes OAUTHBEARER wherever it is offered. */
const mechanisms = [
  ['PLAIN', ['--user', user, '--login-options', 'AUTH=PLAIN']],
  ['LOGIN', ['--user', user, '--login-options', 'AUTH=LOGIN']],
  ['CRAM-MD5', ['--user', user, '--login-options', 'AUTH=CRAM-MD5']],
  ['XOAUTH2', ['--user', 'alice:', '--oauth2-bearer', passwords.alice, '--login-options', 'AUTH=XOAUTH2']],
  ['OAUTHBEARER', ['--user', 'alice:', '--oauth2-bearer', passwords.alice, '--login-options', 'AUTH=OAUTHBEARER']],
] as const;
const offering = (mechanism: string) => (mechanism === 'XOAUTH2' ? { without: ['AUTH=OAUTHBEARER'] } : {});
const urls = [
  ['imap', 'imap', '/INBOX;MAILINDEX=1'],
  ['imaps', 'imaps', '/INBOX;MAILINDEX=1'],
  ['pop3', 'pop3', '/1'],
  ['pop3s', 'pop3s', '/1'],
] as const;

describe('curl', () => {
  describe.each(urls)('%s', (service, _scheme, path) => {
    it.each(mechanisms)('signs in by %s, and reads a message byte for byte', async (mechanism, credentials) => {
      const { events, onEvent } = listener();
      const sandbox = await start({ seed, onEvent, ...offering(mechanism) });
      const ended = await curl(sandbox, '--ssl-reqd', ...credentials, named(sandbox[service]) + path);
      expect(ended.stderr).not.toContain('curl: (');
      expect(ended.stdout).toBe(letter('one'));
      expect(events).toContainEqual(expect.objectContaining({ kind: 'authenticated', user: 'alice', mechanism }));
      expect(events.map(({ kind }) => kind)).toContain('secured');
    });

    it('is told that a password is wrong', async () => {
      const sandbox = await start({ seed });
      const ended = await curl(sandbox, '--ssl-reqd', '--user', 'alice:wrong', named(sandbox[service]) + path);
      expect(ended.status).toBe(67);
    });
  });

  it('signs in by APOP, and by a client certificate', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ seed, onEvent });
    const apop = await curl(sandbox, '--user', user, '--login-options', 'AUTH=+APOP', `${named(sandbox.pop3)}/1`);
    expect(apop.stdout).toBe(letter('one'));
    const { cert, key } = sandbox.clientCertificate('alice');
    const certificate = ['--cert', file('client.pem', cert), '--key', file('client.key', key)];
    const external = ['--user', 'alice:', '--login-options', 'AUTH=EXTERNAL'];
    const ended = await curl(sandbox, ...certificate, ...external, `${named(sandbox.imaps)}/INBOX;MAILINDEX=2`);
    expect(ended.stdout).toBe(letter('two'));
    expect(events.flatMap((event) => (event.kind === 'authenticated' ? event.mechanism : []))).toEqual([
      'APOP',
      'EXTERNAL',
    ]);
  });

  it('does not go on when the certificate is for another host', async () => {
    const sandbox = await start({ seed, faults: [{ kind: 'wrong-name' }] });
    expect((await curl(sandbox, '--user', user, `${named(sandbox.imaps)}/INBOX`)).status).toBe(60);
  });

  it('lists, searches, examines, appends, moves and expunges', async () => {
    const sandbox = await start({ seed });
    const ask = async (command: string, mailbox = 'INBOX'): Promise<string> =>
      (await curl(sandbox, '--ssl-reqd', '--user', user, `${named(sandbox.imap)}/${mailbox}`, '-X', command)).stdout;
    expect(await ask('LIST "" *', '')).toContain('\\Trash');
    expect(await ask('SEARCH SUBJECT two')).toBe('* SEARCH 2\r\n');
    expect(await ask('FETCH 1:2 (UID RFC822.SIZE)')).toContain(`* 2 FETCH (UID 2 RFC822.SIZE ${letter('two').length})`);
    const appended = await curl(
      sandbox,
      '--user',
      user,
      `${named(sandbox.imap)}/Drafts`,
      '-T',
      file('m', letter('three')),
    );
    expect(appended.status).toBe(0);
    expect(await ask('STATUS Drafts (MESSAGES UIDNEXT)', '')).toContain('(MESSAGES 1 UIDNEXT 2)');
    await ask('MOVE 1 Archive');
    await ask('STORE 1 +FLAGS (\\Deleted)');
    expect(await ask('EXPUNGE')).toContain('* 1 EXPUNGE');
    expect(await ask('STATUS INBOX (MESSAGES)', '')).toContain('(MESSAGES 0)');
  });

  it.each(mechanisms)('sends signed in by %s', async (mechanism, credentials) => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent, ...offering(mechanism) });
    const ended = await curl(
      sandbox,
      '--ssl-reqd',
      ...credentials,
      ...['--mail-from', 'alice@example.test', '--mail-rcpt', 'bob@example.test', '--mail-rcpt', 'carol@example.test'],
      ...['--mail-rcpt-allowfails', '--upload-file', file('m', letter('sent'))],
      `${named(sandbox.submission)}/client.example`,
    );
    expect(ended.stderr).not.toContain('curl: (');
    expect(events).toContainEqual(expect.objectContaining({ kind: 'authenticated', mechanism }));
    const bob = await imap(sandbox.imap, 'bob', 'INBOX');
    bob.send('search SEARCH SUBJECT sent BODY ".a line that begins"\r\n');
    expect(await bob.until(/^search /)).toContain('* SEARCH 1');
    bob.end();
  });

  it('asks SMTP for HELP, VRFY and EXPN', async () => {
    const sandbox = await start();
    const url = named(sandbox.smtp);
    expect((await curl(sandbox, url, '--mail-rcpt', 'bob@example.test')).stdout).toMatch(/^25\d/);
    expect((await curl(sandbox, url, '-X', 'HELP')).stdout).toMatch(/214/);
  });

  it('reads POP3: list, top, unique ids, and deletes', async () => {
    const sandbox = await start({ seed });
    const ask = (...args: string[]) => curl(sandbox, '--ssl-reqd', '--user', user, ...args);
    const url = named(sandbox.pop3);
    expect((await ask(url)).stdout).toMatch(/^1 \d+\r\n2 \d+\r\n$/);
    expect((await ask(url, '-X', 'UIDL')).stdout).toMatch(/^1 \S+\r\n2 \S+\r\n$/);
    expect((await ask(url, '-X', 'TOP 2 0')).stdout).toContain('Subject: two');
    await ask(`${url}/1`, '-X', 'DELE', '--head');
    expect((await ask(url)).stdout).toMatch(/^1 \d+\r\n$/);
  });
});
