/** nodemailer, which most of node's mail is sent with. */
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox';
import { imap, listener, passwords, start } from '../sandbox/harness';
import { letter } from './messages';
import { portOf } from './program';

const transport = (sandbox: Sandbox, more: SMTPTransport.Options = {}) =>
  createTransport({
    host: 'localhost',
    port: portOf(sandbox.submission),
    requireTLS: true,
    tls: { ca: sandbox.ca },
    auth: { user: 'alice', pass: passwords.alice },
    ...more,
  });

describe('nodemailer', () => {
  it('sends a message over STARTTLS, signed in, and it arrives byte for byte', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    const sent = await transport(sandbox).sendMail({
      envelope: { from: 'alice@example.test', to: ['bob@example.test'] },
      raw: letter('hello'),
    });
    expect(sent).toMatchObject({ accepted: ['bob@example.test'], rejected: [] });
    expect(events.map(({ kind }) => kind)).toContain('secured');

    const bob = await imap(sandbox.imap, 'bob', 'INBOX');
    bob.send('fetch FETCH 1 BODY.PEEK[]\r\n');
    const size = Number((await bob.line())?.match(/\{(\d+)\}$/)?.[1]);
    expect((await bob.octets(size)).endsWith(letter('hello'))).toBe(true);
    bob.end();
  });

  it.each([
    ['PLAIN', { authMethod: 'PLAIN' }],
    ['LOGIN', { authMethod: 'LOGIN' }],
    ['CRAM-MD5', { authMethod: 'CRAM-MD5' }],
    ['XOAUTH2', { auth: { type: 'OAuth2', user: 'alice', accessToken: passwords.alice } }],
  ] as const)('signs in by %s', async (mechanism, options) => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    expect(await transport(sandbox, options).verify()).toBe(true);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'authenticated', user: 'alice', mechanism }));
  });

  it('is told that a password is wrong, and that a token is', async () => {
    const sandbox = await start();
    const wrong = (options: SMTPTransport.Options) => transport(sandbox, options).verify();
    await expect(wrong({ auth: { user: 'alice', pass: 'no' } })).rejects.toMatchObject({
      code: 'EAUTH',
      responseCode: 535,
    });
    const token = { type: 'OAuth2' as const, user: 'alice', accessToken: 'no' };
    await expect(wrong({ auth: token })).rejects.toMatchObject({ code: 'EAUTH' });
  });

  it('is told of each recipient that is refused', async () => {
    const sent = await transport(await start()).sendMail({
      envelope: { from: 'alice@example.test', to: ['bob@example.test', 'nobody@example.test'] },
      raw: letter('partly'),
    });
    expect(sent).toMatchObject({ accepted: ['bob@example.test'], rejected: ['nobody@example.test'] });
    expect(sent.rejectedErrors?.[0]).toMatchObject({ responseCode: 550, recipient: 'nobody@example.test' });
  });

  it('asks for a delivery report, and the sender gets it', async () => {
    const sandbox = await start();
    await transport(sandbox).sendMail({
      envelope: { from: 'alice@example.test', to: 'bob@example.test' },
      raw: letter('with report'),
      dsn: { id: 'envelope-1', return: 'headers', notify: ['success'], recipient: 'alice@example.test' },
    });
    const alice = await imap(sandbox.imap, 'alice', 'INBOX');
    alice.send('search SEARCH SUBJECT "Delivery" BODY "Original-Envelope-Id: envelope-1"\r\n');
    expect(await alice.until(/^search /)).toContain('* SEARCH 1');
    alice.end();
  });

  it('sends twenty messages over pooled connections, some with accents in names and addresses', async () => {
    const sandbox = await start();
    const pool = transport(sandbox, { pool: true, maxConnections: 3 } as SMTPTransport.Options);
    const texts = Array.from({ length: 20 }, (_, n) => `Größe ${n}`);
    await Promise.all(
      texts.map((text) =>
        pool.sendMail({ from: 'Älice <alice@example.test>', to: 'Bøb <bob@example.test>', subject: text, text }),
      ),
    );
    pool.close();
    const bob = await imap(sandbox.imap, 'bob', 'INBOX');
    bob.send(Buffer.from('search SEARCH CHARSET UTF-8 SUBJECT {7+}\r\nGröße\r\n'));
    const numbers = texts.map((_, index) => index + 1).join(' ');
    expect(await bob.until(/^search OK/)).toContain(`* SEARCH ${numbers}`);
    bob.end();
  });
});
