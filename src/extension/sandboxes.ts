/** The embedded servers that runs share: started once for each environment file that has settings for them, and kept. */
import { type EnvironmentFile, type OpenEnvironment, openEnvironment, sandboxName } from '../host';

export interface Sandboxes {
  /** The sandbox as this file wants it; started anew when its settings have changed. A text: why it does not start. */
  open(file: EnvironmentFile | undefined): Promise<OpenEnvironment | string>;
  /** Those that run now. */
  running(): readonly OpenEnvironment[];
  /** Calls back when one has started or ended; the answer ends that. */
  onDidChange(changed: () => void): { dispose(): void };
  /** Ends all that run. */
  close(): Promise<void>;
}

interface Kept {
  readonly settings: string;
  readonly opened: Promise<OpenEnvironment | string>;
}

export function sandboxes(): Sandboxes {
  const kept = new Map<string, Kept>();
  const listeners = new Set<() => void>();
  const running = new Set<OpenEnvironment>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const end = async ({ opened }: Kept): Promise<void> => {
    const sandbox = await opened;
    if (typeof sandbox === 'string') return;
    running.delete(sandbox);
    changed();
    await sandbox.close();
  };

  return {
    async open(file) {
      // files that want nothing of their own share one: mail sent by one script is there for the other
      const own = file?.sandbox ? file : undefined;
      const key = own?.path ?? '';
      const settings = JSON.stringify([own?.sandbox, own?.variables(sandboxName)]);
      const before = kept.get(key);
      if (before && before.settings !== settings) {
        kept.delete(key);
        await end(before);
      }
      const now = kept.get(key) ?? { settings, opened: start(own) };
      kept.set(key, now);
      const opened = await now.opened;
      if (kept.get(key) !== now) return opened;
      if (typeof opened === 'string') kept.delete(key);
      else if (!running.has(opened)) {
        running.add(opened);
        changed();
      }
      return opened;
    },
    running: () => [...running],
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    async close() {
      const all = [...kept.values()];
      kept.clear();
      await Promise.all(all.map(end));
    },
  };
}

const start = (file: EnvironmentFile | undefined): Promise<OpenEnvironment | string> =>
  openEnvironment(sandboxName, file).then(
    (result) => (result.ok ? result.value : result.error),
    (error: unknown) => `the sandbox does not start: ${error instanceof Error ? error.message : String(error)}`,
  );
