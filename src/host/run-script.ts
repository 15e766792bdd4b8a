/** Runs one compiled script in an open environment, with the machine's own clock, files and randomness. */
import { hostname } from 'node:os';
import { systemClock } from '../net';
import { type RunOptions, type RunResult, run } from '../session';
import type { Ports } from '../session/ports';
import type { RunEvent } from '../transcript/event';
import type { LoadedScript } from './load-script';
import { secretOrToken, type TokenKeeper } from './oauth/secret-or-token';
import type { OpenEnvironment } from './open-environment';
import { scriptFiles } from './script-files';

export interface RunScriptOptions extends Omit<RunOptions, 'environment'>, TokenKeeper {
  readonly emit: (event: RunEvent) => void;
  /** Where secrets come from that the environment does not know itself. */
  readonly secret: (name: string) => string | undefined | Promise<string | undefined>;
  /** Asks the user, hidden. */
  readonly prompt?: (text: string) => Promise<string | undefined>;
  /** The folder for literals too large for a transcript. */
  readonly keepIn?: string;
}

export async function runScript(
  loaded: LoadedScript,
  opened: OpenEnvironment,
  { emit, secret, prompt, keepIn, keepSecret, onTokenFailure, ...options }: RunScriptOptions,
): Promise<RunResult> {
  const faults = opened.faults?.();
  const ports: Ports = {
    dial: opened.dial,
    clock: systemClock(),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    files: scriptFiles(keepIn),
    secrets: {
      secret: secretOrToken(opened, secret, {
        ...(keepSecret ? { keepSecret } : {}),
        ...(onTokenFailure ? { onTokenFailure } : {}),
      }),
      prompt: prompt ?? (async () => undefined),
    },
    variable: (name) => process.env[name],
    hostname: hostname(),
    emit,
    ...(faults ? { fault: faults.set } : {}),
  };
  try {
    return await run(loaded.program, ports, { ...options, environment: opened.environment });
  } finally {
    faults?.restore();
  }
}
