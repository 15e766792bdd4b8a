/** Activation loads what it needs to be there, and nothing of what only some people use: tested on the extension as it is built. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The source files by the part of dist/ that they are in (build.mjs). */
const parts = JSON.parse(readFileSync(join(root, 'dist/parts.json'), 'utf8')) as Record<string, readonly string[]>;

interface Activation {
  readonly loaded: readonly string[];
  readonly asked: number;
  readonly registered: number;
}
const activation = JSON.parse(
  execFileSync(process.execPath, [join(root, 'test/extension/activation-host.cjs')], { encoding: 'utf8' }),
) as Activation;
const loadedSources = activation.loaded.flatMap((file) => parts[file] ?? []);

describe('activation', () => {
  it('runs to its end', () => {
    expect(activation.loaded).toContain('dist/extension.js');
    expect(activation.asked).toBeGreaterThan(30);
    expect(activation.registered).toBeGreaterThan(20);
    expect(loadedSources).toContain('src/extension/extension.ts');
  });

  it('loads no file but those of the build', () => {
    expect(activation.loaded.filter((file) => !(file in parts))).toEqual([]);
  });

  it.each([
    ['the IMAP library', 'node_modules/imapflow/'],
    ['mailboxes', 'src/mailbox/account.ts'],
    ['the sandbox', 'src/sandbox/index.ts'],
    ['the servers of the sandbox', 'src/sandbox/imap/'],
    ['the engine', 'src/session/run.ts'],
    ['TLS', 'src/net/secure.ts'],
    ['OAuth', 'node_modules/openid-client/'],
    ['Add Account', 'src/extension/accounts/add-account.ts'],
    ['the importers of recordings', 'src/language/paste/'],
    ['the language client', 'node_modules/vscode-languageclient/'],
  ])('does not load %s, which is there for later', (_name, source) => {
    const isOf = (file: string): boolean => file.includes(source);
    expect(Object.values(parts).flat().some(isOf)).toBe(true);
    expect(loadedSources.filter(isOf)).toEqual([]);
  });
});
