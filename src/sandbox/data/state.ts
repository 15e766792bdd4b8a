/** Records → state, one after the other. */
import type { KeptAccount, KeptMailbox, KeptState } from '../store/kept';
import { DataError } from './data-error';
import type { KeptRecord } from './records';

/** Makes the change that a record tells. Throws a DataError when it does not fit to what was before. */
export function applyRecord(state: KeptState, record: KeptRecord, body: Uint8Array | undefined): void {
  switch (record.t) {
    case 'authority':
      state.authority = { cert: record.cert, key: record.key };
      return;
    case 'user': {
      const known = state.accounts.get(record.user.toLowerCase());
      if (known) known.password = record.password;
      else state.accounts.set(record.user.toLowerCase(), newAccount(record.user, record.password));
      return;
    }
    case 'box': {
      const mailbox = state.mailboxes.get(record.id) ?? newMailbox(record.id, record.validity, record.use);
      state.mailboxes.set(record.id, mailbox);
      account(state, record.user).mailboxes.set(record.name, mailbox);
      state.highestUidValidity = Math.max(state.highestUidValidity, record.validity);
      return;
    }
    case 'rename': {
      const { mailboxes } = account(state, record.user);
      for (const [name, mailbox] of [...mailboxes]) {
        if (name !== record.from && !name.startsWith(`${record.from}/`)) continue;
        mailboxes.delete(name);
        mailboxes.set(record.to + name.slice(record.from.length), mailbox);
      }
      return;
    }
    case 'unbox':
      account(state, record.user).mailboxes.delete(record.name);
      return;
    case 'recent':
      box(state, record.box).recentFrom = record.from;
      return;
    case 'sub': {
      const { subscriptions } = account(state, record.user);
      if (record.on) subscriptions.add(record.name);
      else subscriptions.delete(record.name);
      return;
    }
    case 'note': {
      const of =
        record.box !== undefined
          ? box(state, record.box)
          : record.user !== undefined
            ? account(state, record.user)
            : state;
      if (record.removed) of.annotations.delete(record.entry);
      else of.annotations.set(record.entry, body ?? new Uint8Array(0));
      // RFC 7162 §3.2: an annotation counts as a change of its mailbox.
      if (record.box !== undefined) box(state, record.box).highestModseq++;
      return;
    }
    default:
      applyToMailbox(state, record, body);
  }
}

type MailboxRecord = Extract<KeptRecord, { readonly t: 'state' | 'msg' | 'flags' | 'gone' }>;

function applyToMailbox(state: KeptState, record: MailboxRecord, body: Uint8Array | undefined): void {
  const mailbox = box(state, record.box);
  mailbox.highestModseq = Math.max(mailbox.highestModseq, record.modseq);
  switch (record.t) {
    case 'state':
      mailbox.uidNext = record.uidNext;
      mailbox.recentFrom = record.recentFrom;
      learn(mailbox, record.keywords);
      return;
    case 'msg': {
      const known = state.contents.get(record.email);
      const content = known ?? { bytes: body ?? new Uint8Array(0), emailId: record.email };
      state.contents.set(record.email, content);
      const { uid, modseq, flags, date, saved } = record;
      mailbox.messages.set(uid, { uid, modseq, flags, content, internalDate: date, savedAt: saved, expunged: false });
      mailbox.uidNext = Math.max(mailbox.uidNext, uid + 1);
      learn(mailbox, flags);
      return;
    }
    case 'flags': {
      const message = mailbox.messages.get(record.uid);
      if (!message) throw unfit(`message ${record.uid}`);
      message.flags = record.flags;
      message.modseq = record.modseq;
      learn(mailbox, record.flags);
      return;
    }
    case 'gone':
      for (const uid of record.uids) mailbox.messages.delete(uid);
      return;
  }
}

const learn = ({ keywords }: KeptMailbox, flags: readonly string[]): void => {
  for (const flag of flags) if (!flag.startsWith('\\')) keywords.add(flag);
};

function account(state: KeptState, user: string): KeptAccount {
  const found = state.accounts.get(user.toLowerCase());
  if (!found) throw unfit(`user ${user}`);
  return found;
}

function box(state: KeptState, id: string): KeptMailbox {
  const found = state.mailboxes.get(id);
  if (!found) throw unfit(`mailbox ${id}`);
  return found;
}

const unfit = (what: string): DataError =>
  new DataError(`the journal speaks of ${what}, which it has not told of before: it is not whole`);

const newAccount = (user: string, password: string): KeptAccount => ({
  user,
  password,
  mailboxes: new Map(),
  subscriptions: new Set(),
  annotations: new Map(),
});

const newMailbox = (id: string, uidValidity: number, specialUse: string | undefined): KeptMailbox => ({
  id,
  uidValidity,
  specialUse,
  uidNext: 1,
  highestModseq: 1,
  recentFrom: 1,
  keywords: new Set(),
  messages: new Map(),
  annotations: new Map(),
});
