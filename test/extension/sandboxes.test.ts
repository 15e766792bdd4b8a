/** The sandboxes that the editor's runs share, with what `mailwright.env.json` wants of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandboxes, sandboxes } from '../../src/extension/sandboxes';
import { type EnvironmentFile, type OpenEnvironment, readEnvironmentFile } from '../../src/host';

let folder: string;
let shared: Sandboxes;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailwright-sandboxes-'));
  shared = sandboxes();
});
afterEach(async () => {
  await shared.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileWith = (name: string, content: object): EnvironmentFile => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  const read = readEnvironmentFile(path);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const opened = async (file?: EnvironmentFile): Promise<OpenEnvironment> => {
  const sandbox = await shared.open(file);
  if (typeof sandbox === 'string') throw new Error(sandbox);
  return sandbox;
};

describe('the sandbox', () => {
  it('is one for all whose file wants nothing of it', async () => {
    const away = fileWith('away.json', { away: { servers: { smtp: 'smtp://mail.example' } } });
    expect(await opened(away)).toBe(await opened());
    expect(shared.running()).toHaveLength(1);
  });

  it('has the users and the variables that its file says, and starts anew when they change', async () => {
    const first = await opened(
      fileWith('own.json', { sandbox: { users: ['zoe:hunter2'], variables: { us: 'here' } } }),
    );
    expect(Object.keys(first.environment.users)).toContain('zoe');
    expect(first.environment.variables).toEqual({ us: 'here' });
    const second = await opened(fileWith('own.json', { sandbox: { users: ['yan:hunter2'] } }));
    expect(Object.keys(second.environment.users)).toContain('yan');
    expect(shared.running()).toEqual([second]);
  });
});
