/** Threads of messages: ORDEREDSUBJECT and REFERENCES (RFC 5256 §3). No recursion: a thread can be as deep as a mailbox is long. */
import type { BaseSubject } from '../../../protocol/message/base-subject';
import { type Headers, headerValue, parseHeaders } from '../../../protocol/message/headers';
import type { Chosen } from '../arguments';
import { slices } from '../slices';
import { sentAt, subjectOf } from './order';

/** What threading needs to know of a message. */
interface Threaded extends Chosen {
  /** Milliseconds since the epoch. */
  readonly date: number;
  /** In upper case. */
  readonly subject: BaseSubject;
  readonly id: string | undefined;
  /** Its ancestors as far as it names them, the first first. */
  readonly above: readonly string[];
}

/** A message and what answers it; without a message, what belongs together although its beginning is not here. */
export interface Node {
  one: Threaded | undefined;
  parent: Node | undefined;
  children: Node[];
}

/** Characters of a field that identifiers are looked for in. */
const longestField = 100_000;

/** Reads what threading needs, in slices. */
export async function readThreaded(found: readonly Chosen[]): Promise<Threaded[]> {
  const slice = slices();
  const read: Threaded[] = [];
  for (const { number, message } of found) {
    const waiting = slice.rest();
    if (waiting) await waiting;
    const headers = parseHeaders(message.content.bytes);
    const subject = subjectOf(headers);
    const listed = ids(headers, 'References');
    read.push({
      number,
      message,
      date: sentAt(message, headers),
      subject: { ...subject, text: subject.text.toUpperCase() },
      id: ids(headers, 'Message-ID')[0],
      above: listed.length > 0 ? listed : ids(headers, 'In-Reply-To').slice(0, 1),
    });
  }
  return read;
}

const ids = (headers: Headers, field: string): readonly string[] =>
  headerValue(headers, field)
    ?.slice(0, longestField)
    .match(/<[^<>\s]+>/g) ?? [];

/** Messages with one base subject are a thread: all but the first answer the first. */
export function orderedSubject(found: readonly Threaded[]): Node[] {
  const bySubject = new Map<string, Node>();
  for (const one of [...found].sort((a, b) => a.date - b.date || a.number - b.number)) {
    const root = bySubject.get(one.subject.text);
    if (root) adopt(root, node(one));
    else bySubject.set(one.subject.text, node(one));
  }
  return [...bySubject.values()];
}

/** RFC 5256 §3, REFERENCES; the numbers below are its steps. */
export async function references(found: readonly Threaded[]): Promise<Node[]> {
  const byId = new Map<string, Node>();
  const all = new Set<Node>();
  const named = (id: string): Node => {
    const known = byId.get(id) ?? node(undefined);
    byId.set(id, known);
    all.add(known);
    return known;
  };
  const slice = slices();
  // (1)
  for (const [i, one] of found.entries()) {
    const waiting = slice.rest();
    if (waiting) await waiting;
    let self = named(one.id ?? `\0${i}`);
    // Two messages of one name are not one message.
    if (self.one) self = named(`\0${i}`);
    self.one = one;
    let above: Node | undefined;
    for (const id of one.above) {
      const next = named(id);
      if (above && !next.parent && !descends(above, next)) adopt(above, next);
      above = next;
    }
    // A message that has no references has no parent, whatever others say of it.
    const { parent } = self;
    if (parent) parent.children = parent.children.filter((child) => child !== self);
    self.parent = undefined;
    if (above && !descends(above, self)) adopt(above, self);
  }
  // (2) and (3)
  const roots = prune([...all].filter(({ parent }) => !parent));
  // (4) and (5)
  const merged = mergeSubjects(inOrder(roots));
  // (6)
  return inOrder(merged);
}

const node = (one: Threaded | undefined): Node => ({ one, parent: undefined, children: [] });

function adopt(parent: Node, child: Node): void {
  child.parent = parent;
  parent.children.push(child);
}

/** Whether `which` is `from` or above it. */
function descends(from: Node, which: Node): boolean {
  if (which.children.length === 0) return from === which;
  for (let at: Node | undefined = from; at; at = at.parent) if (at === which) return true;
  return false;
}

/** The nodes and all below them, parents before their children. */
function allBelow(roots: readonly Node[]): Node[] {
  const found: Node[] = [];
  const left = [...roots];
  for (let next = left.pop(); next; next = left.pop()) {
    found.push(next);
    for (const child of next.children) left.push(child);
  }
  return found;
}

/** Takes out what has no message: without children it goes; with some they take its place, but for several at the root. */
function prune(roots: readonly Node[]): Node[] {
  const atRoot = new Set(roots);
  const instead = new Map<Node, Node[]>();
  const placed = (nodes: Node[]): Node[] => {
    const [only, ...more] = nodes;
    if (only && more.length === 0) return instead.get(only) ?? nodes;
    return nodes.flatMap((one) => instead.get(one) ?? [one]);
  };
  for (const one of allBelow(roots).reverse()) {
    one.children = placed(one.children);
    if (!one.one && !(atRoot.has(one) && one.children.length > 1)) instead.set(one, one.children);
  }
  const kept = placed([...roots]);
  for (const one of kept) one.parent = undefined;
  for (const one of allBelow(kept)) for (const child of one.children) child.parent = one;
  return kept;
}

const firstOf = (one: Node): Threaded | undefined => one.one ?? one.children[0]?.one;

/** Sorts children and then the nodes themselves, by date; only the nodes themselves may be without a message. */
function inOrder(roots: Node[]): Node[] {
  const byDate = (a: Node, b: Node): number => {
    const one = firstOf(a);
    const other = firstOf(b);
    return (one?.date ?? 0) - (other?.date ?? 0) || (one?.number ?? 0) - (other?.number ?? 0);
  };
  for (const one of allBelow(roots)) if (one.children.length > 1) one.children.sort(byDate);
  return roots.sort(byDate);
}

function mergeSubjects(roots: readonly Node[]): Node[] {
  const table = new Map<string, Node>();
  const subject = (one: Node): BaseSubject => firstOf(one)?.subject ?? { text: '', replyOrForward: false };
  for (const root of roots) {
    const { text, replyOrForward } = subject(root);
    const known = table.get(text);
    if (text === '') continue;
    if (!known || (!root.one && known.one) || (known.one && subject(known).replyOrForward && !replyOrForward))
      table.set(text, root);
  }
  const merged: Node[] = [];
  const places = new Map<Node, number>();
  const gone = new Set<Node>();
  const put = (one: Node): void => {
    places.set(one, merged.length);
    merged.push(one);
  };
  for (const root of roots) {
    const { text, replyOrForward } = subject(root);
    const other = table.get(text);
    if (text === '' || !other || other === root) {
      put(root);
      continue;
    }
    if (!other.one && !root.one) for (const child of root.children) adopt(other, child);
    else if (!other.one || (replyOrForward && !subject(other).replyOrForward)) adopt(other, root);
    else {
      const both = node(undefined);
      const at = places.get(other);
      adopt(both, other);
      adopt(both, root);
      table.set(text, both);
      if (at === undefined) {
        gone.add(other);
        put(both);
      } else {
        merged[at] = both;
        places.set(both, at);
      }
    }
  }
  return merged.filter((one) => !gone.has(one));
}
