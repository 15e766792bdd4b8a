/** The JSON schema of mailwright.env.json, for the editor, agrees with the reader that runs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentFileName, readEnvironmentFile } from '../../src/host/environment-file';
import { services } from '../../src/protocol/schemes';

const root = join(import.meta.dirname, '../..');
const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [validation] = contributes.jsonValidation;
const schema = JSON.parse(readFileSync(join(root, validation.url), 'utf8'));
const { properties } = schema.definitions.environment;

const folder = mkdtempSync(join(tmpdir(), 'mailwright-schema-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const accepts = (environment: unknown): boolean => {
  const path = join(folder, environmentFileName);
  writeFileSync(path, JSON.stringify({ here: environment }));
  return readEnvironmentFile(path).ok;
};

/** A value for each property, and for each one that is none. */
const values: Readonly<Record<string, readonly [good: unknown, bad: unknown]>> = {
  servers: [{ imap: 'imap://localhost' }, { gopher: 'gopher://localhost' }],
  users: [{ alice: 'alice@example.test' }, { alice: { password: 'secret' } }],
  variables: [{ name: 'value' }, { name: 1 }],
  ca: [['ca.pem'], 'ca.pem'],
  dns: [['127.0.0.1'], '127.0.0.1'],
  certificate: [{ cert: 'ca.pem', key: 'ca.pem' }, { cert: 'ca.pem' }],
  oauth: [
    { provider: 'google', clientId: 'x' },
    { clientId: 'x', tokenEndpoint: 'http://mail.example.org/token' },
  ],
};

describe('the schema of mailwright.env.json', () => {
  it('is for the file that is looked for', () => {
    expect(validation.fileMatch).toBe(environmentFileName);
  });

  it.each(Object.keys(properties))('has %s, as the reader has', (name) => {
    const [good, bad] = values[name] ?? [];
    expect([accepts({ [name]: good }), accepts({ [name]: bad })]).toEqual([true, false]);
  });

  it('has all that the reader has, and the reader no more', () => {
    expect(Object.keys(properties)).toEqual(Object.keys(values));
    expect(accepts({ unheard: {} })).toBe(false);
    expect(schema.definitions.environment.additionalProperties).toBe(false);
  });

  const { properties: settings, additionalProperties } = schema.definitions.sandbox;
  const sandboxes: Readonly<Record<string, readonly [good: unknown, bad: unknown]>> = {
    users: [['alice', 'bob:builder'], []],
    domain: ['mail.test', 'not a domain'],
    capabilities: [['-IDLE'], 'IDLE'],
    faults: [['silence NOOP'], ['silense NOOP']],
    seed: [['./mail'], './mail'],
    tlsRequired: [true, 'yes'],
    esmtp: [false, 0],
    unknownUsers: ['bounce', 'drop'],
    maxMessageSize: [1_000, 0],
    variables: [{ name: 'value' }, { name: 1 }],
  };
  const startsWith = (sandbox: unknown): boolean => {
    const path = join(folder, environmentFileName);
    writeFileSync(path, JSON.stringify({ sandbox }));
    return readEnvironmentFile(path).ok;
  };

  it.each(Object.keys(settings))('has %s of the sandbox, as the reader has', (name) => {
    const [good, bad] = sandboxes[name] ?? [];
    expect([startsWith({ [name]: good }), startsWith({ [name]: bad })]).toEqual([true, false]);
  });

  it('has all settings of the sandbox, and the reader no more', () => {
    expect(Object.keys(settings)).toEqual(Object.keys(sandboxes));
    expect([startsWith({ servers: {} }), additionalProperties]).toEqual([false, false]);
  });

  it('has the services and what is known of a user', () => {
    expect(Object.keys(properties.servers.properties)).toEqual(Object.keys(services));
    const user = properties.users.additionalProperties.oneOf[1].properties;
    expect(accepts({ users: { alice: Object.fromEntries(Object.keys(user).map((key) => [key, 'x'])) } })).toBe(true);
  });
});
