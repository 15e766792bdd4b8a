/** What users do to one message of a list: each one an action of the account, in the folder that was listed and no other. */
import { err, ok, type Result } from '../base';
import type { Account, Hand } from './account';
import type { Folder } from './folder';
import { folderText, seenToBe } from './message-read-fetch';
import type { MessageRef } from './message-ref';
import { type Trouble, trouble } from './trouble';

type Done = Promise<Result<void, Trouble>>;
type Say = (name: string, args: Parameters<Hand['connection']['command']>[2]) => Done;

/** Selects the folder for changing, sees that UIDs mean there what they meant, and asks for figures after. */
async function onMessage(
  account: Account,
  ref: MessageRef,
  title: string,
  action: (say: Say, hand: Hand) => Done,
  to?: Folder,
): Done {
  const done = await account.change(title, async (hand) => {
    const lock = await hand.client.getMailboxLock(ref.folder);
    try {
      const same = seenToBe(hand, ref);
      if (!same.ok) return same;
      const box = hand.client.mailbox;
      if (box !== false && box.readOnly) {
        const advice = 'The tooltip of the folder shows your rights.';
        return err(trouble('refused', `${title}: the server opens ${folderText(ref)} read-only`, advice));
      }
      const say: Say = async (name, args) => {
        const answer = await hand.connection.command(title, name, args);
        return answer.ok ? ok(undefined) : answer;
      };
      return await action(say, hand);
    } finally {
      lock.release();
    }
  });
  if (done.ok) for (const name of [ref.folder, ...(to ? [to.name] : [])]) await account.count(name);
  return done;
}

const what = (ref: MessageRef): string => `message ${ref.uid} of ${folderText(ref)}`;

/** Sets a flag, or takes it away (RFC 9051 §6.4.6). */
export const setFlag = (account: Account, ref: MessageRef, flag: '\\Seen' | '\\Flagged', on: boolean): Done =>
  onMessage(account, ref, `${on ? 'Set' : 'Remove'} ${flag} of ${what(ref)}`, (say) =>
    say('UID STORE', [`${ref.uid}`, `${on ? '+' : '-'}FLAGS`, `(${flag})`]),
  );

/** RFC 9051 §6.4.7. */
export const copyMessage = (account: Account, ref: MessageRef, to: Folder): Done =>
  onMessage(
    account,
    ref,
    `Copy ${what(ref)} to ${to.text}`,
    (say) => say('UID COPY', [`${ref.uid}`, { string: to.name }]),
    to,
  );

/** By MOVE (RFC 9051 §6.4.8) where it is there, else as a copy and a deletion. */
export const moveMessage = (account: Account, ref: MessageRef, to: Folder): Done =>
  onMessage(
    account,
    ref,
    `Move ${what(ref)} to ${to.text}`,
    async (say, hand) => {
      const args = [`${ref.uid}`, { string: to.name }] as const;
      if (hasOneOf(hand, 'MOVE', 'IMAP4REV2')) return say('UID MOVE', args);
      const copied = await say('UID COPY', args);
      return copied.ok ? removed(say, hand, ref) : copied;
    },
    to,
  );

/** Marks it as deleted, and expunges it alone where the server can; elsewhere it stays marked, for EXPUNGE would take others with it. */
export const deleteMessage = (account: Account, ref: MessageRef): Done =>
  onMessage(account, ref, `Delete ${what(ref)}`, (say, hand) => removed(say, hand, ref));

async function removed(say: Say, hand: Hand, { uid }: MessageRef): Done {
  const marked = await say('UID STORE', [`${uid}`, '+FLAGS', '(\\Deleted)']);
  // UID EXPUNGE (RFC 4315 §2.1)
  return marked.ok && hasOneOf(hand, 'UIDPLUS', 'IMAP4REV2') ? say('UID EXPUNGE', [`${uid}`]) : marked;
}

const hasOneOf = ({ connection }: Hand, ...names: readonly string[]): boolean =>
  names.some((name) => connection.capabilities.has(name));
