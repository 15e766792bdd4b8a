/** The embedded servers that the editor's runs share. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandboxes, sandboxes } from '../../src/extension/sandboxes';
import { type EnvironmentFile, readEnvironmentFile } from '../../src/host';

let folder = '';
let kept: Sandboxes;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailwright-sandboxes-'));
  kept = sandboxes();
});
afterEach(async () => {
  await kept.close();
  rmSync(folder, { recursive: true });
});

function file(content: unknown): EnvironmentFile {
  const path = join(folder, 'mailwright.env.json');
  writeFileSync(path, JSON.stringify(content));
  const read = readEnvironmentFile(path);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

const opened = async (environment?: EnvironmentFile) => {
  const found = await kept.open(environment);
  if (typeof found === 'string') throw new Error(found);
  return found.environment;
};

describe('the sandbox of the editor', () => {
  it('is one for all scripts that want nothing of their own', async () => {
    const first = await opened();
    expect(Object.keys(first.users)).toEqual(['alice', 'bob', 'carol']);
    expect(await opened(file({ staging: {} }))).toBe(first);
  });

  it('has the users and variables of the environment file, and stays while they do', async () => {
    const settings = { sandbox: { users: ['dora'], variables: { us: 'client.example' } } };
    const own = await opened(file(settings));
    expect(Object.keys(own.users)).toEqual(['dora']);
    expect(own.variables).toEqual({ us: 'client.example' });
    expect(await opened(file(settings))).toBe(own);
    expect(Object.keys((await opened()).users)).toContain('alice');
  });

  it('is started anew when its settings have changed', async () => {
    const before = await opened(file({ sandbox: { users: ['dora'] } }));
    const after = await opened(file({ sandbox: { users: ['emil'] } }));
    expect(Object.keys(after.users)).toEqual(['emil']);
    expect(after.servers.smtp).not.toBe(before.servers.smtp);
  });

  it('tells which run, and who listens when that changes', async () => {
    const told: number[] = [];
    const listening = kept.onDidChange(() => told.push(kept.running().length));
    await opened();
    await opened(file({ sandbox: { users: ['dora'] } }));
    await opened(file({ sandbox: { users: ['emil'] } }));
    await kept.close();
    listening.dispose();
    await opened();
    expect(told).toEqual([1, 2, 1, 2, 1, 0]);
  });

  it('says why it does not start, and starts once it can', async () => {
    const seed = join(folder, 'mail.eml');
    const settings = { sandbox: { seed: [seed] } };
    expect(await kept.open(file(settings))).toContain('mail.eml');
    writeFileSync(seed, 'Subject: seeded\r\n\r\nhello\r\n');
    expect(await kept.open(file(settings))).not.toBeTypeOf('string');
  });
});
