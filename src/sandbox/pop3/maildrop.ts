/** A user's INBOX as one POP3 session holds it: locked, with the messages that were there when it was opened (RFC 1939 §5). */
import type { Account } from '../store/account';
import type { Message } from '../store/message';

export interface Maildrop {
  /** All messages at the time of opening, in order; message number 1 is the first. */
  readonly messages: readonly Message[];
  readonly deleted: Set<Message>;
  uidOf(message: Message): string;
  /** Removes what is marked as deleted. */
  update(): void;
  unlock(): void;
}

/** Locks and opens it, or undefined while another session holds the lock. */
export function openMaildrop(account: Account): Maildrop | undefined {
  if (account.maildropLocked) return undefined;
  account.maildropLocked = true;
  let held = true;
  const inbox = account.inbox();
  const deleted = new Set<Message>();
  return {
    messages: inbox.messages.slice(),
    deleted,
    uidOf: (message) => `${inbox.uidValidity}.${message.uid}`,
    update: () => inbox.expunge([...deleted]),
    unlock() {
      if (held) account.maildropLocked = false;
      held = false;
    },
  };
}
