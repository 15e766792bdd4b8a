/** An account as the mailboxes view opens one, for benchmarks. */
import type { Result } from '../../src/base';
import { type Account, type Folder, openAccount, type Space, type Trouble } from '../../src/mailbox';
import { dialer, systemClock } from '../../src/net';

export interface Login {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export const clock = systemClock();

/** Nothing is connected yet. */
export const accountOf = ({ port, user, password }: Login): Account =>
  openAccount(
    {
      label: `${user} · bench`,
      url: `imap://127.0.0.1:${port}`,
      environment: 'bench',
      insecure: true,
      who: async () => ({ ok: true, value: { user, password, secretName: user } }),
    },
    { dial: dialer({ now: Date.now }), clock, random: (count) => crypto.getRandomValues(new Uint8Array(count)) },
  );

/** The value, or the trouble as an exception. */
export function good<T>(result: Result<T, Trouble>): T {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value;
}

/** Connects, and asks for the namespaces; the first of them. */
export async function connected(account: Account): Promise<Space> {
  good(await account.connect());
  const [space] = good(await account.spaces());
  if (!space) throw new Error('no namespace');
  return space;
}

/** The folders of a namespace, when the figures of each that can be opened are known. */
export async function counted(account: Account, space: Space): Promise<readonly Folder[]> {
  good(await account.folders(space));
  const folders = (): readonly Folder[] => account.listed(space) ?? [];
  const isCounted = ({ selectable, counts }: Folder): boolean => !selectable || counts !== undefined;
  await new Promise<void>((resolve) => {
    if (folders().every(isCounted)) return resolve();
    const end = account.onChange(() => {
      if (!folders().every(isCounted)) return;
      end();
      resolve();
    });
  });
  return folders();
}
