/** Runs other people's programs against a sandbox. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Sandbox } from '../../src/sandbox';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Its environment holds PATH and `variables`, and nothing of the developer's own settings. */
export function run(
  program: string,
  args: readonly string[],
  {
    input = '',
    variables = {},
  }: { readonly input?: string; readonly variables?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder(), LC_ALL: 'C.UTF-8', ...variables };
    const child = spawn(program, args, { env, stdio: 'pipe' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    // A program that does not read its input closes it; its status says how it went.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

let folders: string[] = [];

/** An empty folder that the end of the test removes. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'mailwright-peer-'));
  folders.push(made);
  return made;
}

/** Writes a file into an own folder, and gives its path. */
export function file(name: string, content: string): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

afterEach(() => {
  const left = folders;
  folders = [];
  for (const one of left) rmSync(one, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
});

/** The sandbox's URL by the name that its certificate is made for, and by a scheme that others know. */
export const named = (url: string): string => url.replace('127.0.0.1', 'localhost').replace('submission:', 'smtp:');

export const portOf = (url: string): number => Number(new URL(url).port);

export const caFile = (sandbox: Sandbox): string => file('ca.pem', sandbox.ca);
