import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type AccountDraft,
  secretNames,
  userName,
  withAccount,
  wrongEnvironmentName,
} from '../../src/extension/accounts/draft';
import { serverItem } from '../../src/extension/accounts/server-items';
import { readEnvironmentFile } from '../../src/host';

const draft: AccountDraft = {
  address: 'alice@example.org',
  environment: 'example',
  servers: { imap: 'imaps://mail.example.org:993', submission: 'submission://mail.example.org:587' },
};
const text = (before: string | undefined, known: readonly string[], of = draft): string => {
  const made = withAccount(before, known, of);
  return made.ok ? made.value : `error: ${made.error}`;
};
const read = (content: string, environment: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'mw-draft-'));
  try {
    const path = join(folder, 'mailwright.env.json');
    writeFileSync(path, content);
    const file = readEnvironmentFile(path);
    return file.ok ? file.value.environment(environment) : file;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('an account in the environment file', () => {
  it('makes the file when there is none, and it is read as it was meant', () => {
    const made = text(undefined, []);
    expect(made).toBe(`{
  "example": {
    "servers": {
      "imap": "imaps://mail.example.org:993",
      "submission": "submission://mail.example.org:587"
    },
    "users": {
      "alice": "alice@example.org"
    }
  }
}
`);
    expect(read(made, 'example')).toMatchObject({
      ok: true,
      value: { environment: { users: { alice: { login: 'alice@example.org', secret: 'alice' } } } },
    });
  });

  it('is added behind what is there, which stays octet by octet', () => {
    const before =
      '{\n\t"staging": {"servers": {"smtp":"smtp://mx"}},\n\n\t"$shared": { "dns": ["127.0.0.1:53"] }\n}\n';
    const after = text(before, ['staging']);
    expect(after.startsWith(before.slice(0, -3))).toBe(true);
    expect(Object.keys(JSON.parse(after))).toEqual(['staging', '$shared', 'example']);
  });

  it('joins an environment that is there: its other users and variables stay', () => {
    const before = '{ "example": { "users": { "bob": "bob@example.org" }, "variables": { "x": "1" } } }';
    expect(JSON.parse(text(before, ['example']))).toEqual({
      example: {
        users: { bob: 'bob@example.org', alice: 'alice@example.org' },
        variables: { x: '1' },
        servers: draft.servers,
      },
    });
  });

  it('with OAuth names the secrets, and holds none', () => {
    const made = text(undefined, [], {
      ...draft,
      oauth: { provider: 'google', clientId: 'id.example', hasSecret: true },
    });
    const environment = read(made, 'example');
    expect(environment).toMatchObject({
      ok: true,
      value: {
        environment: { users: { alice: { login: 'alice@example.org', tokenSecret: 'alice-token' } } },
        oauth: { clientId: 'id.example', clientSecret: 'oauth-client', title: 'Google' },
      },
    });
    expect(environment.ok && environment.value.environment.users.alice?.secret).toBeUndefined();
  });

  it('is refused when the file is no JSON', () => {
    expect(text('{ // mine\n}', [])).toMatch(/^error: /);
  });
});

describe('names', () => {
  it('are made of the address, and checked', () => {
    expect(userName('alice+test@example.org')).toBe('alice-test');
    expect(secretNames('bob@example.org')).toEqual({ password: 'bob', token: 'bob-token', client: 'oauth-client' });
    expect(
      ['example', 'sandbox', '', '$shared', 'a b', 'münchen'].map((name) => wrongEnvironmentName(name) === undefined),
    ).toEqual([...[true, false, false, false, false, true]]);
  });
});

describe('a server in the list', () => {
  const candidate = {
    service: 'imap' as const,
    url: 'imaps://mail.hoster.test:993',
    source: '_imaps._tcp.example.org SRV 0 1 993 mail.hoster.test',
    foundBy: 'srv' as const,
    elsewhere: true,
  };

  it('says by which record it was found, that it is outside the domain, and how it answered', () => {
    expect(serverItem(candidate, 'example.org')).toEqual({
      label: '$(sync~spin) imaps://mail.hoster.test:993',
      description: 'is being tried…',
      detail: 'Found by _imaps._tcp.example.org SRV 0 1 993 mail.hoster.test · outside example.org',
    });
    const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', authorized: true };
    const capabilities = ['IMAP4REV1', 'IDLE', 'AUTH=PLAIN'];
    const answers = {
      kind: 'answers' as const,
      url: candidate.url,
      security: 'implicit TLS' as const,
      tls,
      capabilities,
      events: [],
    };
    expect(serverItem({ ...candidate, probe: answers }, 'example.org').description).toBe(
      'implicit TLS, TLSv1.3 · signs in by PLAIN',
    );
    const { tls: _, ...plain } = { ...answers, security: 'none' as const };
    expect(serverItem({ ...candidate, probe: plain }, 'example.org').description).toMatch(/^no TLS: passwords/);
    const failure = { kind: 'connect' as const, message: 'nothing listens there' };
    const failed = { kind: 'fails' as const, url: candidate.url, failure, events: [] };
    expect(serverItem({ ...candidate, probe: failed }, 'example.org').description).toBe('nothing listens there');
  });
});
