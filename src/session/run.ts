/** Runs a program: its preamble once, then its sessions in file order. */
import type { Program, SessionProgram } from '../script/program';
import { type Failure, type Outcome, transcriptVersion } from '../transcript/event';
import { createRedactor, type Redactor } from '../transcript/redact';
import { failure } from './failure';
import { masked } from './link';
import type { RunOptions, RunResult, Timeouts } from './options';
import { createPayloads, type Payloads } from './payload';
import type { Ports } from './ports';
import { fetchSecrets } from './preflight';
import { createRecorder, type Recorder } from './recorder';
import { runSession, type SessionResult } from './run-session';
import { type SecretStore, secretStore } from './secrets';
import { expressionsOf } from './values/expressions';
import { createValues, type Values } from './values/values';

const defaultTimeouts: Timeouts = { connect: 10_000, reply: 30_000, session: 300_000 };

/**
 * Runs `program` and tells `ports.emit` everything that happens. Never rejects for what servers, networks or scripts do: that is in
 * the events and the result.
 */
export async function run(program: Program, ports: Ports, options: RunOptions): Promise<RunResult> {
  const redactor = createRedactor();
  const recorder = createRecorder(ports, redactor);
  const { clock } = ports;
  const began = clock.now();
  recorder.emit({
    kind: 'run-started',
    version: transcriptVersion,
    startedAt: began,
    environment: options.environment.name,
  });
  const secrets = secretStore(ports.secrets, redactor);
  const everything: Everything = {
    program,
    ports,
    options,
    recorder,
    secrets,
    values: valuesFor(ports, options, secrets, redactor),
    payloads: createPayloads(ports.files),
    timeouts: { ...defaultTimeouts, ...options.timeouts },
  };
  const counts = { passed: 0, failed: 0, skipped: 0, cancelled: 0 };
  const results = new Map<number, Outcome>();
  const broken = await preamble(everything);
  for (const index of chosen(program, options)) {
    const session = program.sessions[index];
    if (!session) continue;
    const at = { session: index, place: session.place };
    const start = clock.now();
    recorder.emit(
      { kind: 'session-started', title: session.title, file: program.file, protocol: session.protocol },
      at,
    );
    const result = skipReason(everything, session, results) ?? (await one(everything, index, session, broken));
    results.set(index, result.outcome);
    counts[result.outcome]++;
    recorder.emit({ kind: 'session-ended', ...result, ms: clock.now() - start }, at);
  }
  const outcome = total(counts);
  recorder.emit({ kind: 'run-ended', outcome, counts, ms: clock.now() - began });
  return { outcome, counts };
}

interface Everything {
  readonly program: Program;
  readonly ports: Ports;
  readonly options: RunOptions;
  readonly recorder: Recorder;
  readonly secrets: SecretStore;
  readonly values: Values;
  readonly payloads: Payloads;
  readonly timeouts: Timeouts;
}

function valuesFor(ports: Ports, options: RunOptions, secrets: SecretStore, redactor: Redactor): Values {
  const values = createValues(
    {
      random: ports.random,
      clock: ports.clock,
      variable: ports.variable,
      hostname: ports.hostname,
      secret: (name) => secrets.known(name),
      prompt: (text) => secrets.answered(text),
    },
    redactor,
    options.variables,
  );
  for (const [name, value] of Object.entries(options.environment.variables)) values.set(name, value);
  return values;
}

/** The preamble's assignments; what goes wrong there fails every session. */
async function preamble({ program, values, secrets, recorder }: Everything): Promise<Failure | undefined> {
  await fetchSecrets(expressionsOf(program.preamble), secrets);
  for (const step of program.preamble) {
    if (step.kind !== 'assign' && step.kind !== 'log') continue;
    const value = step.kind === 'assign' ? values.assign(step.name, step.value) : values.expand(step.text);
    if (!value.ok) return masked({ ...value.error, place: value.error.place ?? step.place }, recorder);
    if (step.kind === 'log') {
      recorder.emit(
        { kind: 'logged', level: 'log', text: recorder.redactor.text(value.value.text) },
        { place: step.place },
      );
    }
  }
  return undefined;
}

/** The sessions to run, with those whose captures they need, in file order. */
function chosen(program: Program, options: RunOptions): readonly number[] {
  const all = program.sessions.map((_, index) => index);
  if (!options.sessions) return all;
  const wanted = new Set<number>();
  const want = (index: number): void => {
    const session = program.sessions[index];
    if (!session || wanted.has(index)) return;
    wanted.add(index);
    session.needsSessions.forEach(want);
  };
  options.sessions.forEach(want);
  return all.filter((index) => wanted.has(index));
}

function skipReason(
  { program, options }: Everything,
  session: SessionProgram,
  results: ReadonlyMap<number, Outcome>,
): SessionResult | undefined {
  if (options.signal?.aborted) return { outcome: 'cancelled', reason: 'the run was cancelled' };
  for (const needed of session.needsSessions) {
    const outcome = results.get(needed);
    if (outcome === 'passed') continue;
    const title = program.sessions[needed]?.title ?? `session ${needed + 1}`;
    return {
      outcome: 'skipped',
      reason: `it needs "${title}", which ${outcome === undefined ? 'did not run' : verbs[outcome]}`,
    };
  }
  if (options.failFast && [...results.values()].includes('failed')) {
    return { outcome: 'skipped', reason: 'an earlier session failed' };
  }
  return undefined;
}

const verbs: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'was skipped',
  cancelled: 'was cancelled',
};

async function one(
  everything: Everything,
  index: number,
  session: SessionProgram,
  broken: Failure | undefined,
): Promise<SessionResult> {
  if (!broken) return runSession({ ...everything, index, session });
  const cause = broken.place ? broken : failure(broken.kind, broken.message, { place: session.place });
  everything.recorder.emit({ kind: 'failed', failure: cause }, { session: index, place: cause.place });
  return { outcome: 'failed', failure: cause };
}

function total(counts: RunResult['counts']): Outcome {
  if (counts.failed > 0) return 'failed';
  if (counts.cancelled > 0) return 'cancelled';
  return counts.passed === 0 && counts.skipped > 0 ? 'skipped' : 'passed';
}
