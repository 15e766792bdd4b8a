/** Accounts over a sandbox, closed by the end of the test; time that the test moves. */
import { afterEach } from 'vitest';
import type { Result } from '../../src/base';
import {
  type Account,
  type AccountSettings,
  type Folder,
  openAccount,
  type Space,
  type Trouble,
} from '../../src/mailbox';
import { dialer, systemClock } from '../../src/net';
import type { Sandbox } from '../../src/sandbox';
import type { Clock } from '../../src/session/ports';
import type { RunEvent } from '../../src/transcript/event';
import { passwords } from '../sandbox/harness';

let open: Account[] = [];
afterEach(async () => {
  const closing = open;
  open = [];
  await Promise.all(closing.map((account) => account.close()));
});

export interface AccountOptions extends Partial<AccountSettings> {
  readonly user?: keyof typeof passwords;
  readonly password?: string;
  readonly clock?: Clock;
}

export function accountOf(sandbox: Pick<Sandbox, 'imap' | 'ca'>, options: AccountOptions = {}): Account {
  const { user = 'alice', password = passwords[user], clock = systemClock(), ...settings } = options;
  const account = openAccount(
    {
      label: `${user} · sandbox`,
      url: sandbox.imap,
      environment: 'sandbox',
      timeoutMs: 5_000,
      who: async () => ({ ok: true, value: { user, password, secretName: user } }),
      ...settings,
    },
    {
      dial: dialer({ ca: [sandbox.ca], onlyCa: true, now: Date.now }),
      clock,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    },
  );
  open.push(account);
  return account;
}

/** The system's time; what waits a second or longer waits until the test says so. */
export function heldClock(): Clock & { readonly waits: number[]; go(): void } {
  const real = systemClock();
  const held: (() => void)[] = [];
  const waits: number[] = [];
  return {
    waits,
    now: real.now,
    zone: real.zone,
    after(ms, callback) {
      if (ms < 1_000 || ms === 5_000 || ms > 150_000) return real.after(ms, callback);
      waits.push(ms);
      held.push(callback);
      return () => {
        const at = held.indexOf(callback);
        if (at !== -1) held.splice(at, 1);
      };
    },
    go: () => held.shift()?.(),
  };
}

/** The value, or the trouble as the test's failure. */
export function good<T>(result: Result<T, Trouble>): T {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value;
}

/** All folders of the first namespace, which is asked for. */
export async function foldersOf(
  account: Account,
): Promise<{ readonly space: Space; readonly folders: readonly Folder[] }> {
  const [space] = good(await account.spaces());
  if (!space) throw new Error('no namespace');
  return { space, folders: good(await account.folders(space)) };
}

export function folderOf(account: Account, name: string): Folder {
  const folder = account.folder(name);
  if (!folder) throw new Error(`there is no folder ${name}`);
  return folder;
}

/** Resolves when the account's changes have made it so. */
export const until = (account: Account, isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    if (isSo()) return resolve();
    const end = account.onChange(() => {
      if (!isSo()) return;
      end();
      resolve();
    });
  });

/** What was said, a line each, without tags. */
export const said = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.kind === 'sent') return [`C: ${event.wire.text.replace(/^\w+ /, '').trimEnd()}`];
    if (event.kind === 'received') return [`S: ${event.wire.text.replace(/^(?![*+])\w+ /, '').trimEnd()}`];
    return [];
  });
