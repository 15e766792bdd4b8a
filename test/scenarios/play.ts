/** Runs one script in an open environment and keeps all that it told. */
import { getRandomValues } from 'node:crypto';
import type { Problem } from '../../src/base';
import { type LoadedScript, loadScript } from '../../src/host/load-script';
import type { OpenEnvironment } from '../../src/host/open-environment';
import { scriptFiles } from '../../src/host/script-files';
import { systemClock } from '../../src/net';
import { run } from '../../src/session';
import type { Clock, Ports } from '../../src/session/ports';
import type { Failure, Outcome, RunEvent } from '../../src/transcript/event';

export interface Played {
  readonly loaded: LoadedScript;
  /** Errors found before anything ran; then there are no events. */
  readonly errors: readonly Problem[];
  readonly events: readonly RunEvent[];
  readonly sessions: readonly PlayedSession[];
}

export interface PlayedSession {
  readonly title: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly failure?: Failure;
}

export interface PlayOptions {
  /** Secrets that the environment does not know. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Set from outside, over the environment's. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly random?: (count: number) => Uint8Array;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Throws only when the file cannot be read. */
export async function play(file: string, opened: OpenEnvironment, options: PlayOptions = {}): Promise<Played> {
  const known = Object.keys({ ...opened.environment.variables, ...options.variables });
  const read = loadScript(file, known);
  if (!read.ok) throw new Error(read.error);
  const loaded = read.value;
  const errors = loaded.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) return { loaded, errors, events: [], sessions: [] };
  const events: RunEvent[] = [];
  const faults = opened.faults?.();
  const ports: Ports = {
    dial: opened.dial,
    clock: options.clock ?? systemClock(),
    random: options.random ?? ((count) => getRandomValues(new Uint8Array(count))),
    files: scriptFiles(),
    secrets: {
      secret: async (name) => opened.secret(name) ?? options.secrets?.[name],
      prompt: async () => undefined,
    },
    variable: (name) => (name === 'MAILWRIGHT_SCENARIO' ? 'yes' : undefined),
    hostname: 'client.example',
    ...(faults ? { fault: faults.set } : {}),
    emit: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  };
  await run(loaded.program, ports, {
    environment: opened.environment,
    ...(options.variables ? { variables: options.variables } : {}),
  });
  return { loaded, errors, events, sessions: sessionsOf(events) };
}

function sessionsOf(events: readonly RunEvent[]): PlayedSession[] {
  let title = '';
  return events.flatMap((event) => {
    if (event.kind === 'session-started') title = event.title;
    if (event.kind !== 'session-ended') return [];
    const { outcome, reason, failure } = event;
    return [{ title, outcome, ...(reason === undefined ? {} : { reason }), ...(failure ? { failure } : {}) }];
  });
}
