/** The accounts of the chosen environment: one for each of its users, kept while the environment stays chosen. */
import * as vscode from 'vscode';
import type { OpenEnvironment } from '../../host';
import { secretOrToken } from '../../host/oauth/secret-or-token';
import type { Account, AccountChange, Trouble } from '../../mailbox';
import { systemClock } from '../../net';
import type { Environments } from '../environments';
import { runSecrets } from '../secrets';
import { loadMailbox } from './load';

export interface NamedAccount {
  /** As scripts call the user. */
  readonly name: string;
  readonly account: Account;
}

export interface Accounts extends vscode.Disposable {
  /** Opens the environment when it is first asked for. A Trouble says why there are none. */
  all(): Promise<readonly NamedAccount[] | Trouble>;
  /** Allows or forbids changes, and keeps that for the workspace. */
  allow(named: NamedAccount, changes: boolean): Promise<void>;
  /** Closes all connections and begins anew at the next `all`. */
  reset(): Promise<void>;
  readonly onChange: vscode.Event<{ readonly named: NamedAccount; readonly change: AccountChange }>;
  /** Other accounts than before. */
  readonly onReset: vscode.Event<void>;
}

const allowedKey = 'mailwright.mailboxes.allowChanges';

export function mailAccounts(
  environments: Environments,
  storage: vscode.SecretStorage,
  memory: vscode.Memento,
): Accounts {
  const changes = new vscode.EventEmitter<{ named: NamedAccount; change: AccountChange }>();
  const resets = new vscode.EventEmitter<void>();
  let opening: Promise<readonly NamedAccount[] | Trouble> | undefined;
  let opened: OpenEnvironment | undefined;
  let known: readonly NamedAccount[] = [];
  /** Ends questions for secrets when these accounts go. */
  let closing = new AbortController();

  const allowed = (): readonly string[] => memory.get<readonly string[]>(allowedKey) ?? [];
  const keyOf = ({ name, account }: NamedAccount): string => `${account.settings.environment}/${name}`;

  const open = async (): Promise<readonly NamedAccount[] | Trouble> => {
    const { openAccount, trouble } = await loadMailbox();
    // In no folder: the workspace's own environment file.
    const found = await environments.open(vscode.Uri.from({ scheme: 'untitled', path: 'mailboxes' }));
    if ('reason' in found) return trouble('connection', found.reason);
    opened = found.opened;
    const { environment, dial } = found.opened;
    const url = environment.servers.imap ?? environment.servers.imaps;
    if (url === undefined) {
      return trouble(
        'connection',
        `the environment “${environment.name}” has no IMAP server`,
        'Add "imap" to its servers in mailwright.env.json, or choose another environment.',
      );
    }
    const users = Object.entries(environment.users);
    if (users.length === 0) {
      return trouble(
        'sign-in',
        `the environment “${environment.name}” has no users`,
        'Add "users" to it in mailwright.env.json, or choose another environment.',
      );
    }
    const kept = runSecrets(storage, found.opened, closing.signal);
    const find = secretOrToken(found.opened, kept.secret, kept);
    known = users.map(([name, user]): NamedAccount => {
      const wanted = user.secret ?? user.tokenSecret;
      const account = openAccount(
        {
          label: `${name} · ${environment.name}`,
          url,
          environment: environment.name,
          async who() {
            const value = wanted === undefined ? undefined : await find(wanted);
            if (wanted !== undefined && value === undefined) {
              return {
                ok: false,
                error: trouble('sign-in', `there is no secret “${wanted}” for ${name}`, 'Try again, and enter it.'),
              };
            }
            const proof = value === undefined ? {} : user.secret === undefined ? { token: value } : { password: value };
            return { ok: true, value: { user: user.login, secretName: wanted ?? name, ...hostOf(url), ...proof } };
          },
        },
        { dial, clock: systemClock(), random: (count) => crypto.getRandomValues(new Uint8Array(count)) },
      );
      const named = { name, account };
      account.allowChanges = allowed().includes(keyOf(named));
      account.onChange((change) => changes.fire({ named, change }));
      return named;
    });
    return known;
  };

  const accounts: Accounts = {
    all() {
      opening ??= open();
      return opening;
    },
    async allow(named, may) {
      named.account.allowChanges = may;
      const others = allowed().filter((key) => key !== keyOf(named));
      await memory.update(allowedKey, may ? [...others, keyOf(named)] : others);
      changes.fire({ named, change: { kind: 'state', state: named.account.state } });
    },
    async reset() {
      await opening?.catch(() => undefined);
      opening = undefined;
      const before = known;
      known = [];
      closing.abort();
      closing = new AbortController();
      const environment = opened;
      opened = undefined;
      await Promise.all(before.map(({ account }) => account.close()));
      await environment?.close();
      resets.fire();
    },
    onChange: changes.event,
    onReset: resets.event,
    dispose() {
      chosen.dispose();
      changes.dispose();
      closing.abort();
      for (const { account } of known) void account.close();
      void opened?.close();
    },
  };
  const chosen = environments.onDidChoose(() => void accounts.reset());
  return accounts;
}

/** Host and port of a URL, for OAUTHBEARER (RFC 7628 §3.1). */
function hostOf(url: string): { readonly host?: string; readonly port?: number } {
  const found = /^[a-z0-9]+:\/\/(?:\[([^\]]+)\]|([^:/?#]+))(?::(\d+))?/i.exec(url);
  const host = found?.[1] ?? found?.[2];
  if (host === undefined) return {};
  return found?.[3] === undefined ? { host } : { host, port: Number(found[3]) };
}
