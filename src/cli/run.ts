/** `mailwright run`: the scripts, their reports and transcripts. */
import { join, relative } from 'node:path';
import type { Problem } from '../base';
import {
  errorsOf,
  type LoadedScript,
  loadScript,
  readSecretsFile,
  runScript,
  secretFrom,
  secretVariable,
  transcriptFile,
} from '../host';
import type { Failure, RunEvent } from '../transcript/event';
import { transcriptVersion } from '../transcript/event';
import { environmentName, nearestEnvironmentFile, openChosen } from './choose-environment';
import { exitCodeOf, exitCodes } from './exit-codes';
import type { ReporterChoice } from './option-values';
import { outputs } from './outputs';
import { scriptPaths, shard } from './script-paths';
import { hiddenPrompt, paintFor, progressLine } from './terminal';
import { UsageError } from './usage-error';

export interface RunCommandOptions {
  readonly env?: string;
  readonly var?: Readonly<Record<string, string>>;
  readonly secretsFile?: string;
  readonly reporter?: readonly ReporterChoice[];
  readonly jobs: number;
  readonly shard?: string;
  readonly failFast?: boolean;
  readonly filter?: string;
  readonly timeout?: number;
  readonly transcripts?: string;
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
}

/** Runs the scripts and answers the exit code. */
export async function runCommand(named: readonly string[], options: RunCommandOptions): Promise<number> {
  const file = nearestEnvironmentFile();
  const chosen = environmentName(options.env, file);
  const paths = shard(await scriptPaths(named), options.shard);
  const secrets = options.secretsFile === undefined ? undefined : readSecretsFile(options.secretsFile);
  if (secrets && !secrets.ok) throw new UsageError(secrets.error);
  const fromUser = secretFrom(secrets?.value ?? new Map(), process.env);

  const fileVariables = file?.variables(chosen) ?? {};
  const known = Object.keys({ ...fileVariables, ...options.var });
  const scripts = paths.map((path) => {
    const loaded = loadScript(path, known);
    if (!loaded.ok) throw new UsageError(loaded.error);
    return loaded.value;
  });
  if (options.dryRun) {
    const { dryRun } = await import('./dry-run');
    return dryRun(scripts, { ...fileVariables, ...options.var });
  }

  const began = performance.now();
  const cancel = cancelOnSignal();
  const progress = progressLine();
  const sources = new Map<string, string>(
    scripts.flatMap((script) => [[script.file, script.text] as const, ...script.program.sources]),
  );
  const out = outputs({
    choices: options.reporter ?? [{ name: 'pretty' }],
    dialogues: !options.quiet,
    source: (name) => sources.get(name),
    paint: paintFor(process.stdout),
    progress,
    files: scripts.map((script) => script.file),
  });
  let ended = 0;
  const one = async (script: LoadedScript): Promise<void> => {
    const record = options.transcripts === undefined ? undefined : transcriptPath(options.transcripts, script.file);
    const transcript = record === undefined ? undefined : transcriptFile(record);
    const emit = (event: RunEvent): void => {
      transcript?.write(event);
      out.event(script.file, event);
      if (event.kind === 'session-started') {
        progress.show(`${ended + 1}/${scripts.length} ${relative(process.cwd(), script.file)}: ${event.title}`);
      }
    };
    const [error, ...more] = errorsOf(script);
    const sessions = script.program.sessions.flatMap((session, index) =>
      options.filter === undefined || session.title.toLowerCase().includes(options.filter.toLowerCase()) ? index : [],
    );
    if (error) unreadable(script, error, more.length, chosen, emit);
    else if (sessions.length > 0) {
      // Each script has a sandbox of its own, so that their order and number do not matter.
      const opened = await openChosen(chosen, file);
      await runScript(script, opened, {
        emit,
        sessions,
        signal: cancel.signal,
        secret: async (name) => fromUser(name) ?? (await ask(`secret ${name} (or set ${secretVariable(name)})`)),
        prompt: ask,
        onTokenFailure: (reason) => {
          progress.clear();
          process.stderr.write(`mailwright: ${reason}\n`);
        },
        ...(options.var ? { variables: options.var } : {}),
        ...(options.timeout === undefined ? {} : { timeouts: { reply: options.timeout } }),
        ...(options.failFast ? { failFast: true } : {}),
        ...(record === undefined ? {} : { keepIn: `${record}.files` }),
      });
      await opened.close();
    }
    transcript?.close();
    ended++;
    out.finished(script.file);
  };
  const asked = new Map<string, Promise<string | undefined>>();
  const ask = (question: string): Promise<string | undefined> => {
    progress.clear();
    const answer = asked.get(question) ?? hiddenPrompt(question);
    asked.set(question, answer);
    return answer;
  };

  try {
    const queue = [...scripts];
    const worker = async (): Promise<void> => {
      for (let script = queue.shift(); script; script = queue.shift()) {
        await one(script);
        if (options.failFast && out.results.counts.failed > 0) queue.length = 0;
        if (cancel.signal.aborted) queue.length = 0;
      }
    };
    await Promise.all(Array.from({ length: Math.min(options.jobs, scripts.length) }, worker));
  } finally {
    progress.clear();
    cancel.release();
  }
  out.end(performance.now() - began);
  if (out.results.sessions.length === 0 && options.filter !== undefined) {
    throw new UsageError(`--filter ${options.filter}: no session’s title contains this`);
  }
  return cancel.signal.aborted ? exitCodes.cancelled : exitCodeOf(out.results.sessions);
}

/** A script with errors is a failed session in every report. */
function unreadable(
  script: LoadedScript,
  error: Problem,
  more: number,
  environment: string,
  emit: (event: RunEvent) => void,
): void {
  const rest = more > 0 ? ` (and ${more} more: mailwright check ${relative(process.cwd(), script.file)})` : '';
  const failure: Failure = {
    kind: 'parse',
    message: error.message + rest,
    place: { file: error.file ?? script.file, range: error.range },
    ...(error.advice === undefined ? {} : { advice: error.advice }),
  };
  const counts = { passed: 0, failed: 1, skipped: 0, cancelled: 0 };
  const title = 'the script has errors';
  emit({ seq: 1, at: 0, kind: 'run-started', version: transcriptVersion, startedAt: Date.now(), environment });
  emit({ seq: 2, at: 0, session: 0, kind: 'session-started', title, file: script.file, protocol: 'smtp' });
  emit({ seq: 3, at: 0, session: 0, kind: 'session-ended', outcome: 'failed', failure, ms: 0 });
  emit({ seq: 4, at: 0, kind: 'run-ended', outcome: 'failed', counts, ms: 0 });
}

/** `DIR/a__b.imap.jsonl` for `a/b.imap`. */
const transcriptPath = (folder: string, file: string): string =>
  join(
    folder,
    `${relative(process.cwd(), file)
      .replaceAll(/^(\.\.[\\/])+/g, '')
      .replaceAll(/[\\/]/g, '__')}.jsonl`,
  );

/** The first Ctrl-C ends the run cleanly, the second at once. */
function cancelOnSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.cancelled);
    process.stderr.write('\nending the session… (once more: at once)\n');
    controller.abort();
  };
  const named = ['SIGINT', 'SIGTERM'] as const;
  for (const name of named) process.on(name, stop);
  return {
    signal: controller.signal,
    release() {
      for (const name of named) process.off(name, stop);
    },
  };
}
