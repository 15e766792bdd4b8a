/** Notes in the journal what happens in the store, and tells the store's whole state in the same words. */
import type { Credential } from '../certificates/authority';
import type { Account } from '../store/account';
import { indexOfUid, type Mailbox } from '../store/mailbox';
import type { Content, Message } from '../store/message';
import type { Store } from '../store/store';
import type { Entry } from './frames';
import { entryOf, type KeptRecord } from './records';

export interface Keeper {
  /** The whole state; what comes later is written with it in mind. */
  snapshot(): Entry[];
}

/** Watches all accounts of the store. What is there already is not noted: that is the snapshot's. */
export function keepStore(store: Store, authority: Credential, append: (entry: Entry) => void): Keeper {
  /** Octets that the journal has. */
  let written = new WeakSet<Content>();
  const note = (record: KeptRecord, body?: Uint8Array): void => append(entryOf(record, body));

  const messageEntry = (box: string, { uid, modseq, flags, internalDate, savedAt, content }: Message): Entry => {
    const body = written.has(content) ? undefined : content.bytes;
    written.add(content);
    return entryOf(
      { t: 'msg', box, uid, modseq, flags, date: internalDate, saved: savedAt, email: content.emailId },
      body,
    );
  };
  const watchMailbox = (mailbox: Mailbox): void => {
    const { id } = mailbox;
    let next = mailbox.uidNext;
    mailbox.watch({
      arrived() {
        const { messages } = mailbox;
        for (let i = indexOfUid(messages, next); i < messages.length; i++) {
          const message = messages[i];
          if (message) append(messageEntry(id, message));
        }
        next = mailbox.uidNext;
      },
      flagsChanged: ({ uid, modseq, flags }) => note({ t: 'flags', box: id, uid, modseq, flags }),
      expunged: (messages) =>
        note({ t: 'gone', box: id, uids: messages.map(({ uid }) => uid), modseq: mailbox.highestModseq }),
      annotated(entries) {
        for (const entry of entries) noteAnnotation({ box: id, entry }, mailbox.annotations.get(entry));
      },
      recentTaken: () => note({ t: 'recent', box: id, from: mailbox.recentFrom }),
      removed: () => undefined,
    });
  };
  const noteAnnotation = (
    where: { readonly box?: string; readonly user?: string; readonly entry: string },
    value: Uint8Array | undefined,
  ): void => note({ t: 'note', ...where, ...(value ? {} : { removed: true }) }, value);

  const watchAccount = (account: Account): void => {
    const { user } = account;
    for (const mailbox of account.mailboxes.values()) watchMailbox(mailbox);
    account.watch({
      named(change) {
        if (change.kind === 'renamed') note({ t: 'rename', user, from: change.from, to: change.to });
        else if (change.kind === 'deleted') note({ t: 'unbox', user, name: change.name });
        else {
          const mailbox = account.find(change.name);
          if (!mailbox) return;
          append(boxEntry(user, change.name, mailbox));
          watchMailbox(mailbox);
        }
      },
      annotated(mailbox, entries) {
        if (mailbox !== '') return;
        for (const entry of entries) {
          if (entry.startsWith('/shared/')) noteAnnotation({ entry }, store.annotations.get(entry));
          else noteAnnotation({ user, entry }, account.annotations.get(entry));
        }
      },
      subscribed: (name, on) => note({ t: 'sub', user, name, on }),
    });
  };
  for (const account of store.accounts.values()) watchAccount(account);
  return {
    snapshot() {
      written = new WeakSet();
      const entries: Entry[] = [entryOf({ t: 'authority', ...authority })];
      const annotations = (
        where: { readonly box?: string; readonly user?: string },
        all: Account['annotations'],
      ): void => {
        for (const [entry, value] of all) entries.push(entryOf({ t: 'note', ...where, entry }, value));
      };
      annotations({}, store.annotations);
      for (const account of store.accounts.values()) {
        const { user, password, subscriptions } = account;
        entries.push(entryOf({ t: 'user', user, password }));
        annotations({ user }, account.annotations);
        for (const name of subscriptions) entries.push(entryOf({ t: 'sub', user, name, on: true }));
        for (const [name, mailbox] of account.mailboxes) {
          const { id, uidNext, highestModseq, recentFrom, keywords } = mailbox;
          entries.push(boxEntry(user, name, mailbox));
          annotations({ box: id }, mailbox.annotations);
          for (const message of mailbox.messages) entries.push(messageEntry(id, message));
          entries.push(
            entryOf({ t: 'state', box: id, uidNext, modseq: highestModseq, recentFrom, keywords: [...keywords] }),
          );
        }
      }
      return entries;
    },
  };
}

const boxEntry = (user: string, name: string, { id, uidValidity, specialUse }: Mailbox): Entry =>
  entryOf({
    t: 'box',
    user,
    name,
    id,
    validity: uidValidity,
    ...(specialUse === undefined ? {} : { use: specialUse }),
  });
