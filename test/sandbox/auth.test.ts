import { randomBytes, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ClientMechanism } from '../../src/protocol/sasl/mechanism';
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
    secure: ['EHLO client.example', 'STARTTLS'],
    again: 'EHLO client.example',
  },
  IMAP: {
    service: 'imap',
    command: (mechanism) => `a AUTHENTICATE ${mechanism}`,
    challenge: /^\+ (.*)/,
    success: /^a OK/,
    refused: /^a NO \[AUTHENTICATIONFAILED\]/,
    secure: ['s STARTTLS'],
  },
  POP3: {
    service: 'pop3',
    command: (mechanism) => `AUTH ${mechanism}`,
    challenge: /^\+ (.*)/,
    success: /^\+OK/,
    refused: /^-ERR \[AUTH\]/,
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
async function exchange(client: Dialogue, form: Form, mechanism: ClientMechanism): Promise<string> {
  client.send(`${form.command(mechanism.name)}\r\n`);
  let initial = mechanism.initial;
  for (;;) {
    const line = (await client.line()) ?? '';
    const challenge = form.challenge.exec(line);
    if (!challenge) return line;
    const bytes = Buffer.from(challenge[1] ?? '', 'base64');
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

function clientFor(name: string, client: Dialogue, sandbox: Sandbox, password: string): ClientMechanism {
  const socket = client.socket;
  const data = 'getPeerX509Certificate' in socket ? new X509Certificate(sandbox.ca).raw : Buffer.alloc(0);
  const made = findMechanism(name)?.client(
    { user: 'alice', password, token: password.replace(/ /g, '') },
    {
      random: (n) => randomBytes(n),
      ...(name.endsWith('-PLUS') ? { channelBinding: { type: 'tls-exporter', data: exported(client) } as const } : {}),
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
