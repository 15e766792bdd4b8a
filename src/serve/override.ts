/** Plays a script over another server: the commands that it speaks of are answered by it, all others are passed on. */
import type { Program } from '../script/program';
import { failure } from '../session/failure';
import { masked } from '../session/link';
import type { Failure } from '../transcript/event';
import type { ServeOptions, ServeResult } from './options';
import { type OverridePorts, passing } from './override-client';
import { type Rule, rulesOf } from './rules';
import { total } from './serve';
import { openServing } from './serving';

/** Clients at the same time; more wait. */
const mostClients = 50;

/**
 * Serves until each line of the script has been used and the clients have left. The run fails when it is ended before, naming the
 * lines that no client ever said.
 */
export async function override(program: Program, ports: OverridePorts, options: ServeOptions): Promise<ServeResult> {
  const { clock, door } = ports;
  const began = clock.now();
  const serving = await openServing(program, ports, options);
  const { recorder } = serving;
  // Registered, so that they are masked when clients sign in underneath.
  for (const { secret } of Object.values(options.environment.users)) {
    if (secret !== undefined) await serving.secrets.secret(secret);
  }
  const rules = rulesOf(program, serving.values);
  const broken: (Failure | undefined)[] = program.sessions.map(() => (rules.ok ? undefined : rules.error));
  program.sessions.forEach(({ title, protocol, place }, session) => {
    recorder.emit({ kind: 'session-started', title, file: program.file, protocol }, { session, place });
  });
  if (rules.ok) {
    let open = 0;
    let settle = (): void => {};
    const over = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const finished = (): boolean =>
      options.signal?.aborted === true || (open === 0 && rules.value.every((rule) => rule.left === 0));
    const look = (): void => {
      while (open < mostClients && !options.signal?.aborted) {
        const transport = door.take();
        if (!transport) break;
        open++;
        void passing(serving, ports, rules.value, transport).then((cause) => {
          open--;
          broken[0] ??= cause;
          look();
          if (finished()) settle();
        });
      }
    };
    const ended = door.onArrival(look);
    const cancelled = (): void => settle();
    options.signal?.addEventListener('abort', cancelled, { once: true });
    look();
    if (!finished()) await over;
    ended();
    options.signal?.removeEventListener('abort', cancelled);
  }
  const counts = { passed: 0, failed: 0, skipped: 0, cancelled: 0 };
  program.sessions.forEach(({ place }, session) => {
    const cause = broken[session] ?? (rules.ok ? unused(rules.value, session) : undefined);
    const failing = cause && masked(cause, recorder);
    if (failing) recorder.emit({ kind: 'failed', failure: failing }, { session, place: failing.place });
    counts[failing ? 'failed' : 'passed']++;
    const result = failing ? { outcome: 'failed' as const, failure: failing } : { outcome: 'passed' as const };
    recorder.emit({ kind: 'session-ended', ...result, ms: clock.now() - began }, { session, place });
  });
  const outcome = total(counts);
  recorder.emit({ kind: 'run-ended', outcome, counts, ms: clock.now() - began });
  return { outcome, counts };
}

function unused(rules: readonly Rule[], session: number): Failure | undefined {
  const rule = rules.find((one) => one.session === session && one.left > 0);
  return rule && failure('mismatch', 'No client ever said this', { place: rule.command.place });
}
