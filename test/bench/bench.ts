/** The benchmarks by name: what the project promises of its speed, each against a peer in the same run. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activation } from './activation';
import { bigFolder, bigFolderChild, holdBigFolder } from './big-folder';
import { bigMailboxChild, serveBigMailbox } from './big-mailbox';
import { compiling } from './compile';
import { fetchEnvelopes } from './fetch';
import { languageDiagnostics } from './language';
import { languageFeatures } from './language-features';
import { manyFolders } from './many-folders';
import { messages } from './messages';
import { lockStep, pipelined } from './noop';
import { type Peers, peers } from './peers';
import type { Result } from './result';
import { runLens } from './run-lens';
import { sandboxFlood } from './sandbox-flood';
import { sandboxImap } from './sandbox-imap';
import { sandboxSmtp } from './sandbox-smtp';
import { starting } from './start';
import { transcriptFrames } from './transcript-frames';
import { measureTranscriptPanel, transcriptPanelBench, transcriptPanelChild } from './transcript-panel';

const benchmarks: Readonly<Record<string, (peers: Peers) => Promise<Result | readonly Result[]> | readonly Result[]>> =
  {
    compile: compiling,
    diagnostics: languageDiagnostics,
    'language-features': languageFeatures,
    start: starting,
    activation,
    'run-lens': runLens,
    'noop-lockstep': lockStep,
    'noop-pipelined': pipelined,
    messages,
    fetch: fetchEnvelopes,
    'mailbox-folders': manyFolders,
    'mailbox-messages': bigFolder,
    'transcript-panel': transcriptPanelBench,
    'transcript-frames': transcriptFrames,
    'sandbox-imap': sandboxImap,
    'sandbox-smtp': sandboxSmtp,
    'sandbox-flood': sandboxFlood,
  };

/** What a process of its own does for a benchmark. */
const children: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  [bigMailboxChild]: serveBigMailbox,
  [transcriptPanelChild]: measureTranscriptPanel,
  [bigFolderChild]: ([port]) => holdBigFolder(Number(port)),
};

async function main(wanted: readonly string[]): Promise<number> {
  const child = children[wanted[0] ?? ''];
  if (child) {
    await child(wanted.slice(1));
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
  keep(results);
  return failed > 0 ? 1 : 0;
}

/** The figures of this run in place of older ones of the same name. */
function keep(results: readonly Result[]): void {
  const file = 'bench/results.json';
  mkdirSync('bench', { recursive: true });
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : [];
  const names = new Set(results.map(({ name }) => name));
  const all = [...kept.filter(({ name }) => !names.has(name)), ...results];
  writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
