/** imapflow, the library that the mailbox tree stands on. */
import { once } from 'node:events';
import { ImapFlow } from 'imapflow';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox';
import { listener, passwords, start } from '../sandbox/harness';
import { letter } from './messages';
import { portOf } from './program';

let clients: ImapFlow[] = [];
afterEach(async () => {
  const open = clients;
  clients = [];
  await Promise.all(open.map((client) => client.logout().catch(() => undefined)));
});

async function connected(sandbox: Sandbox, service: 'imap' | 'imaps', more = {}): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: 'localhost',
    port: portOf(sandbox[service]),
    secure: service === 'imaps',
    doSTARTTLS: service === 'imap',
    auth: { user: 'alice', pass: passwords.alice },
    tls: { ca: sandbox.ca },
    logger: false,
    ...more,
  });
  clients.push(client);
  await client.connect();
  return client;
}

describe('imapflow', () => {
  it.each(['imap', 'imaps'] as const)('signs in over %s with TLS that it has verified', async (service) => {
    const { events, onEvent } = listener();
    const client = await connected(await start({ onEvent }), service);
    expect(client.secureConnection).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(['connected', 'secured', 'authenticated']);
  });

  it.each([
    ['PLAIN', { loginMethod: 'AUTH=PLAIN', pass: passwords.alice }],
    ['LOGIN', { loginMethod: 'AUTH=LOGIN', pass: passwords.alice }],
    ['password', { loginMethod: 'LOGIN', pass: passwords.alice }],
    ['OAUTHBEARER', { accessToken: passwords.alice }],
  ])('signs in by %s', async (mechanism, credentials) => {
    const { events, onEvent } = listener();
    await connected(await start({ onEvent }), 'imaps', { auth: { user: 'alice', ...credentials } });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'authenticated', user: 'alice', mechanism }));
  });

  it('is told that a password is wrong', async () => {
    const sandbox = await start();
    const refused = connected(sandbox, 'imaps', { auth: { user: 'alice', pass: 'wrong' } });
    await expect(refused).rejects.toMatchObject({
      authenticationFailed: true,
      serverResponseCode: 'AUTHENTICATIONFAILED',
    });
  });

  it('lists the mailboxes with their special uses and their counts', async () => {
    const client = await connected(await start(), 'imaps');
    const mailboxes = await client.list({ statusQuery: { messages: true, uidNext: true } });
    const uses = Object.fromEntries(mailboxes.map(({ path, specialUse }) => [path, specialUse]));
    expect(uses).toMatchObject({ INBOX: '\\Inbox', Drafts: '\\Drafts', Sent: '\\Sent', Trash: '\\Trash' });
    expect(mailboxes.find(({ path }) => path === 'INBOX')?.status).toMatchObject({ messages: 0, uidNext: 1 });
  });

  it('appends, searches, fetches, flags, moves and deletes', async () => {
    const client = await connected(await start(), 'imaps');
    await client.mailboxOpen('INBOX');
    for (const subject of ['one', 'two', 'three'])
      expect(await client.append('INBOX', letter(subject), ['\\Flagged'])).toMatchObject({ path: 'INBOX' });
    await client.noop();

    const found = await client.search({ subject: 'two' }, { uid: true });
    expect(found).toEqual([2]);
    const message = await client.fetchOne(
      '2',
      { envelope: true, flags: true, bodyStructure: true, source: true },
      { uid: true },
    );
    expect(message).toMatchObject({ uid: 2, envelope: { subject: 'two' }, bodyStructure: { type: 'text/plain' } });
    if (!message) throw new Error('no message');
    expect(message.source?.toString()).toBe(letter('two'));
    expect(message.flags).toContain('\\Flagged');

    await client.messageFlagsAdd('2', ['\\Seen', 'urgent'], { uid: true });
    expect(await client.search({ seen: true, keyword: 'urgent' }, { uid: true })).toEqual([2]);

    expect(await client.messageMove('2', 'Archive', { uid: true })).toMatchObject({ uidMap: new Map([[2, 1]]) });
    expect(client.mailbox).toMatchObject({ exists: 2 });
    expect(await client.messageDelete('1:*', { uid: true })).toBe(true);
    expect(client.mailbox).toMatchObject({ exists: 0 });
    expect(await client.status('Archive', { messages: true })).toMatchObject({ messages: 1 });
  });

  it('makes, renames, subscribes and deletes a mailbox whose name is not ASCII', async () => {
    const client = await connected(await start(), 'imaps');
    await client.mailboxCreate('Entwürfe & Co');
    await client.mailboxSubscribe('Entwürfe & Co');
    await client.mailboxRename('Entwürfe & Co', 'Später');
    const paths = async (): Promise<string[]> => (await client.list()).map(({ path }) => path);
    expect(await paths()).toContain('Später');
    expect(await paths()).not.toContain('Entwürfe & Co');
    await client.mailboxDelete('Später');
    expect(await paths()).not.toContain('Später');
  });

  it('hears in IDLE of what another session does', async () => {
    const sandbox = await start();
    const [watching, writing] = [await connected(sandbox, 'imaps'), await connected(sandbox, 'imap')];
    await watching.mailboxOpen('INBOX');
    const idle = watching.idle();
    const exists = once(watching, 'exists');
    await writing.append('INBOX', letter('news'));
    expect(await exists).toMatchObject([{ path: 'INBOX', count: 1, prevCount: 0 }]);

    const flags = once(watching, 'flags');
    await writing.mailboxOpen('INBOX');
    await writing.messageFlagsAdd('1', ['\\Answered']);
    expect(((await flags)[0] as { flags: Set<string> }).flags.has('\\Answered')).toBe(true);

    const expunged = once(watching, 'expunge');
    await writing.messageDelete('1');
    expect(await expunged).toMatchObject([{ path: 'INBOX' }]);
    await watching.noop();
    await idle;
  });

  it('reads a part by its number, decoded, and a quota', async () => {
    const client = await connected(await start(), 'imaps');
    const parts = [
      'From: alice@example.test',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'first',
      '--b',
      'Content-Type: application/octet-stream; name=a.bin',
      'Content-Transfer-Encoding: base64',
      '',
      'c2Vjb25k',
      '--b--',
      '',
    ];
    await client.append('INBOX', parts.join('\r\n'));
    await client.mailboxOpen('INBOX');
    const { content } = await client.download('1', '2');
    const chunks: Buffer[] = [];
    for await (const chunk of content ?? []) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('second');
    expect(await client.getQuota('INBOX')).toMatchObject({ path: 'INBOX' });
  });
});
