/** Secrets in the editor's own secret storage; a missing one is asked for once, hidden. */
import * as vscode from 'vscode';
import type { OpenEnvironment, RunScriptOptions } from '../host';

const key = (environment: string, name: string): string => `secret/${environment}/${name}`;

/** Finds the secret NAME of an environment, or asks the user for it and keeps the answer. */
export async function secret(
  storage: vscode.SecretStorage,
  environment: string,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const kept = await storage.get(key(environment, name));
  if (kept !== undefined) return kept;
  const answer = await prompt(
    `Secret “${name}” of the environment “${environment}”`,
    'It is kept in the secret storage of this editor.',
    signal,
  );
  if (answer !== undefined) await keepSecret(storage, environment, name, answer);
  return answer;
}

export async function keepSecret(
  storage: vscode.SecretStorage,
  environment: string,
  name: string,
  text: string,
): Promise<void> {
  await storage.store(key(environment, name), text);
}

/** Where a run finds its secrets. A token that is not there yet is signed in for; refreshed ones take the place of the old. */
export function runSecrets(
  storage: vscode.SecretStorage,
  opened: Pick<OpenEnvironment, 'environment' | 'oauth'>,
  signal: AbortSignal,
): Pick<RunScriptOptions, 'secret' | 'keepSecret' | 'onTokenFailure'> {
  const { environment, oauth } = opened;
  const ask = (name: string): Promise<string | undefined> => secret(storage, environment.name, name, signal);
  return {
    async secret(name) {
      const user = Object.values(environment.users).find(({ tokenSecret }) => tokenSecret === name);
      if (!oauth || !user || (await storage.get(key(environment.name, name))) !== undefined) return ask(name);
      const { signInAgain } = await import('./accounts/sign-in');
      const text = await signInAgain({ oauth, login: user.login, signal, secret: ask });
      if (text !== undefined) await keepSecret(storage, environment.name, name, text);
      return text;
    },
    keepSecret: (name, text) => keepSecret(storage, environment.name, name, text),
    onTokenFailure(reason) {
      const forget = 'Sign Out';
      void vscode.window
        .showErrorMessage(`Not signed in: ${reason}.`, forget)
        .then((answer) => answer === forget && vscode.commands.executeCommand('mailwright.forgetSecret'));
    },
  };
}

/** Asks for something hidden; undefined when the user refuses, or the run is cancelled. */
export async function prompt(title: string, hint: string, signal: AbortSignal): Promise<string | undefined> {
  const cancelled = new vscode.CancellationTokenSource();
  const cancel = (): void => cancelled.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await vscode.window.showInputBox(
      { title, prompt: hint, password: true, ignoreFocusOut: true },
      cancelled.token,
    );
  } finally {
    signal.removeEventListener('abort', cancel);
    cancelled.dispose();
  }
}

export interface NamedSecret {
  readonly environment: string;
  readonly name: string;
  /** Whose it is; none for one that only scripts name. */
  readonly of?: string;
}

/** Signs out: forgets the secrets that the user picks. `known`: those that environment files name. */
export async function forgetSecrets(storage: vscode.SecretStorage, known: readonly NamedSecret[]): Promise<void> {
  const kept = await keptSecrets(storage, known);
  if (kept.length === 0) {
    void vscode.window.showInformationMessage('No secret is kept.');
    return;
  }
  const picked = await vscode.window.showQuickPick(
    kept.map((named) => ({
      label: `$(key) ${named.of ?? named.name}`,
      description: `${named.of === undefined ? '' : `secret ${named.name} `}of ${named.environment}`,
      named,
    })),
    { title: 'Sign Out: Forget Which Secrets?', canPickMany: true },
  );
  if (!picked || picked.length === 0) return;
  for (const { named } of picked) await storage.delete(key(named.environment, named.name));
  const names = picked.map(({ named }) => `“${named.of ?? named.name}” of “${named.environment}”`);
  void vscode.window.showInformationMessage(`Forgotten: ${names.join(', ')}.`);
}

/** All that are kept; in an editor that cannot list them, those of the known that are. */
async function keptSecrets(
  storage: vscode.SecretStorage,
  known: readonly NamedSecret[],
): Promise<readonly NamedSecret[]> {
  const keys = new Set(await listed(storage, known));
  const named = known.filter(({ environment, name }) => keys.delete(key(environment, name)));
  return [...named, ...[...keys].flatMap((one) => parsed(one) ?? [])];
}

async function listed(storage: Partial<vscode.SecretStorage>, known: readonly NamedSecret[]): Promise<string[]> {
  if (storage.keys) return storage.keys();
  const found = known.map(async ({ environment, name }) => {
    const one = key(environment, name);
    return (await storage.get?.(one)) === undefined ? [] : [one];
  });
  return (await Promise.all(found)).flat();
}

/** The reverse of `key`: an environment's name has no slash. */
function parsed(stored: string): NamedSecret | undefined {
  const [, environment, name] = /^secret\/([^/]+)\/(.+)$/s.exec(stored) ?? [];
  return environment === undefined || name === undefined ? undefined : { environment, name };
}
