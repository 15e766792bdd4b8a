/** Whom `auth` signs in, and with what: the script's words, else the environment's user; every secret registered before it is used. */
import { err, nearest, ok, type Result } from '../base';
import type { Credentials } from '../protocol/sasl/credentials';
import type { Auth, Template } from '../script/program';
import type { Failure } from '../transcript/event';
import type { SessionContext } from './context';
import { failure } from './failure';

export interface SignIn {
  readonly credentials: Credentials;
  readonly mechanism: string | undefined;
  /** What stands for the password or token in the transcript. */
  readonly secretName: string;
}

const options = ['authzid', 'token', 'password'];

export async function signIn(context: SessionContext, step: Auth, url: string): Promise<Result<SignIn, Failure>> {
  const expand = (template: Template | undefined): Result<string | undefined, Failure> => {
    if (!template) return ok(undefined);
    const value = context.values.expand(template, { index: context.round });
    return value.ok ? ok(value.value.text) : value;
  };
  const secret = (
    template: Template | undefined,
    name: string,
  ): Result<{ text: string; name: string } | undefined, Failure> => {
    if (!template) return ok(undefined);
    const value = context.values.expand(template, { index: context.round });
    if (!value.ok) return value;
    const [known] = value.value.secrets;
    if (known === undefined) context.recorder.redactor.add(name, value.value.text);
    return ok({ text: value.value.text, name: known ?? name });
  };

  const mechanism = expand(step.mechanism);
  if (!mechanism.ok) return mechanism;
  const user = expand(step.user);
  if (!user.ok) return user;
  const name = user.value ?? '';
  const unknown = step.options.find((option) => !options.includes(option.name));
  if (unknown) {
    const near = nearest(unknown.name, options);
    return err(
      failure('resolve', `\`auth\` has no option "${unknown.name}"`, {
        place: step.place,
        advice: near ? `Did you mean ${near}=…?` : `There are: ${options.join(', ')}`,
      }),
    );
  }
  const option = (wanted: string): Template | undefined => step.options.find((one) => one.name === wanted)?.value;
  const bearer = wantsToken(step);
  const password = secret((bearer ? undefined : step.password) ?? option('password'), 'password');
  if (!password.ok) return password;
  const token = secret(option('token') ?? (bearer ? step.password : undefined), 'token');
  if (!token.ok) return token;
  const authzid = expand(option('authzid'));
  if (!authzid.ok) return authzid;

  const known = context.options.environment.users[name];
  const stored = !password.value && !token.value ? await storedSecrets(context, known, step) : ok<Stored>({});
  if (!stored.ok) return stored;
  const finalPassword = password.value?.text ?? stored.value.password;
  const finalToken = token.value?.text ?? stored.value.token;
  return ok({
    mechanism: mechanism.value?.toUpperCase(),
    secretName: password.value?.name ?? token.value?.name ?? stored.value.name ?? (name === '' ? 'password' : name),
    credentials: {
      user: known?.login ?? name,
      ...(authzid.value !== undefined && { authzid: authzid.value }),
      ...(finalPassword !== undefined && { password: finalPassword }),
      ...(finalToken !== undefined && { token: finalToken }),
      ...hostOf(url),
    },
  });
}

interface Stored {
  readonly password?: string;
  readonly token?: string;
  readonly name?: string;
}

/** What the environment keeps for a user; a secret that it names must be there. */
export async function storedSecrets(
  context: Pick<SessionContext, 'secret'>,
  user: SessionContext['options']['environment']['users'][string] | undefined,
  step: Auth,
): Promise<Result<Stored, Failure>> {
  if (!user) return ok({});
  const found: { password?: string; token?: string; name?: string } = {};
  for (const [kind, name] of [
    ['password', user.secret],
    ['token', user.tokenSecret],
  ] as const) {
    if (name === undefined) continue;
    const value = await context.secret(name);
    if (value === undefined) {
      return err(
        failure('resolve', `There is no secret "${name}", which the environment names for ${user.login}`, {
          place: step.place,
          advice: `Store it in the editor, set MAILWRIGHT_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}, or name a file with --secrets-file`,
        }),
      );
    }
    found[kind] = value;
    found.name ??= name;
  }
  // With both, a password goes first: a token is asked for by its mechanism.
  if (found.password !== undefined && found.token !== undefined && !wantsToken(step)) delete found.token;
  return ok(found);
}

const wantsToken = (step: Auth): boolean => {
  const [part] = step.mechanism ?? [];
  return part?.kind === 'text' && /^(?:XOAUTH2|OAUTHBEARER)$/i.test(part.text.trim());
};

/** Host and port of a URL, for OAUTHBEARER (RFC 7628 §3.1). */
function hostOf(url: string): { readonly host?: string; readonly port?: number } {
  const found = /^[a-z0-9]+:\/\/(?:\[([^\]]+)\]|([^:/?#]+))(?::(\d+))?/i.exec(url);
  const host = found?.[1] ?? found?.[2];
  if (host === undefined) return {};
  return found?.[3] === undefined ? { host } : { host, port: Number(found[3]) };
}
