/** What activation costs of our own time: loading dist/extension.js and `activate()`, in fresh processes, before the language client. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { inTurns } from './measure';
import { type Result, result } from './result';

interface Activation {
  readonly loading: number;
  readonly activating: number;
  readonly loaded: readonly string[];
}

export async function activation(): Promise<Result> {
  const host = resolve('test/extension/activation-host.cjs');
  let files = 0;
  const activate = (): Activation => {
    const activated = JSON.parse(execFileSync(process.execPath, [host], { encoding: 'utf8' })) as Activation;
    files = activated.loaded.length;
    return activated;
  };
  const taken = await inTurns(21, {
    ours: async () => {
      const { loading, activating } = activate();
      return loading + activating;
    },
  });
  return result({
    name: 'activation',
    value: taken.ours,
    unit: 'ms, loading and activate()',
    peer: `none; ${files} files`,
    ratio: taken.ours,
    bar: '<= 50',
  });
}
