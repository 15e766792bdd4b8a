/** Which messages of a user belong together, for THREADID (RFC 8474 §5.2). */
import { createHash } from 'node:crypto';
import { type Headers, headerValue, parseHeaders } from '../../protocol/message/headers';
import type { Account } from './account';
import { indexOfUid, type Mailbox } from './mailbox';
import type { Content } from './message';

export interface Threads {
  /** Takes in what has come since it was called last; each step is little work. To be run to its end before `idOf`. */
  takeIn(account: Account): Generator<void, void>;
  /** The thread of a message that has been taken in; it never changes. */
  idOf(content: Content): string;
}

/**
 * A thread is named for the message that began it: the first of References, or what In-Reply-To leads to as far as those messages
 * are here. It follows from the messages alone, so it is the same whenever and wherever they are looked at.
 */
export function threads(): Threads {
  const roots = new WeakMap<Content, string>();
  const byAccount = new WeakMap<Account, Map<string, string>>();
  const takenTo = new WeakMap<Mailbox, number>();
  return {
    *takeIn(account) {
      const rootById = byAccount.get(account) ?? new Map<string, string>();
      byAccount.set(account, rootById);
      for (const mailbox of account.mailboxes.values()) {
        const { messages } = mailbox;
        for (let i = indexOfUid(messages, takenTo.get(mailbox) ?? 0); i < messages.length; i++) {
          const message = messages[i];
          if (!message) break;
          takenTo.set(mailbox, message.uid + 1);
          if (!roots.has(message.content)) roots.set(message.content, rootOf(message.content, rootById));
          yield;
        }
      }
    },
    idOf: (content) => `T${roots.get(content) ?? digest(content.emailId)}`,
  };
}

function rootOf(content: Content, rootById: Map<string, string>): string {
  const headers = parseHeaders(content.bytes);
  const own = firstId(headers, 'Message-ID');
  const begun = firstId(headers, 'References') ?? firstId(headers, 'In-Reply-To') ?? own ?? digest(content.emailId);
  const root = rootById.get(begun) ?? begun;
  if (own !== undefined && !rootById.has(own)) rootById.set(own, root);
  return root;
}

/** The first identifier in a field, as a digest: a piece of the header would keep all of it in memory. */
function firstId(headers: Headers, field: string): string | undefined {
  const found = /<[^<>\s]+>/.exec(headerValue(headers, field)?.slice(0, 2_000) ?? '')?.[0];
  return found === undefined ? undefined : digest(found);
}

const digest = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 24);
