/** The embedded servers that runs share: started once for each environment file that has settings for them, and kept. */
import { type EnvironmentFile, type OpenEnvironment, openEnvironment, sandboxName } from '../host';

export interface Sandboxes {
  /** The sandbox as this file wants it; started anew when its settings have changed. A text: why it does not start. */
  open(file: EnvironmentFile | undefined): Promise<OpenEnvironment | string>;
  /** Ends all that run. */
  close(): Promise<void>;
}

interface Kept {
  readonly settings: string;
  readonly opened: Promise<OpenEnvironment | string>;
}

export function sandboxes(): Sandboxes {
  const kept = new Map<string, Kept>();
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
      // what did not start is tried again
      if (typeof opened === 'string' && kept.get(key) === now) kept.delete(key);
      return opened;
    },
    async close() {
      const all = [...kept.values()];
      kept.clear();
      await Promise.all(all.map(end));
    },
  };
}

async function end({ opened }: Kept): Promise<void> {
  const sandbox = await opened;
  if (typeof sandbox !== 'string') await sandbox.close();
}

const start = (file: EnvironmentFile | undefined): Promise<OpenEnvironment | string> =>
  openEnvironment(sandboxName, file).then(
    (result) => (result.ok ? result.value : result.error),
    (error: unknown) => `the sandbox does not start: ${error instanceof Error ? error.message : String(error)}`,
  );
