/** Plays a client's half of a mechanism against a server's half, as the three protocols would. */
import { createHash } from 'node:crypto';
import type { Result } from '../../../src/base';
import type { ClientMechanism, SaslFailure, ServerMechanism, ServerStep } from '../../../src/protocol/sasl/mechanism';

export interface Outcome {
  readonly server: ServerStep;
  /** What the client makes of it; undefined while the server refuses. */
  readonly client: Result<void, SaslFailure> | undefined;
  readonly notes: readonly string[];
}

/** @param initialResponse whether the protocol lets the first message go with the command */
export function exchange(client: ClientMechanism, server: ServerMechanism, initialResponse = true): Outcome {
  const notes: string[] = [];
  let held = client.initial;
  let message: Uint8Array | undefined;
  if (initialResponse && held) {
    message = held.response;
    notes.push(held.note);
    held = undefined;
  }
  for (let round = 0; round < 10; round++) {
    const answer = server.step(message);
    if (answer.kind !== 'challenge') {
      return { server: answer, client: answer.kind === 'success' ? client.finish() : undefined, notes };
    }
    if (held) {
      message = held.response;
      notes.push(held.note);
      held = undefined;
      continue;
    }
    const step = client.respond(answer.bytes);
    if (!step.ok) return { server: { kind: 'failure', reason: 'cancelled' }, client: step, notes };
    notes.push(step.value.note);
    message = step.value.response;
  }
  throw new Error('the exchange does not end');
}

/** Octets that look random and are the same each time. */
export function seeded(seed: string): (n: number) => Uint8Array {
  let count = 0;
  return (n) => {
    let bytes = new Uint8Array(0);
    while (bytes.length < n) {
      const more = createHash('sha256').update(`${seed}${count++}`).digest();
      bytes = new Uint8Array([...bytes, ...more]);
    }
    return bytes.subarray(0, n);
  };
}

export function value<T>(result: Result<T, SaslFailure>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.message);
}

export function failureOf<T>(result: Result<T, SaslFailure>): SaslFailure {
  if (result.ok) throw new Error('it passed');
  return result.error;
}
