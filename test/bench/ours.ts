/** Our side of a benchmark: a script run in this process as the command line runs it, its transcript on disk. */
import { join } from 'node:path';
import { compileText, type OpenEnvironment, runScript, transcriptFile } from '../../src/host';
import { dialer } from '../../src/net';
import type { Failure } from '../../src/transcript/event';

/** An environment of servers by URL; the password of every user is `secret`. */
export function environment(servers: Readonly<Record<string, string>>): OpenEnvironment {
  return {
    environment: {
      name: 'bench',
      servers,
      variables: {},
      users: { big: { login: 'big', secret: 'big' }, alice: { login: 'alice', secret: 'alice' } },
    },
    dial: dialer({ now: Date.now }),
    secret: () => 'secret',
    close: async () => {},
  };
}

/** Compiles once, runs as often as called; milliseconds between `from` and `to` (event kinds with marks), else of the whole run. */
export function scriptRun(folder: string, name: string, text: string, open: OpenEnvironment): () => Promise<number> {
  const script = compileText(join(folder, name), text, []);
  const [problem] = script.problems.filter((each) => each.severity === 'error');
  if (problem) throw new Error(`${name}: ${problem.message}`);
  return async () => {
    const transcript = transcriptFile(join(folder, `${name}.jsonl`));
    let failure: Failure | undefined;
    const marks: number[] = [];
    await runScript(script, open, {
      secret: () => undefined,
      timeouts: { session: 600_000, reply: 120_000 },
      emit(event) {
        transcript.write(event);
        if (event.kind === 'logged' && event.text.startsWith('mark')) marks.push(performance.now());
        if (event.kind === 'session-ended') failure = event.failure;
      },
    });
    transcript.close();
    if (failure) throw new Error(`${name}: ${failure.message} ${failure.actual ?? ''}`);
    const [from, to] = marks;
    if (from === undefined || to === undefined) throw new Error(`${name}: no marks`);
    return to - from;
  };
}
