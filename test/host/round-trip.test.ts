import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compileText, errorsOf, type OpenEnvironment, openEnvironment, runScript } from '../../src/host';
import type { RunEvent } from '../../src/transcript/event';
import { toScript } from '../../src/transcript/script';

let opened: OpenEnvironment | undefined;
afterEach(() => opened?.close());

async function run(file: string, text: string): Promise<{ events: RunEvent[]; failures: string[] }> {
  const script = compileText(file, text, []);
  const errors = errorsOf(script).map((problem) => problem.message);
  const events: RunEvent[] = [];
  if (opened && errors.length === 0) {
    await runScript(script, opened, {
      emit: (event) => events.push(event),
      // The example that signs in with a wrong password: what was typed is a secret, and comes back as one.
      secret: (name) => (name === 'password' ? 'wrong-password' : undefined),
    });
  }
  const failures = events.flatMap((event) =>
    event.kind === 'session-ended' && event.outcome !== 'passed' ? [event.failure?.message ?? event.reason ?? ''] : [],
  );
  return { events, failures: [...errors, ...failures] };
}

describe('a transcript, turned into a script and run again on the same server', () => {
  for (const name of readdirSync('examples')) {
    it(`passes: ${name}`, async () => {
      const environment = await openEnvironment('sandbox', undefined);
      if (!environment.ok) throw new Error(environment.error);
      opened = environment.value;
      const file = resolve('examples', name);
      const first = await run(file, readFileSync(file, 'utf8'));
      expect(first.failures).toEqual([]);
      const again = await run(file, toScript(first.events));
      expect(again.failures).toEqual([]);
      expect(again.events.filter((event) => event.kind === 'session-ended')).toHaveLength(
        first.events.filter((event) => event.kind === 'session-ended').length,
      );
    });
  }
});
