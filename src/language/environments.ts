/** What a `mailwright.env.json` says of its environments, as far as editing needs it: lenient, for it may be half typed or wrong elsewhere. */
import type { Environments } from './workspace';

interface Definition {
  readonly servers: Readonly<Record<string, string>>;
  readonly users: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Reads the text of an environment file. Undefined when it is no JSON object.
 * @param chosen the environment that runs use; without it what any of them defines is taken as defined
 */
export function readEnvironments(text: string, chosen?: string): Environments | undefined {
  const file = objectOf(parsed(text));
  if (!file) return undefined;
  const names = Object.keys(file).filter((name) => !name.startsWith('$'));
  const wanted = chosen !== undefined && names.includes(chosen) ? [chosen] : names;
  const definitions = ['$shared', ...wanted].map((name) => definitionOf(file[name]));
  const merge = <T>(part: (definition: Definition) => Readonly<Record<string, T>>): Record<string, T> =>
    Object.assign({}, ...definitions.map(part)) as Record<string, T>;
  const users = merge((one) => one.users);
  const values = merge((one) => one.variables);
  return {
    names,
    ...(wanted[0] === chosen && chosen !== undefined && { chosen }),
    variables: Object.keys(values),
    values,
    users: Object.keys(users),
    secrets: [...new Set(Object.entries(users).flatMap(([name, user]) => secretsOf(name, user)))],
    servers: Object.fromEntries(
      Object.entries(merge((one) => one.servers)).map(([name, url]) => [name, withoutUser(url)]),
    ),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

function definitionOf(value: unknown): Definition {
  const definition = objectOf(value) ?? {};
  const strings = (part: unknown): Record<string, string> =>
    Object.fromEntries(
      Object.entries(objectOf(part) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  return {
    servers: strings(definition.servers),
    users: Array.isArray(definition.users) ? sandboxUsers(definition.users) : (objectOf(definition.users) ?? {}),
    variables: strings(definition.variables),
  };
}

/** The sandbox names its users in a list, as `alice` or `alice:password`. */
const sandboxUsers = (list: readonly unknown[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(list.flatMap((user) => (typeof user === 'string' ? [[user.replace(/:.*$/s, ''), user]] : [])));

/** A user's password is the secret of that name, unless another is named or only a token is. */
function secretsOf(name: string, user: unknown): readonly string[] {
  const { secret, tokenSecret } = objectOf(user) ?? {};
  const token = typeof tokenSecret === 'string' ? [tokenSecret] : [];
  return typeof secret === 'string' ? [secret, ...token] : token.length > 0 ? token : [name];
}

/** What stands before the host may hold a password. */
const withoutUser = (url: string): string => url.replace(/^([a-z0-9]+:\/\/)[^/@]*@/i, '$1');
