/** `mailwright environments`: what `--env` can name here. */
import { sandboxName } from '../host';
import type { EnvironmentUser } from '../session/ports';
import { nearestEnvironmentFile } from './choose-environment';
import { exitCodes } from './exit-codes';
import { paintFor } from './terminal';

export function environmentsCommand(): number {
  const paint = paintFor(process.stdout);
  const file = nearestEnvironmentFile();
  const lines: string[] = [];
  for (const name of file?.names ?? []) {
    const resolved = file?.environment(name);
    if (!resolved) continue;
    lines.push(`${paint('bold', name)}  ${paint('dim', file?.path ?? '')}`);
    if (!resolved.ok) lines.push(`  ${paint('red', resolved.error)}`);
    else {
      const { servers, users, variables } = resolved.value.environment;
      lines.push(...Object.entries(servers).map(([service, url]) => `  ${service.padEnd(11)} ${url}`));
      lines.push(...Object.entries(users).map(([key, user]) => `  user ${key}: ${user.login}, ${secretsOf(user)}`));
      lines.push(...Object.entries(variables).map(([variable, value]) => `  @${variable} = ${value}`));
    }
    lines.push('');
  }
  lines.push(
    `${paint('bold', sandboxName)}  ${paint('dim', file?.sandbox ? `built in; settings in ${file.path}` : 'built in')}`,
    `  the embedded servers, started for each run; users ${sandboxUsers(file?.sandbox?.users)}`,
    '',
  );
  process.stdout.write(lines.join('\n'));
  return exitCodes.passed;
}

const sandboxUsers = (
  users: readonly { readonly user: string }[] = [{ user: 'alice' }, { user: 'bob' }, { user: 'carol' }],
): string => users.map(({ user }) => user).join(', ');

/** The names of what signs a user in. */
const secretsOf = ({ secret, tokenSecret }: EnvironmentUser): string =>
  [secret === undefined ? [] : `secret ${secret}`, tokenSecret === undefined ? [] : `token ${tokenSecret}`]
    .flat()
    .join(', ');
