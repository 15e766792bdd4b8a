/** Servers as processes of their own: the sandbox as the command line starts it, and what it is measured against. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface ServerProcess {
  /** What it said in its first line, which is JSON. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Milliseconds from its start to that line. */
  readonly startedIn: number;
  /** Octets of memory that it has now. */
  resident(): number;
  stop(): Promise<void>;
}

/** `mailwright sandbox --json`, of the built command line. */
export const sandboxProcess = (): Promise<ServerProcess> =>
  serverProcess([resolve('dist/cli.js'), 'sandbox', '--json']);

/** Node with these arguments; resolves at its first line. */
export async function serverProcess(args: readonly string[]): Promise<ServerProcess> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await firstLine(child);
  const startedIn = performance.now() - began;
  return {
    said: JSON.parse(line) as Readonly<Record<string, unknown>>,
    startedIn,
    resident: () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    stop: () =>
      new Promise((done) => {
        child.once('close', () => done());
        child.kill();
      }),
  };
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    stdout?.setEncoding('utf8');
    stdout?.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end !== -1) done(text.slice(0, end));
    });
    stdout?.once('close', () => fail(new Error(`the server has ended: ${text}`)));
  });
}
