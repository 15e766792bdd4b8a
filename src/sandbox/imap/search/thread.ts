/** Threads of messages: ORDEREDSUBJECT and REFERENCES (RFC 5256 §3). */
import { headerValue } from '../../../protocol/message/headers';
import type { Store } from '../../store/store';
import type { Chosen } from '../arguments';
import { sentAt, sorted, subjectOf } from './order';

/** A message and what answers it; without a message, what belongs together although its beginning is not here. */
export interface Node {
  one: Chosen | undefined;
  parent: Node | undefined;
  children: Node[];
}

/** Messages with one base subject are a thread: all but the first answer the first. */
export function orderedSubject(store: Store, found: readonly Chosen[]): Node[] {
  const bySubject = new Map<string, Node>();
  for (const one of sorted(store, found, [{ key: 'DATE', reverse: false }])) {
    const subject = subjectOf(store, one).text.toUpperCase();
    const root = bySubject.get(subject);
    if (root) adopt(root, node(one));
    else bySubject.set(subject, node(one));
  }
  return [...bySubject.values()];
}

/** RFC 5256 §3, REFERENCES; the numbers below are its steps. */
export function references(store: Store, found: readonly Chosen[]): Node[] {
  const byId = new Map<string, Node>();
  const all = new Set<Node>();
  const named = (id: string): Node => {
    const known = byId.get(id) ?? node(undefined);
    byId.set(id, known);
    all.add(known);
    return known;
  };
  // (1)
  found.forEach((one, i) => {
    const { envelope, part } = store.read(one.message.content);
    const own = ids(envelope.messageId)[0];
    let self = named(own ?? `\0${i}`);
    // Two messages of one name are not one message.
    if (self.one) self = named(`\0${i}`);
    self.one = one;
    const listed = ids(headerValue(part.headers, 'References'));
    const parents = listed.length > 0 ? listed : ids(envelope.inReplyTo).slice(0, 1);
    let above: Node | undefined;
    for (const id of parents) {
      const next = named(id);
      if (above && !next.parent && !descends(above, next)) adopt(above, next);
      above = next;
    }
    // A message that has no references has no parent, whatever others say of it.
    const { parent } = self;
    if (parent) parent.children = parent.children.filter((child) => child !== self);
    self.parent = undefined;
    if (above && !descends(above, self)) adopt(above, self);
  });
  // (2) and (3)
  const roots = prune(
    [...all].filter(({ parent }) => !parent),
    true,
  );
  // (4) and (5)
  const merged = mergeSubjects(store, inOrder(store, roots));
  // (6)
  return inOrder(store, merged);
}

const node = (one: Chosen | undefined): Node => ({ one, parent: undefined, children: [] });

function adopt(parent: Node, child: Node): void {
  child.parent = parent;
  parent.children.push(child);
}

/** Whether `which` is `from` or above it. */
function descends(from: Node, which: Node): boolean {
  for (let at: Node | undefined = from; at; at = at.parent) if (at === which) return true;
  return false;
}

const ids = (value: string | undefined): readonly string[] => value?.match(/<[^<>\s]+>/g) ?? [];

/** Takes out what has no message: without children it goes; with some they take its place, but for several at the root. */
function prune(nodes: readonly Node[], root: boolean): Node[] {
  return nodes.flatMap((one) => {
    one.children = prune(one.children, false);
    for (const child of one.children) child.parent = one;
    if (one.one) return [one];
    if (one.children.length > 1 && root) return [one];
    for (const child of one.children) child.parent = undefined;
    return one.children;
  });
}

const firstOf = (one: Node): Chosen | undefined => one.one ?? one.children[0]?.one;

function inOrder(store: Store, nodes: Node[]): Node[] {
  for (const one of nodes) one.children = inOrder(store, one.children);
  const at = new Map(nodes.map((one) => [one, dateOf(store, one)]));
  const date = (one: Node): number => at.get(one) ?? 0;
  const number = (one: Node): number => firstOf(one)?.number ?? 0;
  return nodes.sort((a, b) => date(a) - date(b) || number(a) - number(b));
}

function dateOf(store: Store, one: Node): number {
  const first = firstOf(one);
  return first ? sentAt(store, first) : 0;
}

function mergeSubjects(store: Store, roots: readonly Node[]): Node[] {
  const table = new Map<string, Node>();
  const subject = (one: Node): { readonly text: string; readonly replyOrForward: boolean } => {
    const first = firstOf(one);
    const read = first ? subjectOf(store, first) : { text: '', replyOrForward: false };
    return { ...read, text: read.text.toUpperCase() };
  };
  for (const root of roots) {
    const { text, replyOrForward } = subject(root);
    const known = table.get(text);
    if (text === '') continue;
    if (!known || (!root.one && known.one) || (known.one && subject(known).replyOrForward && !replyOrForward))
      table.set(text, root);
  }
  const merged: Node[] = [];
  const gone = new Set<Node>();
  for (const root of roots) {
    const { text, replyOrForward } = subject(root);
    const other = table.get(text);
    if (text === '' || !other || other === root) {
      merged.push(root);
      continue;
    }
    if (!other.one && !root.one) for (const child of root.children) adopt(other, child);
    else if (!other.one || (replyOrForward && !subject(other).replyOrForward)) adopt(other, root);
    else {
      const both = node(undefined);
      const at = merged.indexOf(other);
      adopt(both, other);
      adopt(both, root);
      table.set(text, both);
      if (at === -1) {
        gone.add(other);
        merged.push(both);
      } else merged[at] = both;
    }
  }
  return merged.filter((one) => !gone.has(one));
}
