/** Hears what changes on the server by itself: in the watched folder by IDLE, in all others by NOTIFY (RFC 5465). */
import { type ListedMailbox, readList, readStatus } from '../protocol/imap/data';
import type { Clock } from '../session/ports';
import type { Connection } from './connection';
import type { Folder } from './folder';

export interface Watcher {
  /** A folder as it is known so far. */
  folder(name: string): Folder | undefined;
  /** Commands of ours are on their way: what their answers say is not known yet. */
  busy(): boolean;
  /** A folder's figures are no longer those that are known. */
  stale(name: string): void;
  /** Folders came or went. */
  foldersChanged(): void;
}

/** Several changes at once are told once. */
const gatherMs = 150;

/** The selected folder as before, and STATUS or LIST for the user's others; what is expunged waits for a moment when numbers may change. */
const everything = [
  'SET',
  '(SELECTED-DELAYED (MessageNew MessageExpunge FlagChange))',
  '(PERSONAL (MessageNew MessageExpunge FlagChange MailboxName))',
];

/** Asks for news of all folders of the user; a server that cannot, or does not want to, leaves it at the watched one. */
export async function notify({ capabilities, command }: Connection): Promise<void> {
  if (capabilities.has('NOTIFY')) await command('Notify of changes', 'NOTIFY', everything);
}

/** Tells the watcher of changes, gathered; the answer ends that. */
export function listen({ client, listen: hear }: Connection, clock: Clock, watcher: Watcher): () => void {
  const figures = new Map<string, ReadonlyMap<string, number>>();
  const listed = new Map<string, ListedMailbox>();
  /** Folders that are here, or gone, otherwise than is known, told already: a listing can leave them out for good reasons. */
  const unsettled = new Map<string, boolean>();
  let selectedChanged = false;
  let cancel: (() => void) | undefined;

  const isNews = (name: string, there: boolean): boolean => {
    if ((watcher.folder(name) !== undefined) === there) {
      unsettled.delete(name);
      return false;
    }
    if (unsettled.get(name) === there) return false;
    unsettled.set(name, there);
    return true;
  };

  // The answers to our own commands pass here, too: once these are done, what they say is known.
  const tell = (): void => {
    cancel = undefined;
    if (watcher.busy()) {
      soon();
      return;
    }
    const stale = new Set(
      [...figures].filter(([name, now]) => differs(watcher.folder(name), now)).map(([name]) => name),
    );
    const selected = client.mailbox === false ? undefined : client.mailbox.path;
    if (selectedChanged && selected !== undefined && watcher.folder(selected)) stale.add(selected);
    const moved = [...listed].filter(([name, { attributes }]) => isNews(name, isThere(attributes)));
    figures.clear();
    listed.clear();
    selectedChanged = false;
    if (moved.length > 0) watcher.foldersChanged();
    for (const name of stale) watcher.stale(name);
  };
  const soon = (): void => {
    cancel ??= clock.after(gatherMs, tell);
  };

  const news = (): void => {
    selectedChanged = true;
    soon();
  };
  for (const event of ['exists', 'expunge', 'flags'] as const) client.on(event, news);
  const deaf = hear((response) => {
    const status = readStatus(response);
    const mailbox = response.kind === 'untagged' && response.name === 'LIST' ? readList(response) : undefined;
    if (status) figures.set(status.mailbox, status.figures);
    if (mailbox) listed.set(mailbox.name, mailbox);
    if (status || mailbox) soon();
  });
  return () => {
    deaf();
    cancel?.();
  };
}

const isThere = (attributes: readonly string[]): boolean =>
  !attributes.some((attribute) => /^\\nonexistent$/i.test(attribute));

/** STATUS says something that is not known. Not all items come: what is new has another UIDNEXT, what is read another UNSEEN. */
function differs(folder: Folder | undefined, now: ReadonlyMap<string, number>): boolean {
  if (!folder?.counts) return false;
  const { messages, unseen, uidNext, uidValidity } = folder.counts;
  const known = { MESSAGES: messages, UNSEEN: unseen, UIDNEXT: uidNext, UIDVALIDITY: uidValidity };
  return Object.entries(known).some(([item, value]) => now.has(item) && now.get(item) !== value);
}
