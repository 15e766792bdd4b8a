/** What all sessions of one serving share: events, values, secrets; the preamble has been carried out. */
import { defaultLimits } from '../protocol/finding';
import type { Program } from '../script/program';
import { fetchSecrets } from '../session/preflight';
import { createRecorder } from '../session/recorder';
import { secretStore } from '../session/secrets';
import { expressionsOf } from '../session/values/expressions';
import { everyStep } from '../session/walk';
import { transcriptVersion } from '../transcript/event';
import { createRedactor } from '../transcript/redact';
import { wishesOf } from './make/wishes';
import type { ServeOptions, ServeTimeouts } from './options';
import type { ServePorts } from './ports';
import type { SessionServing } from './serve-session';
import { shownText } from './values/hole';
import { createKnownValues } from './values/known-values';

export type Serving = Omit<SessionServing, 'index' | 'session'>;

const defaultTimeouts: ServeTimeouts = { accept: Number.POSITIVE_INFINITY, command: 30_000, session: 300_000 };

/** Begins a run: its first event is emitted. */
export async function openServing(program: Program, ports: ServePorts, options: ServeOptions): Promise<Serving> {
  const redactor = createRedactor();
  const { clock } = ports;
  const recorder = createRecorder(ports, redactor);
  const began = clock.now();
  const { name: environment, variables } = options.environment;
  recorder.emit({ kind: 'run-started', version: transcriptVersion, startedAt: began, environment });
  const secrets = secretStore(ports.secrets, redactor);
  const values = createKnownValues(
    {
      random: ports.random,
      clock,
      variable: ports.variable,
      hostname: ports.hostname,
      secret: (name) => secrets.known(name),
      prompt: (text) => secrets.answered(text),
    },
    redactor,
    options.variables,
  );
  for (const [name, value] of Object.entries(variables)) values.set(name, value);
  const steps = [...program.preamble, ...program.sessions.flatMap((one) => [...one.steps, ...one.cleanup])];
  await fetchSecrets(
    expressionsOf([...everyStep(steps)]).filter(({ source }) => source.kind === 'builtin' && source.name === 'secret'),
    secrets,
  );
  for (const step of program.preamble) {
    if (step.kind === 'assign') values.assign(step.name, step.value);
    if (step.kind === 'compose') values.leaveOpen(step.name);
    if (step.kind === 'log') {
      const text = redactor.text(shownText(values.pieces(step.text)));
      recorder.emit({ kind: 'logged', level: 'log', text }, { place: step.place });
    }
  }
  return {
    program,
    ports,
    options,
    recorder,
    values,
    secrets,
    wishes: wishesOf(program, values),
    timeouts: { ...defaultTimeouts, ...options.timeouts },
    limits: { ...defaultLimits, ...options.limits },
  };
}
