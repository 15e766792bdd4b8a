/** Plays a program from the server's end: its preamble once, then its sessions in file order, each with the clients that come. */
import type { Program } from '../script/program';
import type { Outcome } from '../transcript/event';
import type { ServeOptions, ServeResult } from './options';
import type { ServePorts } from './ports';
import { type SessionResult, serveSession } from './serve-session';
import { openServing } from './serving';

/**
 * Plays `program` once through for the clients of `ports.door`, and tells `ports.emit` everything that happens, in the events of a
 * run: what the client says is `sent`, what it is told is `received`. Never rejects for what clients, networks or scripts do.
 */
export async function serve(program: Program, ports: ServePorts, options: ServeOptions): Promise<ServeResult> {
  const { clock } = ports;
  const began = clock.now();
  const serving = await openServing(program, ports, options);
  const { recorder } = serving;
  const counts = { passed: 0, failed: 0, skipped: 0, cancelled: 0 };
  for (const [index, session] of program.sessions.entries()) {
    const at = { session: index, place: session.place };
    const { title, protocol } = session;
    recorder.emit({ kind: 'session-started', title, file: program.file, protocol }, at);
    const start = clock.now();
    const result = skipped(counts, options) ?? (await serveSession({ ...serving, index, session }));
    counts[result.outcome]++;
    recorder.emit({ kind: 'session-ended', ...result, ms: clock.now() - start }, at);
  }
  const outcome = total(counts);
  recorder.emit({ kind: 'run-ended', outcome, counts, ms: clock.now() - began });
  return { outcome, counts };
}

/** A client that has left the script is not waited for. */
function skipped(counts: ServeResult['counts'], { signal }: ServeOptions): SessionResult | undefined {
  if (signal?.aborted) return { outcome: 'cancelled', reason: 'the run was cancelled' };
  return counts.failed > 0 ? { outcome: 'skipped', reason: 'an earlier session failed' } : undefined;
}

export function total(counts: ServeResult['counts']): Outcome {
  if (counts.failed > 0) return 'failed';
  if (counts.cancelled > 0) return 'cancelled';
  return counts.passed === 0 && counts.skipped > 0 ? 'skipped' : 'passed';
}
