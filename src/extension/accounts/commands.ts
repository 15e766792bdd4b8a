/** The commands of accounts: add one, sign out. What they need is loaded when they are called. */
import * as vscode from 'vscode';
import type { EnvironmentFile } from '../../host';
import type { Environments } from '../environments';
import { forgetSecrets, type NamedSecret } from '../secrets';

export function accountCommands(environments: Environments, storage: vscode.SecretStorage): vscode.Disposable[] {
  const command = vscode.commands.registerCommand;
  return [
    command('mailwright.addAccount', async () => {
      const { addAccount } = await import('./add-account');
      const added = await addAccount(storage);
      if (added === undefined) return undefined;
      await environments.take(added);
      await vscode.commands.executeCommand('setContext', 'mailwright.accountAdded', true);
      return added;
    }),
    command('mailwright.forgetSecret', () => {
      const file = environments.file();
      return forgetSecrets(storage, typeof file === 'object' ? secretsOf(file) : []);
    }),
  ];
}

/** All secrets that the environments of a file name. */
function secretsOf(file: EnvironmentFile): readonly NamedSecret[] {
  return file.names.flatMap((environment) => {
    const resolved = file.environment(environment);
    if (!resolved.ok) return [];
    const { oauth } = resolved.value;
    return [
      ...Object.values(resolved.value.environment.users).flatMap(({ login, secret, tokenSecret }) =>
        [secret, tokenSecret].flatMap((name) => (name === undefined ? [] : { environment, name, of: login })),
      ),
      ...(oauth?.clientSecret === undefined
        ? []
        : [{ environment, name: oauth.clientSecret, of: `the client of ${oauth.title}` }]),
    ];
  });
}
