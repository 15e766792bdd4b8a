/** Tags: making them, and telling an explicit one from a command (language.md §3, RFC 9051 §2.2.1). */
import { isCommandWord } from './commands';

/** A generator of `A1`, `A2`, …: one for each connection. */
export function tagGenerator(prefix = 'A'): () => string {
  let last = 0;
  return () => `${prefix}${++last}`;
}

/** `tag = 1*<any ASTRING-CHAR except "+">` (RFC 9051 §9). */
export const isTag = (word: string): boolean => /^[^\x00-\x20\x7f-\uffff(){%*"\\+]+$/.test(word);

/** Whether `first` is a tag: it holds a digit, or is no known command while `second` is. */
export function isExplicitTag(first: string, second = ''): boolean {
  if (!isTag(first)) return false;
  return /\d/.test(first) || (!isCommandWord(first) && isCommandWord(second));
}
