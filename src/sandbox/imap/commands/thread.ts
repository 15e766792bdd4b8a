/** THREAD: finds messages and gives them as threads (RFC 5256 §3). */
import { parseThread } from '../../../protocol/imap/search-program';
import { supports } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';
import { runSearch } from '../search/run';
import { type Node, orderedSubject, references } from '../search/thread';

export const thread: ImapHandler = (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseThread(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { algorithm, charset, key } = parsed.value;
  if (!supports(session.server, `THREAD=${algorithm}`)) return bad('there is no such algorithm here');
  const result = runSearch(session, view, key, charset);
  if (!result.ok) return result.outcome;
  const threads = (algorithm === 'REFERENCES' ? references : orderedSubject)(session.server.store, result.found);
  session.untagged(`THREAD${threads.length > 0 ? ' ' : ''}${threads.map((one) => print(one, uid)).join('')}`);
  return ok(`${result.found.length} found`);
};

/** `thread-list = "(" (thread-members / thread-nested) ")"` (RFC 5256 §5) */
const print = (one: Node, uid: boolean): string => `(${members(one, uid)})`;

function members(start: Node, uid: boolean): string {
  const line: number[] = [];
  for (let at: Node = start; ; ) {
    if (at.one) line.push(uid ? at.one.message.uid : at.one.number);
    const [only, ...more] = at.children;
    if (!only) return line.join(' ');
    if (more.length > 0 || !at.one)
      return `${line.join(' ')}${line.length > 0 ? ' ' : ''}${at.children.map((child) => print(child, uid)).join('')}`;
    at = only;
  }
}
