/** How a place answers what can stand there: a word to replace, and what proposes itself for it. */
import { imapCapabilitiesFrom } from '../../protocol/imap/capabilities';
import type { Scene } from '../cursor/scene';
import type { ConnectionSituation } from '../situation';
import type { Proposal } from './proposal';

export type { Scene } from '../cursor/scene';

/** Proposals for the word from `from` to `to` (columns in the line; `to` is the cursor unless the word goes on). */
export interface Offer {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly Proposal[];
}

/** The end of the word at the cursor: it goes on up to a character that is no part of it. */
export function wordEnd({ line, column }: Pick<Scene, 'line' | 'column'>, word: RegExp): number {
  let end = column;
  while (end < line.length && word.test(line[end] ?? '')) end++;
  return end;
}

/** Whether anything but white space stands behind `column`. */
export const restIsBlank = (line: string, column: number): boolean => line.slice(column).trim() === '';

/**
 * Why a capability that is needed is not there, as far as is known: the script's own `S:` lines list what the server has, and it
 * is not among it. Undefined when it is there, or nothing is known.
 */
export function missing(connection: ConnectionSituation | undefined, wanted: readonly string[]): string | undefined {
  if (!connection?.announced || wanted.length === 0) return undefined;
  const names = connection.capabilities.map(({ name }) => name.toUpperCase());
  const has = connection.protocol === 'imap' ? imapCapabilitiesFrom(names).has : hasName(names);
  return wanted.some((name) => has(name.toUpperCase())) ? undefined : `${wanted.join(' or ')} is not announced`;
}

const hasName = (names: readonly string[]) => {
  const known = new Set(names);
  return (name: string): boolean => known.has(name);
};
