/** Runs a script against servers that follow a dialogue, and gives back what happened. */
// What the engine loads on demand is loaded beforehand: the clock of these tests does not wait for a disk.
import '../../../src/session/auth';
import { err, lineIndex, ok } from '../../../src/base';
import type { Protocol } from '../../../src/protocol/finding';
import { compile } from '../../../src/script';
import { run } from '../../../src/session';
import type { RunOptions } from '../../../src/session/options';
import type { Environment, KeptFile, Ports } from '../../../src/session/ports';
import type { Failure, RunEvent } from '../../../src/transcript/event';
import { virtualClock } from './clock';
import { type FakeServer, fakeServer, type Turn, tlsFacts } from './fake-server';

export interface Scenario {
  /** Default `smtp`. */
  readonly protocol?: Protocol;
  readonly script: string;
  /** One dialogue, or one for each connection in the order they are opened. */
  readonly server?: readonly Turn[] | readonly (readonly Turn[])[];
  /** Octets the server's words come in at a time; default: as they are said. */
  readonly chunk?: number;
  readonly tls?: boolean;
  readonly tlsFailure?: Failure;
  readonly dialFailure?: Failure;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly environment?: Partial<Environment>;
  readonly options?: Partial<RunOptions>;
  /** Aborts the run when this event comes. */
  readonly abortAt?: (event: RunEvent) => boolean;
  /** The connection never answers the dialling. */
  readonly neverConnects?: boolean;
}

export interface Played {
  readonly outcome: string;
  readonly outcomes: readonly string[];
  readonly events: readonly RunEvent[];
  /** Of the first session that failed. */
  readonly failure: Failure | undefined;
  /** The line (from 1) of the script on which it failed. */
  readonly line: number | undefined;
  readonly reasons: readonly string[];
  /** The dialogue as the transcript has it. */
  readonly transcript: readonly string[];
  readonly servers: readonly FakeServer[];
  readonly captured: Readonly<Record<string, string>>;
  readonly kept: Readonly<Record<string, string>>;
  readonly elapsed: number;
}

const endings: Readonly<Record<Protocol, string>> = { smtp: 'smtp', lmtp: 'lmtp', imap: 'imap', pop3: 'pop3' };

export async function play(scenario: Scenario): Promise<Played> {
  const protocol = scenario.protocol ?? 'smtp';
  const file = `test.${endings[protocol]}`;
  const { program, problems } = compile(scenario.script, { file, load: () => ({ error: 'no such file' }) });
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new Error(`the script has problems: ${errors.map((one) => one.message).join('; ')}`);

  const clock = virtualClock();
  const events: RunEvent[] = [];
  const servers: FakeServer[] = [];
  const dialogues = dialoguesOf(scenario.server ?? []);
  const kept: Record<string, string> = {};
  const abort = new AbortController();
  const ports: Ports = {
    clock,
    dial: async ({ url }) => {
      if (scenario.neverConnects) return new Promise(() => undefined);
      if (scenario.dialFailure) return err(scenario.dialFailure);
      const dialogue = dialogues[servers.length] ?? [];
      const server = fakeServer(dialogue, {
        url,
        chunk: scenario.chunk ?? 1_000_000,
        tls: scenario.tls ? tlsFacts : undefined,
        tlsFailure: scenario.tlsFailure,
        after: (ms, callback) => void clock.after(ms, callback),
      });
      servers.push(server);
      return ok(server.transport);
    },
    random: (count) => Uint8Array.from({ length: count }, (_, i) => (i * 37 + 11) % 251),
    files: {
      read: async (path) => {
        const bytes = scenario.files?.[path];
        return bytes ? ok(bytes) : err('no such file');
      },
      keep: (hint) => keptFile(hint, kept),
    },
    secrets: { secret: async (name) => scenario.secrets?.[name], prompt: async () => undefined },
    variable: () => undefined,
    hostname: 'client.example',
    emit: (event) => {
      events.push(event);
      if (scenario.abortAt?.(event)) abort.abort();
    },
  };
  const began = clock.now();
  let result: Awaited<ReturnType<typeof run>> | undefined;
  let broken: unknown;
  run(program, ports, {
    environment: {
      name: 'test',
      servers: Object.fromEntries(
        ['smtp', 'submission', 'lmtp', 'imap', 'pop3'].map((name) => [name, `${name}://mail.example:1`]),
      ),
      users: {},
      variables: {},
      ...scenario.environment,
    },
    signal: abort.signal,
    ...scenario.options,
  }).then(
    (value) => {
      result = value;
    },
    (reason: unknown) => {
      broken = reason ?? 'rejected';
    },
  );
  await clock.play(() => result !== undefined || broken !== undefined);
  if (broken !== undefined) throw broken;
  const ended = events.filter((event) => event.kind === 'session-ended');
  const failure = ended.find((event) => event.failure)?.failure;
  return {
    outcome: result?.outcome ?? 'none',
    outcomes: ended.map((event) => event.outcome),
    events,
    failure,
    line: failure?.place ? lineIndex(scenario.script).position(failure.place.range.start).line + 1 : undefined,
    reasons: ended.flatMap((event) => event.reason ?? []),
    transcript: events.flatMap(shownEvent),
    servers,
    captured: Object.fromEntries(
      events.flatMap((event) => (event.kind === 'captured' ? [[event.name, event.value]] : [])),
    ),
    kept,
    elapsed: clock.now() - began,
  };
}

function dialoguesOf(server: NonNullable<Scenario['server']>): readonly (readonly Turn[])[] {
  return typeof server[0] === 'string' ? [server as readonly Turn[]] : (server as readonly (readonly Turn[])[]);
}

function keptFile(hint: string, kept: Record<string, string>): KeptFile {
  const name = `${hint}-${Object.keys(kept).length + 1}`;
  kept[name] = '';
  return {
    name,
    write: (bytes) => {
      kept[name] += new TextDecoder().decode(bytes);
    },
    end: () => undefined,
  };
}

/** An event as a line of dialogue. */
function shownEvent(event: RunEvent): string[] {
  const name = event.connection === undefined ? '' : `${event.connection} `;
  switch (event.kind) {
    case 'sent':
      return [`${name}C: ${event.wire.text.replace(/\r\n$/, '')}`];
    case 'received':
      return [`${name}S: ${event.wire.text.replace(/\r\n$/, '')}${event.unexpected ? ' (unexpected)' : ''}`];
    case 'secured':
      return ['TLS'];
    case 'compressed':
      return ['DEFLATE'];
    case 'closed':
      return [`${name}closed by ${event.by} (${event.how})`];
    case 'logged':
      return [`${event.level}: ${event.text}`];
    default:
      return [];
  }
}

/** Plays the scenario with the server's words cut at several sizes; the outcomes must agree. */
export async function playAtEverySize(scenario: Scenario): Promise<Played> {
  const whole = await play(scenario);
  for (const chunk of [1, 2, 3, 7]) {
    const cut = await play({ ...scenario, chunk });
    const same =
      cut.outcome === whole.outcome &&
      cut.failure?.kind === whole.failure?.kind &&
      cut.transcript.join('\n') === whole.transcript.join('\n');
    if (!same) {
      throw new Error(
        `cut into ${chunk} octets it goes otherwise:\n${cut.transcript.join('\n')}\n${JSON.stringify(cut.failure)}\ninstead of\n${whole.transcript.join('\n')}\n${JSON.stringify(whole.failure)}`,
      );
    }
  }
  return whole;
}

/** The session passed, and the servers heard all that their dialogues have, and nothing else. */
export function problemsOf(played: Played): readonly string[] {
  return [
    ...(played.failure
      ? [`failed: ${played.failure.message} | ${played.failure.actual ?? ''} | ${played.failure.advice ?? ''}`]
      : []),
    ...played.servers.flatMap((server) => server.problem ?? []),
    ...played.servers.flatMap((server) => (server.left.length > 0 ? [`left: ${server.left.join(' / ')}`] : [])),
  ];
}
