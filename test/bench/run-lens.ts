/** From a session's Run lens to the first line of its transcript, on the sandbox, in a real workbench. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { median } from './measure';
import type { Peers } from './peers';
import { type Result, result } from './result';

const session = (index: number): string => `### Session ${index}\nS: 220\nC: EHLO client.example\nC: QUIT\nS: 221\n`;

export async function runLens({ folder }: Peers): Promise<Result> {
  // Loaded only here: a browser's driver is much, and no other benchmark wants it.
  const { runIntegration } = await import('../vscode/integration');
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'lens.smtp'), session(0) + session(1));
  const said: string[] = [];
  // The suite is ours, and so is what it reports.
  const taken = (await runIntegration({
    extension: resolve('.'),
    entry: join(dirname(process.argv[1] ?? ''), 'run-lens-host.cjs'),
    folder: workspace,
    artefacts: folder,
    say: (line) => said.push(line),
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${said.join('\n')}`);
  })) as unknown as readonly number[];
  return result({
    name: 'run-lens',
    value: median(taken),
    unit: 'ms until the first line of the transcript',
    peer: `none; slowest of ${taken.length}: ${Math.max(...taken).toFixed(0)} ms`,
    ratio: median(taken),
    bar: '<= 150',
  });
}
