import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findEnvironmentFile,
  openEnvironment,
  readEnvironmentFile,
  readSecretsFile,
  secretFrom,
  secretVariable,
} from '../../src/host';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mw-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: unknown): string => {
  const path = join(folder, 'mailwright.env.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const failing = (content: unknown): string => {
  const read = readEnvironmentFile(write(content));
  return read.ok ? 'read' : read.error.replace(folder, '');
};

describe('mailwright.env.json', () => {
  it('is the nearest one up the tree', () => {
    const path = write({});
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(findEnvironmentFile(join(folder, 'a/b'))).toBe(path);
  });

  it('gives an environment what $shared gives to all', () => {
    writeFileSync(join(folder, 'ca.pem'), 'PEM');
    const read = readEnvironmentFile(
      write({
        $shared: { variables: { client: 'c.example', from: 'shared' }, ca: ['ca.pem'], dns: ['127.0.0.1:53'] },
        staging: {
          servers: { imap: 'imaps://mail.example' },
          variables: { from: 'own' },
          users: { alice: 'alice@mail.example', bob: { login: 'b', secret: 'BOB', tokenSecret: 'T' } },
        },
      }),
    );
    if (!read.ok) throw new Error(read.error);
    expect(read.value.names).toEqual(['staging']);
    const staging = read.value.environment('staging');
    expect(staging).toEqual({
      ok: true,
      value: {
        environment: {
          name: 'staging',
          servers: { imap: 'imaps://mail.example' },
          variables: { client: 'c.example', from: 'own' },
          users: {
            alice: { login: 'alice@mail.example', secret: 'alice' },
            bob: { login: 'b', secret: 'BOB', tokenSecret: 'T' },
          },
        },
        ca: ['PEM'],
        dns: ['127.0.0.1:53'],
      },
    });
    expect(read.value.environment('stagign')).toMatchObject({
      ok: false,
      error: expect.stringContaining('did you mean “staging”?'),
    });
  });

  it('says what the sandbox is to be like, and gives its scripts variables', async () => {
    mkdirSync(join(folder, 'mail'));
    writeFileSync(join(folder, 'mail/one.eml'), 'Subject: seeded\n\n');
    const read = readEnvironmentFile(
      write({
        $shared: { variables: { client: 'c.example', from: 'shared' } },
        sandbox: {
          users: ['dora:the:explorer', 'bob'],
          domain: 'mail.test',
          capabilities: ['-IDLE'],
          faults: ['refuse NOOP NO later'],
          seed: ['bob=mail'],
          variables: { from: 'sandbox' },
        },
        staging: {},
      }),
    );
    if (!read.ok) throw new Error(read.error);
    expect(read.value.names).toEqual(['staging']);
    expect(read.value.variables('sandbox')).toEqual({ client: 'c.example', from: 'sandbox' });
    expect(read.value.variables('staging')).toEqual({ client: 'c.example', from: 'shared' });
    expect(read.value.sandbox).toEqual({
      users: [{ user: 'dora', password: 'the:explorer' }, { user: 'bob' }],
      domain: 'mail.test',
      without: ['IDLE'],
      faults: [{ kind: 'refuse', verb: 'NOOP', reply: 'NO later', on: ['imap', 'imaps'] }],
      seedFiles: [{ path: join(folder, 'mail'), user: 'bob' }],
    });
    const opened = await openEnvironment('sandbox', read.value);
    if (!opened.ok) throw new Error(opened.error);
    expect(Object.keys(opened.value.environment.users)).toEqual(['dora', 'bob']);
    expect(opened.value.secret('dora')).toBe('the:explorer');
    expect(opened.value.environment.variables).toEqual({ client: 'c.example', from: 'sandbox' });
    await opened.value.close();
  });

  it('names the seed that the sandbox cannot have', async () => {
    const read = readEnvironmentFile(write({ sandbox: { seed: ['nowhere.mbox'] } }));
    if (!read.ok) throw new Error(read.error);
    expect(await openEnvironment('sandbox', read.value)).toEqual({
      ok: false,
      error: `the sandbox cannot be seeded: ${join(folder, 'nowhere.mbox')}: there is no such file or folder`,
    });
  });

  it('is refused with the place that is wrong', () => {
    expect(failing({ sandbox: { faults: ['silence', 'refuze RCPT 450 x'] } })).toMatch(
      /: sandbox\.faults\.1: there is no fault `refuze`: did you mean `refuse`\?$/,
    );
    expect(failing({ sandbox: { user: ['alice'] } })).toMatch(/: sandbox.user: /);
    expect(failing('{')).toMatch(/^\/mailwright.env.json cannot be read: /);
    expect(failing({ staging: { server: {} } })).toMatch(/: staging.server: /);
    expect(failing({ staging: { servers: { http: 'x' } } })).toMatch(/staging.servers/);
    expect(failing({ staging: { users: ['alice'] } })).toMatch(
      /: staging\.users: names with values are expected .*not a list/,
    );
    expect(failing({ staging: { users: { alice: { password: 'x', login: 'a' } } } })).toMatch(/staging.users.alice/);
  });
});

describe('secrets', () => {
  it('come from the secrets file, then from the process environment', () => {
    const path = join(folder, 'secrets');
    writeFileSync(path, 'alice="in file"\n# not me\n');
    const file = readSecretsFile(path);
    if (!file.ok) throw new Error(file.error);
    expect(secretVariable('my-bob')).toBe('MAILWRIGHT_SECRET_MY_BOB');
    const find = secretFrom(file.value, { MAILWRIGHT_SECRET_ALICE: 'in process', MAILWRIGHT_SECRET_MY_BOB: 'bobs' });
    expect(find('alice')).toBe('in file');
    expect(find('my-bob')).toBe('bobs');
    expect(find('carol')).toBeUndefined();
    expect(readSecretsFile(join(folder, 'none'))).toMatchObject({ ok: false });
  });
});
