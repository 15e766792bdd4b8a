/** Compiles the pattern of an IMAP `S:` line: which response it speaks of, and the tree that its data is compared with. */
import { isStatus } from '../../protocol/imap/response';
import type { Pattern } from '../../script/program';
import {
  atEnd,
  type Node,
  plainWord,
  readNode,
  readNodes,
  restPattern,
  type Stream,
  skipSpace,
  streamOf,
} from './imap-node';
import { type Element, wordElements } from './text-pattern';

export type ImapPattern =
  | {
      readonly kind: 'untagged';
      readonly number?: Node;
      /** In upper case; undefined when it is a hole. */
      readonly names?: readonly string[];
      readonly name?: Node;
      readonly status?: StatusPattern;
      readonly values: readonly Node[];
      /** `=` stands in front of no list. */
      readonly exact: boolean;
      /** The whole response behind `* `. */
      readonly regex?: RegExp;
    }
  | { readonly kind: 'continuation'; readonly status: StatusPattern }
  | {
      readonly kind: 'final';
      readonly tag?: Node;
      /** `OK`, `NO`, `BAD`; undefined: any. */
      readonly names?: readonly string[];
      readonly status: StatusPattern;
      /** The whole response behind the tag. */
      readonly regex?: RegExp;
    };

/** What follows `OK`, `NO`, `BAD`, `BYE`, `PREAUTH`, `+`. */
export interface StatusPattern {
  readonly code?: { readonly name: Node; readonly values: readonly Node[] };
  readonly text: readonly Element[];
  /** Sees code and text. */
  readonly regex?: RegExp;
}

const compiled = new WeakMap<Pattern, ImapPattern>();

export function imapPattern(pattern: Pattern): ImapPattern {
  const known = compiled.get(pattern);
  if (known) return known;
  const made = compile(streamOf(pattern));
  compiled.set(pattern, made);
  return made;
}

function compile(stream: Stream): ImapPattern {
  skipSpace(stream);
  const start = stream.text[stream.at];
  if (start === '*' && /^\*(?:\s|$)/.test(stream.text.slice(stream.at))) {
    stream.at++;
    return untagged(stream);
  }
  if (start === '+' && /^\+(?:\s|$)/.test(stream.text.slice(stream.at))) {
    stream.at++;
    return { kind: 'continuation', status: statusPattern(stream) };
  }
  return final(stream);
}

const numberedNames: ReadonlySet<string> = new Set(['EXISTS', 'RECENT', 'EXPUNGE', 'FETCH']);

function untagged(stream: Stream): ImapPattern {
  skipSpace(stream);
  let first = atEnd(stream) ? undefined : readNode(stream);
  let exact = false;
  if (first?.kind === 'exact') {
    exact = true;
    skipSpace(stream);
    first = atEnd(stream) ? undefined : readNode(stream);
  }
  if (first?.kind === 'regex') return { kind: 'untagged', values: [], exact, regex: first.regex };
  if (!first) return { kind: 'untagged', name: { kind: 'any' }, values: [], exact };
  const before = stream.at;
  skipSpace(stream);
  const second = atEnd(stream) ? undefined : plainWord(readNode(stream));
  const digits = first.kind === 'message' || /^\d+$/.test(plainWord(first) ?? '');
  const numbered =
    second !== undefined && (numberedNames.has(second.toUpperCase()) || (digits && /^[a-z]/i.test(second)));
  const hole = plainWord(first) === undefined;
  if (numbered && (digits || hole)) {
    const values = splitExact(readNodes(stream));
    return {
      kind: 'untagged',
      number: first,
      names: [second.toUpperCase()],
      values: values.nodes,
      exact: exact || values.exact,
    };
  }
  stream.at = before;
  const name = plainWord(first)?.toUpperCase();
  const names = name?.split('|');
  if (names?.every(isStatus)) return { kind: 'untagged', names, status: statusPattern(stream), values: [], exact };
  const values = splitExact(readNodes(stream));
  // `* ESEARCH = (TAG …)`: it is the results that are exact.
  const [correlator] = values.nodes;
  if (name === 'ESEARCH' && correlator?.kind === 'list' && correlator.exact) exact = true;
  return {
    kind: 'untagged',
    ...(names ? { names } : { name: first }),
    values: values.nodes,
    exact: exact || values.exact,
  };
}

function splitExact(nodes: readonly Node[]): { readonly nodes: readonly Node[]; readonly exact: boolean } {
  const left = nodes.filter((node) => node.kind !== 'exact');
  return { nodes: left, exact: left.length < nodes.length };
}

const finalNames = /^(?:OK|NO|BAD|BYE|PREAUTH|ANY)(?:\|(?:OK|NO|BAD|BYE|PREAUTH|ANY))*$/i;

function final(stream: Stream): ImapPattern {
  const nothing: StatusPattern = { text: [] };
  const first = atEnd(stream) ? undefined : readNode(stream);
  if (first?.kind === 'regex') return { kind: 'final', status: nothing, regex: first.regex };
  if (!first || first.kind === 'any') return { kind: 'final', status: nothing };
  const own = plainWord(first);
  if (own !== undefined && finalNames.test(own))
    return { kind: 'final', ...namesOf(own), status: statusPattern(stream) };
  skipSpace(stream);
  const second = atEnd(stream) ? undefined : readNode(stream);
  if (second?.kind === 'regex') return { kind: 'final', tag: first, status: nothing, regex: second.regex };
  if (!second || second.kind === 'any') return { kind: 'final', tag: first, status: nothing };
  return { kind: 'final', tag: first, ...namesOf(plainWord(second) ?? ''), status: statusPattern(stream) };
}

function namesOf(word: string): { readonly names?: readonly string[] } {
  const names = word.toUpperCase().split('|');
  return names.includes('ANY') ? {} : { names };
}

function statusPattern(stream: Stream): StatusPattern {
  skipSpace(stream);
  if (stream.text[stream.at] !== '[') {
    const text = wordElements(restPattern(stream));
    const only = text.length === 1 ? text[0] : undefined;
    return only?.kind === 'regex' ? { text: [], regex: only.regex } : { text };
  }
  stream.at++;
  const [name, ...values] = readNodes(stream, true);
  if (stream.text[stream.at] === ']') stream.at++;
  return { code: { name: name ?? { kind: 'any' }, values }, text: wordElements(restPattern(stream)) };
}
