/** The benchmarks by name: what the project promises of its speed, each against a peer in the same run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bigMailboxChild, serveBigMailbox } from './big-mailbox';
import { compiling } from './compile';
import { fetchEnvelopes } from './fetch';
import { languageDiagnostics } from './language';
import { messages } from './messages';
import { lockStep, pipelined } from './noop';
import { type Peers, peers } from './peers';
import type { Result } from './result';
import { sandboxFlood } from './sandbox-flood';
import { sandboxImap } from './sandbox-imap';
import { sandboxSmtp } from './sandbox-smtp';
import { starting } from './start';

const benchmarks: Readonly<Record<string, (peers: Peers) => Promise<Result | readonly Result[]>>> = {
  compile: compiling,
  diagnostics: languageDiagnostics,
  start: starting,
  'noop-lockstep': lockStep,
  'noop-pipelined': pipelined,
  messages,
  fetch: fetchEnvelopes,
  'sandbox-imap': sandboxImap,
  'sandbox-smtp': sandboxSmtp,
  'sandbox-flood': sandboxFlood,
};

async function main(wanted: readonly string[]): Promise<number> {
  if (wanted[0] === bigMailboxChild) {
    await serveBigMailbox();
    return 0;
  }
  const unknown = wanted.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    process.stderr.write(
      `no such benchmark: ${unknown.join(', ')} (there are: ${Object.keys(benchmarks).join(', ')})\n`,
    );
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-bench-'));
  const started = peers(folder);
  const results: Result[] = [];
  let failed = 0;
  try {
    for (const [name, run] of Object.entries(benchmarks)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      try {
        const found = [await run(started)].flat();
        results.push(...found);
        for (const each of found) {
          process.stdout.write(
            `${each.met ? '✓' : '✗'} ${each.name.padEnd(22)} ${each.value} ${each.unit}; ${each.peer}; ratio ${each.ratio} (bar ${each.bar})\n`,
          );
        }
      } catch (error) {
        failed++;
        process.stderr.write(`✗ ${name}: ${error instanceof Error ? error.stack : String(error)}\n`);
      }
    }
  } finally {
    await started.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  if (wanted.length === 0) {
    mkdirSync('bench', { recursive: true });
    writeFileSync('bench/results.json', `${JSON.stringify(results, undefined, 2)}\n`);
  }
  return failed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
