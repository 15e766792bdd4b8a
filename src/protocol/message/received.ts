/** Trace fields: what each server wrote when it took a message (RFC 5321 §4.4, RFC 5322 §3.6.7), and the way they tell together. */
import { type MailDate, parseDate, toEpoch } from './dates';
import { type Token, tokenize } from './tokens';

/** What stands behind one of the words of the grammar, and the comments behind it. */
export interface Clause {
  readonly text: string;
  /** Without parentheses: the address and name that the server saw, the cipher of TLS, …. */
  readonly comments: readonly string[];
}

export const clauseNames = ['from', 'by', 'via', 'with', 'id', 'for'] as const;
export type ClauseName = (typeof clauseNames)[number];

export interface Received {
  /** The first of each; a field of another form (`(qmail 42 invoked by uid 0); …`) has none. */
  readonly clauses: Readonly<Partial<Record<ClauseName, Clause>>>;
  /** Comments and words before the first clause. */
  readonly stray: string;
  /** Undefined when there is no date, or none that exists. */
  readonly date: MailDate | undefined;
  /** The date as written; empty when there is none. */
  readonly dateText: string;
}

/** Reads the value of a Received field; never fails. */
export function parseReceived(value: string): Received {
  const tokens = tokenize(value.slice(0, longest), ';');
  // A semicolon in a comment or quotes is no special, so the last one stands before the date.
  const last = tokens.findLastIndex(({ kind, text }) => kind === 'special' && text === ';');
  const dateText = last === -1 ? '' : joined(tokens.slice(last + 1).filter(({ kind }) => kind !== 'comment'));
  const clauses: Partial<Record<ClauseName, Clause>> = {};
  const stray: Token[] = [];
  let words: Token[] = stray;
  let name: ClauseName | undefined;
  const close = (): void => {
    if (name && !clauses[name]) {
      clauses[name] = {
        text: joined(words.filter(({ kind }) => kind !== 'comment')),
        comments: words.filter(({ kind }) => kind === 'comment').map(({ text }) => text.trim()),
      };
    }
  };
  for (const [index, token] of tokens.slice(0, last === -1 ? tokens.length : last).entries()) {
    const key = clauseName(token, index);
    // The word behind `from` or `by` is its value, whatever it is called: a host may be named `by`.
    if (key === undefined || (name !== undefined && !words.some(({ kind }) => kind !== 'comment'))) {
      words.push(token);
      continue;
    }
    close();
    name = key;
    words = [];
  }
  close();
  return { clauses, stray: joined(stray), date: parseDate(dateText), dateText };
}

/** Characters of a field that are looked at. */
const longest = 10_000;

function clauseName({ kind, text, spaced }: Token, index: number): ClauseName | undefined {
  if (kind !== 'atom' || !(spaced || index === 0)) return undefined;
  const lower = text.toLowerCase();
  return clauseNames.find((one) => one === lower);
}

/** Words with one space where there was any. */
const joined = (tokens: readonly Token[]): string =>
  tokens.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('');

export interface Hop {
  readonly received: Received;
  /** Since the hop before it that has a date, in seconds; below zero: one of the two clocks is wrong. Undefined without two dates. */
  readonly delay: number | undefined;
}

/**
 * The way of a message, in the order of time: each server puts its field before those that are there (RFC 5321 §4.4), so they are
 * given as they stand in the header, the last hop first.
 */
export function hopsOf(values: readonly string[]): readonly Hop[] {
  let before: number | undefined;
  return values
    .toReversed()
    .map(parseReceived)
    .map((received) => {
      if (!received.date) return { received, delay: undefined };
      const at = toEpoch(received.date) / 1000;
      const delay = before === undefined ? undefined : at - before;
      before = at;
      return { received, delay };
    });
}
