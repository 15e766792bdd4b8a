/** Command lines that have been found right: scripts say the same again and again, and the same line is right again. */
import type { GrammarContext } from './command';

/** What is kept while a document is read. A line is right or wrong by its text and its context alone. */
export interface CleanLines {
  has(context: GrammarContext, text: string): boolean;
  add(context: GrammarContext, text: string): void;
}

/** More lines than this are not kept. */
const most = 10_000;

export function newCleanLines(): CleanLines {
  const sets = { false: linesByProtocol(), true: linesByProtocol() };
  const linesOf = ({ protocol, utf8 }: GrammarContext): Set<string> => sets[utf8 ? 'true' : 'false'][protocol];
  return {
    has: (context, text) => linesOf(context).has(text),
    add(context, text) {
      const lines = linesOf(context);
      if (lines.size < most) lines.add(text);
    },
  };
}

const linesByProtocol = (): Record<GrammarContext['protocol'], Set<string>> => ({
  smtp: new Set(),
  lmtp: new Set(),
  imap: new Set(),
  pop3: new Set(),
});
