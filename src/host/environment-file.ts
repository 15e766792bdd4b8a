/** `mailwright.env.json`: named environments, the nearest one up the tree. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { err, nearest, ok, type Result } from '../base';
import { services } from '../protocol/schemes';
import type { SandboxOptions } from '../sandbox';
import type { Environment } from '../session/ports';
import { jsonRecord } from './json-record';
import { oauthSettings, type ResolvedOAuth, resolvedOAuth } from './oauth/settings';
import { sandboxOptions, sandboxSettings } from './sandbox-settings';

export const environmentFileName = 'mailwright.env.json';

const user = v.union([
  v.string(),
  v.strictObject({ login: v.string(), secret: v.optional(v.string()), tokenSecret: v.optional(v.string()) }),
]);

const definition = v.strictObject({
  servers: v.optional(jsonRecord(v.picklist(Object.keys(services)), v.string()), {}),
  users: v.optional(jsonRecord(v.string(), user), {}),
  variables: v.optional(jsonRecord(v.string(), v.string()), {}),
  ca: v.optional(v.array(v.string()), []),
  dns: v.optional(v.array(v.string()), []),
  certificate: v.optional(v.strictObject({ cert: v.string(), key: v.string() })),
  oauth: v.optional(oauthSettings),
});
type Definition = v.InferOutput<typeof definition>;

const file = v.objectWithRest(
  { $schema: v.optional(v.string()), $shared: v.optional(definition), sandbox: v.optional(sandboxSettings) },
  definition,
);

export interface EnvironmentFile {
  readonly path: string;
  /** Without `sandbox`, which is always there. */
  readonly names: readonly string[];
  /** What the embedded servers are to be like; undefined when the file does not say. */
  readonly sandbox: SandboxOptions | undefined;
  /** The variables that the environment of this name gives to scripts, `sandbox` included; none when there is no such environment. */
  variables(name: string): Readonly<Record<string, string>>;
  /** What `$shared` gives to all, as far as connections go. */
  shared(): Result<Pick<ResolvedEnvironment, 'ca' | 'dns'>, string>;
  /** The named environment with what `$shared` gives to all; the error says what to do. */
  environment(name: string): Result<ResolvedEnvironment, string>;
}

export interface ResolvedEnvironment {
  readonly environment: Environment;
  /** PEM texts. */
  readonly ca: readonly string[];
  readonly dns: readonly string[];
  /** The client's own, PEM texts. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Where the tokens of its users come from. */
  readonly oauth?: ResolvedOAuth;
}

/** The path of the nearest environment file, from `folder` up to the root. */
export function findEnvironmentFile(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, environmentFileName);
    if (existsSync(path)) return path;
    if (at === dirname(at)) return undefined;
  }
}

/** Reads and checks an environment file; the error names the file, the place in it and what is expected there. */
export function readEnvironmentFile(path: string): Result<EnvironmentFile, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return err(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const checked = v.safeParse(file, parsed);
  if (!checked.success) {
    const [issue] = checked.issues;
    return err(`${path}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
  }
  const { $schema: _, $shared: shared, sandbox, ...named } = checked.output;
  const names = Object.keys(named);
  return ok({
    path,
    names,
    sandbox: sandbox && sandboxOptions(sandbox, path),
    variables: (name) => ({
      ...(name in named || sandbox ? shared?.variables : {}),
      ...(name === 'sandbox' ? sandbox?.variables : named[name]?.variables),
    }),
    shared: () => resolved('$shared', path, shared, nothing),
    environment(name) {
      const own = named[name];
      if (!own) {
        const guess = nearest(name, names);
        return err(
          `${path} has no environment “${name}”${guess ? `: did you mean “${guess}”?` : ` (it has ${names.join(', ') || 'none'})`}`,
        );
      }
      return resolved(name, path, shared, own);
    },
  });
}

const nothing: Definition = { servers: {}, users: {}, variables: {}, ca: [], dns: [] };

function resolved(
  name: string,
  path: string,
  shared: Definition | undefined,
  own: Definition,
): Result<ResolvedEnvironment, string> {
  const users = Object.entries({ ...shared?.users, ...own.users });
  const pem = new Map<string, string>();
  const authorities = [...(shared?.ca ?? []), ...own.ca];
  const certificate = own.certificate ?? shared?.certificate;
  const settings = own.oauth ?? shared?.oauth;
  const oauth = settings && resolvedOAuth(settings);
  if (settings && !oauth) return err(`${path}: ${name}: oauth names neither a provider nor an issuer`);
  for (const file of [...authorities, ...(certificate ? [certificate.cert, certificate.key] : [])]) {
    const from = resolve(dirname(path), file);
    try {
      pem.set(file, readFileSync(from, 'utf8'));
    } catch {
      return err(`${path}: ${name}: ${from} cannot be read`);
    }
  }
  const text = (file: string): string => pem.get(file) ?? '';
  return ok({
    environment: {
      name,
      servers: { ...shared?.servers, ...own.servers },
      variables: { ...shared?.variables, ...own.variables },
      users: Object.fromEntries(
        users.map(([key, value]) => [
          key,
          typeof value === 'string'
            ? { login: value, secret: key }
            : {
                login: value.login,
                // whoever has a token has no password, unless one is named
                ...(value.tokenSecret && value.secret === undefined ? {} : { secret: value.secret ?? key }),
                ...(value.tokenSecret ? { tokenSecret: value.tokenSecret } : {}),
              },
        ]),
      ),
    },
    ca: authorities.map(text),
    ...(oauth ? { oauth } : {}),
    ...(certificate ? { certificate: { cert: text(certificate.cert), key: text(certificate.key) } } : {}),
    dns: [...(own.dns.length > 0 ? own.dns : (shared?.dns ?? []))],
  });
}
