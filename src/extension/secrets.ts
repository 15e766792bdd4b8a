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
  /** What it is for. */
  readonly of: string;
}

/** Signs out: forgets secrets that the user picks from those that are kept, or names. `known`: those that environment files name. */
export async function forgetSecret(
  storage: vscode.SecretStorage,
  environment: string,
  known: readonly NamedSecret[],
): Promise<void> {
  const kept: NamedSecret[] = [];
  for (const one of known) if ((await storage.get(key(one.environment, one.name))) !== undefined) kept.push(one);
  const other = { label: '$(edit) Another, by its name…', named: undefined };
  const picked = await vscode.window.showQuickPick(
    [
      ...kept.map((named) => ({
        label: `$(key) ${named.of}`,
        description: `secret ${named.name} of ${named.environment}`,
        named,
      })),
      other,
    ],
    {
      title: 'Sign Out: Forget Which Secret?',
      placeHolder: kept.length > 0 ? '' : 'None of the environments’ secrets is kept.',
    },
  );
  if (!picked) return;
  if (picked.named) {
    await storage.delete(key(picked.named.environment, picked.named.name));
    void vscode.window.showInformationMessage(`${picked.named.of} is signed out of “${picked.named.environment}”.`);
    return;
  }
  const name = await vscode.window.showInputBox({
    title: `Forget which secret of “${environment}”?`,
    placeHolder: 'NAME as in {{$secret NAME}}',
  });
  if (!name) return;
  const wasKept = (await storage.get(key(environment, name))) !== undefined;
  await storage.delete(key(environment, name));
  void vscode.window.showInformationMessage(
    wasKept
      ? `The secret “${name}” of “${environment}” is forgotten.`
      : `There is no secret “${name}” of “${environment}”.`,
  );
}
