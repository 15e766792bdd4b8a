/** The `sandbox` of an environment file: what the embedded servers are started with, and variables for scripts. */
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { parseFault } from '../protocol/faults/parse';
import type { SandboxOptions } from '../sandbox';
import { capabilitiesWithout } from '../sandbox/capability-choice';
import { jsonRecord } from './json-record';

/** A fault as text, checked; the message says what to write instead. */
const fault = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseFault(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: `${parsed.error.message}: ${parsed.error.advice}` });
    return NEVER;
  }),
);

const user = v.pipe(
  v.string(),
  v.regex(/^[^:@\s]+(?::.+)?$/, 'a user is written as a name without domain, or as name:password'),
);

export const sandboxSettings = v.strictObject({
  users: v.optional(v.pipe(v.array(user), v.minLength(1, 'there must be a user'))),
  domain: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'a domain is expected'))),
  capabilities: v.optional(v.array(v.string())),
  faults: v.optional(v.array(fault)),
  seed: v.optional(v.array(v.string())),
  tlsRequired: v.optional(v.boolean()),
  esmtp: v.optional(v.boolean()),
  unknownUsers: v.optional(v.picklist(['refuse', 'bounce'])),
  maxMessageSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  variables: v.optional(jsonRecord(v.string(), v.string()), {}),
});
export type SandboxSettings = v.InferOutput<typeof sandboxSettings>;

/** The options of a sandbox; paths of seeds are relative to the file. */
export function sandboxOptions(settings: SandboxSettings, file: string): SandboxOptions {
  const { users, capabilities, seed, variables: _, ...plain } = settings;
  return {
    ...defined(plain),
    ...(users ? { users: users.map(userOf) } : {}),
    ...(capabilities ? { without: capabilitiesWithout(capabilities) } : {}),
    ...(seed ? { seedFiles: seed.map((text) => seedFileOf(text, dirname(file))) } : {}),
  };
}

/** `alice` or `alice:password`; the password may hold colons. */
export function userOf(text: string): { readonly user: string; readonly password?: string } {
  const colon = text.indexOf(':');
  return colon === -1 ? { user: text } : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** `PATH` or `USER=PATH`. */
export function seedFileOf(text: string, folder: string): { readonly path: string; readonly user?: string } {
  const [, user, path = text] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
  return { path: resolve(folder, path), ...(user === undefined ? {} : { user }) };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const defined = <T extends object>(value: T): Partial<Defined<T>> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Defined<T>>;
