/** THREAD: finds messages and gives them as threads (RFC 5256 §3). */
import { parseThread } from '../../../protocol/imap/search-program';
import { supports } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';
import { mentions } from '../search/key';
import { runSearch } from '../search/run';
import { type Node, orderedSubject, readThreaded, references } from '../search/thread';

export const thread: ImapHandler = async (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseThread(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { algorithm, charset, key } = parsed.value;
  if (!supports(session.server, `THREAD=${algorithm}`)) return bad('there is no such algorithm here');
  const result = await runSearch(session, view, key, charset);
  if (result.kind === 'gone') return 'said';
  if (result.kind === 'refused') return result.outcome;
  const read = await readThreaded(result.found);
  const threads = algorithm === 'REFERENCES' ? await references(read) : orderedSubject(read);
  session.untagged(`THREAD${threads.length > 0 ? ' ' : ''}${print(threads, uid)}`);
  return { ...ok(`${result.found.length} found`), keepsNumbers: mentions(key, 'numbers') };
};

/** `thread-list = "(" (thread-members / thread-nested) ")"` (RFC 5256 §5), one for each. */
function print(threads: readonly Node[], uid: boolean): string {
  const out: string[] = [];
  const left: (Node | ')')[] = [...threads].reverse();
  for (let next = left.pop(); next; next = left.pop()) {
    if (next === ')') {
      out.push(')');
      continue;
    }
    const line: number[] = [];
    let last: Node = next;
    for (let at: Node | undefined = next; at; ) {
      last = at;
      if (at.one) line.push(uid ? at.one.message.uid : at.one.number);
      const [only, ...more]: readonly Node[] = at.children;
      at = more.length === 0 && last.one ? only : undefined;
    }
    const nested: readonly Node[] = last.children;
    out.push('(', line.join(' '), line.length > 0 && nested.length > 0 ? ' ' : '');
    left.push(')');
    for (let i = nested.length - 1; i >= 0; i--) {
      const child = nested[i];
      if (child) left.push(child);
    }
  }
  return out.join('');
}
