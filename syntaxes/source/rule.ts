/** TextMate rules as plain data, and the pieces of regular expressions that the grammars share. */

/** A rule as a grammar file holds it. */
export type Rule =
  | { readonly include: string }
  | { readonly match: string; readonly name?: string; readonly captures?: Captures }
  | {
      readonly begin: string;
      readonly end: string;
      readonly name?: string;
      readonly contentName?: string;
      readonly beginCaptures?: Captures;
      readonly endCaptures?: Captures;
      readonly patterns?: readonly Rule[];
    }
  | { readonly patterns: readonly Rule[] };

export type Captures = Readonly<Record<string, { readonly name?: string; readonly patterns?: readonly Rule[] }>>;

export type Repository = Readonly<Record<string, Rule>>;

/** A name of the session language: variables, connections. */
export const name = '[A-Za-z_][\\w-]*';

/** The protocols that have words of their own. */
export type Dialect = 'smtp' | 'imap' | 'pop3' | 'lmtp';

export const scopeOf = (dialect: Dialect): string => `source.${dialect}-session`;

export const include = (rule: string): Rule => ({ include: `#${rule}` });

/** The scopes of a match's groups, the first group first; `undefined` for a group without one. */
export const groups = (...names: readonly (string | undefined)[]): Captures =>
  Object.fromEntries(names.flatMap((scope, index) => (scope === undefined ? [] : [[index + 1, { name: scope }]])));

/** Any of these words, the longest first; white space in a word stands for any white space. */
export const anyOf = (words: Iterable<string>): string =>
  [...new Set(words)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replace(/[.*+?^$()|[\]{}\\/]/g, '\\$&').replace(/ /g, '\\s+'))
    .join('|');

/** Exactly one of these, with no further character of a word or name around it. */
export const wholeWord = (words: Iterable<string>): string => `(?<![\\w.\\\\$-])(?:${anyOf(words)})(?![\\w-])`;
