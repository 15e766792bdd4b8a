/** Runs the command line as a user does: the bundle, in a process of its own, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves once standard output has this text. */
  says(text: string): Promise<void>;
}

export interface Mailwright {
  readonly folder: string;
  write(name: string, text: string): string;
  read(name: string): string;
  run(...args: readonly string[]): Promise<Finished>;
  start(args: readonly string[], variables?: Readonly<Record<string, string>>): Started;
  remove(): void;
}

const bundle = join(mkdtempSync(join(tmpdir(), 'mw-cli-')), 'cli.js');

/** Bundles the command line; called once before the tests. */
export async function bundled(): Promise<void> {
  await build({
    entryPoints: [resolve('src/cli/main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { MAILWRIGHT_VERSION: '"0.0.0-test"', 'import.meta.url': '__moduleUrl' },
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
}

export const unbundled = (): void => rmSync(dirname(bundle), { recursive: true });

export function mailwright(): Mailwright {
  const folder = mkdtempSync(join(tmpdir(), 'mw-cli-'));
  const start: Mailwright['start'] = (args, variables = {}) => {
    const { FORCE_COLOR: _, MAILWRIGHT_ENV: __, ...environment } = process.env;
    const child = spawn(process.execPath, [bundle, ...args], {
      cwd: folder,
      env: { ...environment, NO_COLOR: '1', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    const waiting: (() => void)[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      for (const wake of waiting) wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    return {
      child,
      finished: new Promise((done) => child.once('close', (code) => done({ code, out, err }))),
      says: (text) =>
        new Promise((done) => {
          const look = (): void => {
            if (out.includes(text)) done();
          };
          waiting.push(look);
          look();
        }),
    };
  };
  return {
    folder,
    write(name, text) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    run: (...args) => start(args).finished,
    start,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
