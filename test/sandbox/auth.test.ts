import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { ChannelBinding, ClientMechanism } from '../../src/protocol/sasl/mechanism';
import { findMechanism, mechanisms } from '../../src/protocol/sasl/mechanisms';
import type { Sandbox, Service } from '../../src/sandbox';
import { type Dialogue, dial, type TlsOptions } from './dialogue';
import { passwords, start } from './harness';

interface Form {
  readonly service: Service;
  readonly command: (mechanism: string) => string;
  readonly challenge: RegExp;
  readonly success: RegExp;
  readonly refused: RegExp;
  readonly cancelled: RegExp;
  readonly malformed: RegExp;
  readonly tooLong: RegExp;
  readonly secure: readonly string[];
  /** After TLS. */
  readonly again?: string;
}

const forms: Readonly<Record<string, Form>> = {
  SMTP: {
    service: 'submission',
    command: (mechanism) => `AUTH ${mechanism}`,
    challenge: /^334 (.*)/,
    success: /^235 2\.7\.0/,
    refused: /^535 5\.7\.8/,
    cancelled: /^501 5\.0\.0/,
    malformed: /^501 5\.5\.2/,
    tooLong: /^500 5\.5\.6/,
    secure: ['EHLO client.example', 'STARTTLS'],
    again: 'EHLO client.example',
  },
  LMTP: {
    service: 'lmtp',
    command: (mechanism) => `AUTH ${mechanism}`,
    challenge: /^334 (.*)/,
    success: /^235 2\.7\.0/,
    refused: /^535 5\.7\.8/,
    cancelled: /^501 5\.0\.0/,
    malformed: /^501 5\.5\.2/,
    tooLong: /^500 5\.5\.6/,
    secure: ['LHLO client.example', 'STARTTLS'],
    again: 'LHLO client.example',
  },
  IMAP: {
    service: 'imap',
    command: (mechanism) => `a AUTHENTICATE ${mechanism}`,
    challenge: /^\+ (.*)/,
    success: /^a OK/,
    refused: /^a NO \[AUTHENTICATIONFAILED\]/,
    cancelled: /^a BAD cancelled/,
    malformed: /^a BAD the response is not base64/,
    tooLong: /^a BAD the response is too long/,
    secure: ['s STARTTLS'],
  },
  POP3: {
    service: 'pop3',
    command: (mechanism) => `AUTH ${mechanism}`,
    challenge: /^\+ (.*)/,
    success: /^\+OK/,
    refused: /^-ERR \[AUTH\]/,
    cancelled: /^-ERR cancelled/,
    malformed: /^-ERR the response is not base64/,
    tooLong: /^-ERR the response is too long/,
    secure: ['STLS'],
  },
};

/** Greeted, and under TLS. */
async function secured(sandbox: Sandbox, form: Form, options: TlsOptions = {}): Promise<Dialogue> {
  const client = await dial(sandbox[form.service]);
  await client.line();
  for (const line of form.secure) {
    client.send(`${line}\r\n`);
    await client.until(/^(?:250|220|s OK|\+OK) /);
  }
  await client.startTls(sandbox.ca, options);
  if (form.again !== undefined) {
    client.send(`${form.again}\r\n`);
    await client.until(/^250 /);
  }
  return client;
}

/** Goes through the exchange without an initial response; gives the server's last line. */
async function exchange(
  client: Dialogue,
  form: Form,
  mechanism: ClientMechanism,
  challenges: string[] = [],
): Promise<string> {
  client.send(`${form.command(mechanism.name)}\r\n`);
  let initial = mechanism.initial;
  for (;;) {
    const line = (await client.line()) ?? '';
    const challenge = form.challenge.exec(line);
    if (!challenge) return line;
    const bytes = Buffer.from(challenge[1] ?? '', 'base64');
    challenges.push(bytes.toString());
    const step =
      initial ??
      (() => {
        const answer = mechanism.respond(bytes);
        return answer.ok ? answer.value : undefined;
      })();
    initial = undefined;
    client.send(`${step ? Buffer.from(step.response).toString('base64') : '*'}\r\n`);
  }
}

function clientFor(
  name: string,
  client: Dialogue,
  sandbox: Sandbox,
  password: string,
  binding?: ChannelBinding,
): ClientMechanism {
  const socket = client.socket;
  const data = 'getPeerX509Certificate' in socket ? new X509Certificate(sandbox.ca).raw : Buffer.alloc(0);
  const made = findMechanism(name)?.client(
    { user: 'alice', password, token: password.replace(/ /g, '') },
    {
      random: (n) => randomBytes(n),
      ...(name.endsWith('-PLUS')
        ? { channelBinding: binding ?? ({ type: 'tls-exporter', data: exported(client) } as const) }
        : {}),
    },
  );
  if (!made?.ok) throw new Error(`no client for ${name} (${data.length})`);
  return made.value;
}

function exported(client: Dialogue): Uint8Array {
  const socket = client.socket as unknown as {
    exportKeyingMaterial(n: number, label: string, context: Buffer): Buffer;
  };
  return socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
}

const everyMechanism = mechanisms.map(({ name }) => name);
const withPassword = mechanisms.filter(({ needs }) => needs === 'password').map(({ name }) => name);
const withToken = mechanisms.filter(({ needs }) => needs === 'token').map(({ name }) => name);

describe.each(Object.entries(forms))('%s authentication', (_, form) => {
  it.each(withPassword)('%s signs in, and refuses a wrong password', async (name) => {
    const sandbox = await start();
    const wrong = await secured(sandbox, form);
    const refusal = await exchange(wrong, form, clientFor(name, wrong, sandbox, 'no such word'));
    expect(refusal).toMatch(form.refused);
    const client = await secured(sandbox, form);
    expect(await exchange(client, form, clientFor(name, client, sandbox, passwords.alice))).toMatch(form.success);
  });

  it.each(withToken)('%s takes the password for a token, and says in JSON why not', async (name) => {
    const sandbox = await start({ users: [{ user: 'alice', password: 'token' }] });
    const client = await secured(sandbox, form);
    expect(await exchange(client, form, clientFor(name, client, sandbox, 'token'))).toMatch(form.success);
    const wrong = await secured(sandbox, form);
    const mechanism = clientFor(name, wrong, sandbox, 'wrong');
    wrong.send(`${form.command(name)} ${Buffer.from(mechanism.initial?.response ?? []).toString('base64')}\r\n`);
    const [challenge = ''] = await wrong.until(form.challenge);
    const json = Buffer.from(form.challenge.exec(challenge)?.[1] ?? '', 'base64').toString();
    expect(JSON.parse(json)).toMatchObject({ schemes: 'bearer' });
    wrong.send('\r\n');
    await wrong.until(form.refused);
  });

  it.each(['SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS'])(
    '%s says by e= why not, before it refuses',
    async (name) => {
      const sandbox = await start();
      const client = await secured(sandbox, form);
      const challenges: string[] = [];
      const refusal = await exchange(client, form, clientFor(name, client, sandbox, 'wrong'), challenges);
      expect(challenges.at(-1)).toBe('e=invalid-proof');
      expect(refusal).toMatch(form.refused);
    },
  );

  it.each(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS'])('%s can be bound by the certificate too', async (name) => {
    const sandbox = await start();
    const client = await secured(sandbox, form);
    const certificate = (client.socket as TLSSocket).getPeerX509Certificate();
    const data = createHash('sha256')
      .update(certificate?.raw ?? '')
      .digest();
    const bound = { type: 'tls-server-end-point', data } as const;
    const mechanism = clientFor(name, client, sandbox, passwords.alice, bound);
    expect(await exchange(client, form, mechanism)).toMatch(form.success);
  });

  it.each(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS'])('%s notices somebody in the middle', async (name) => {
    const sandbox = await start();
    const client = await secured(sandbox, form);
    const bound = { type: 'tls-exporter', data: new Uint8Array(32) } as const;
    const challenges: string[] = [];
    const mechanism = clientFor(name, client, sandbox, passwords.alice, bound);
    expect(await exchange(client, form, mechanism, challenges)).toMatch(form.refused);
    expect(challenges.at(-1)).toBe('e=channel-bindings-dont-match');
  });

  it.each(everyMechanism)('%s can be cancelled', async (name) => {
    const sandbox = await start();
    const client = await secured(sandbox, form, sandbox.clientCertificate('alice'));
    client.send(`${form.command(name)}\r\n`);
    expect(await client.line()).toMatch(form.challenge);
    client.send('*\r\n');
    expect(await client.line()).toMatch(form.cancelled);
    client.send(`${form.command('ANONYMOUS')} =\r\n`);
    expect(await client.line()).toMatch(form.success);
  });

  it.each(everyMechanism)('%s refuses what is no base64, and what is too long', async (name) => {
    const sandbox = await start();
    const client = await secured(sandbox, form, sandbox.clientCertificate('alice'));
    for (const [answer, refusal] of [
      ['no base64', form.malformed],
      ['YQ', form.malformed],
      ['A'.repeat(70_000), form.tooLong],
    ] as const) {
      client.send(`${form.command(name)}\r\n`);
      expect(await client.line()).toMatch(form.challenge);
      client.send(`${answer}\r\n`);
      expect(await client.line()).toMatch(refusal);
    }
  });

  it.each(everyMechanism)('%s refuses octets that it does not understand', async (name) => {
    const sandbox = await start();
    const client = await secured(sandbox, form, sandbox.clientCertificate('alice'));
    client.send(`${form.command(name)}\r\n`);
    // A mechanism may ask again, or name its error first: it is refused in the end.
    for (let line = await client.line(); ; line = await client.line()) {
      if (!form.challenge.test(line ?? '')) {
        expect(line).toMatch(form.refused);
        break;
      }
      client.send('AP/+wA==\r\n');
    }
  });

  it('CRAM-MD5 begins with a challenge: an initial response is refused', async () => {
    const sandbox = await start();
    const client = await secured(sandbox, form);
    client.send(`${form.command('CRAM-MD5')} ${Buffer.from('alice x').toString('base64')}\r\n`);
    expect(await client.line()).toMatch(/(?:501 5\.5\.2|a BAD|-ERR) .*takes no initial response$/);
  });

  it('shows no password in clear before TLS, where TLS is required', async () => {
    const sandbox = await start({ tlsRequired: true });
    const client = await dial(sandbox[form.service]);
    await client.line();
    if (form.again !== undefined) {
      client.send(`${form.again}\r\n`);
      await client.until(/^250 /);
    }
    for (const name of ['PLAIN', 'LOGIN', 'XOAUTH2', 'OAUTHBEARER']) {
      client.send(`${form.command(name)}\r\n`);
      expect(await client.line()).toMatch(/^(?:538 5\.7\.11|a NO \[PRIVACYREQUIRED\]|-ERR \[AUTH\])/);
    }
  });

  it('ANONYMOUS lets anybody in, to mailboxes of nobody', async () => {
    const sandbox = await start();
    const client = await secured(sandbox, form);
    expect(await exchange(client, form, clientFor('ANONYMOUS', client, sandbox, ''))).toMatch(form.success);
  });

  it('EXTERNAL takes a certificate of the sandbox, and is not offered without', async () => {
    const sandbox = await start();
    const client = await secured(sandbox, form, sandbox.clientCertificate('alice'));
    client.send(`${form.command('EXTERNAL')} =\r\n`);
    await client.until(form.success);
    const bare = await secured(sandbox, form);
    bare.send(`${form.command('EXTERNAL')} =\r\n`);
    await bare.until(/^(?:504|a NO|-ERR)/);
  });

  it('can be cancelled, and knows what is no base64', async () => {
    const sandbox = await start();
    const client = await secured(sandbox, form);
    client.send(`${form.command('PLAIN')}\r\n*\r\n`);
    await client.until(/^(?:501|a BAD|-ERR)/);
    client.send(`${form.command('PLAIN')}\r\nno base64\r\n`);
    await client.until(/^(?:501|a BAD|-ERR)/);
    client.send(`${form.command('NONSENSE')}\r\n`);
    await client.until(/^(?:504|a NO|-ERR)/);
  });
});

describe('signing in', () => {
  it('takes the full address too', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.imap);
    await client.play(`
      S: * OK ...
      C: a LOGIN Alice@Example.Test "${passwords.alice}"
      S: a OK ...
    `);
  });

  it('keeps mechanisms that show the password for TLS, where TLS is required', async () => {
    const sandbox = await start({ tlsRequired: true });
    const client = await dial(sandbox.submission);
    await client.play(`
      S: 220 ...
      C: EHLO client.example
    `);
    expect((await client.until(/^250 /)).join('\n')).toMatch(
      /^250.AUTH SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 ANONYMOUS$/m,
    );
    await client.play(`
      C: AUTH PLAIN
      S: 538 5.7.11 ...
      C: MAIL FROM:<alice@example.test>
      S: 530 5.7.0 send STARTTLS first
    `);
  });

  it('makes a password where none is given', async () => {
    const sandbox = await start({ users: [{ user: 'dave' }] });
    expect(sandbox.users).toEqual([{ user: 'dave', password: expect.stringMatching(/^[\w=-]{16}$/) }]);
  });

  it('cuts off who guesses', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.imap);
    for (let i = 0; i < 10; i++) client.send(`a LOGIN alice guess${i}\r\n`);
    await client.until(/^\* BYE/);
    await client.closed();
  });
});
