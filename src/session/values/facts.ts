/** How the facts of a condition compare (language.md §6); which there are is in script/names. */

/** Undefined is no fact: there is none yet. A list compares by its members. */
export type Fact = string | number | boolean | readonly string[];

/** Names of protocols: compared without case. */
const caseless: ReadonlySet<string> = new Set([
  'capabilities',
  'tls.version',
  'tls.cipher',
  'mailbox.flags',
  'auth.mechanism',
  'dsn.action',
]);

export const isCaseless = (path: string): boolean => caseless.has(path);
