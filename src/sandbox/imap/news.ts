/** What others do in the account, outside of the selected mailbox, kept until the client may be told (RFC 9051 §6.3.9.7, RFC 5464 §4.4). */
import { type Account, type AccountWatcher, delimiter, type NameChange } from '../store/account';
import { mailboxName } from './output';
import type { ImapSession } from './session';
import { announce } from './view';

export interface News {
  readonly watcher: AccountWatcher;
  /** Responses without `* `, each once, by the order of what happened. */
  readonly lines: Set<string>;
  readonly stopWatching: () => void;
}

/** Responses kept for a client that asks for nothing; the oldest are dropped. */
const longest = 1_000;
/** Octets of news that a client in IDLE may leave unread. */
const idleBacklog = 1024 * 1024;

/** Begins to listen, once the client has signed in. */
export function followAccount(session: ImapSession, account: Account): void {
  const lines = new Set<string>();
  const stir = whenIdling(session);
  const add = (line: string): void => {
    lines.delete(line);
    lines.add(line);
    const [oldest] = lines;
    if (lines.size > longest && oldest !== undefined) lines.delete(oldest);
    stir();
  };
  const watcher: AccountWatcher = {
    named(change) {
      if (session.enabled.has('IMAP4REV2')) add(nameLine(session, account, change));
    },
    annotated(mailbox, entries) {
      if (!session.enabled.has('METADATA')) return;
      for (const entry of entries) add(`METADATA ${mailbox === '' ? '""' : mailboxName(session, mailbox)} ${entry}`);
    },
  };
  session.news = { watcher, lines, stopWatching: account.watch(watcher) };
}

export function leaveAccount(session: ImapSession): void {
  session.news?.stopWatching();
  session.news = undefined;
}

export function tellNews(session: ImapSession): void {
  const lines = session.news?.lines;
  if (!lines || lines.size === 0) return;
  for (const line of lines) session.untagged(line);
  lines.clear();
}

/** Gives what is to be called when something happens: a client in IDLE is told of all that one command does, together. */
export function whenIdling(session: ImapSession): () => void {
  let stirred = false;
  return () => {
    if (!session.idling || stirred) return;
    stirred = true;
    queueMicrotask(() => {
      stirred = false;
      tellAtOnce(session);
    });
  };
}

/** Tells a client in IDLE what there is to tell. */
export function tellAtOnce(session: ImapSession): void {
  if (!session.idling) return;
  // Other commands wait for a client that does not read; what others do does not.
  if (session.connection.backlog > idleBacklog) session.connection.destroy();
  else {
    tellNews(session);
    announce(session, true);
  }
}

/** `LIST () "/" New ("OLDNAME" (Old))` (RFC 9051 §6.3.9.7); INBOX that was renamed is there as before, and needs none. */
function nameLine(session: ImapSession, account: Account, change: NameChange): string {
  const name = change.kind === 'renamed' ? change.to : change.name;
  const attributes: string[] = change.kind === 'deleted' ? ['\\NonExistent'] : [];
  if (account.subscriptions.has(name)) attributes.push('\\Subscribed');
  const old = change.kind === 'renamed' ? oldName(session, change.from) : '';
  return `LIST (${attributes.join(' ')}) "${delimiter}" ${mailboxName(session, name)}${old}`;
}

/** The extended item that tells how a mailbox was called before. */
export const oldName = (session: ImapSession, name: string): string => ` ("OLDNAME" (${mailboxName(session, name)}))`;
