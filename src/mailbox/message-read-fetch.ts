/** FETCH of one message by its reference: the folder is opened to look only, and is seen to be the one that was meant. */
import { err, ok, type Result } from '../base';
import { type FetchedMessage, readFetch } from '../protocol/imap/fetch-data';
import { bytesOf } from '../protocol/imap/value';
import type { Hand } from './account';
import { folderName } from './folder-name';
import type { MessageRef } from './message-ref';
import { type Trouble, trouble } from './trouble';

/** Octets that are asked for at a time: a part of any size passes through this much memory. */
export const windowOctets = 131_072;

/** `INBOX`, decoded and fit for a screen. */
export const folderText = ({ folder }: MessageRef): string => folderName(folder, undefined).text;

/** The folder that is open is the one that was listed: UIDs mean in it what they meant. */
export function seenToBe({ client }: Pick<Hand, 'client'>, ref: MessageRef): Result<void, Trouble> {
  const now = client.mailbox === false ? undefined : client.mailbox.uidValidity?.toString();
  if (now === ref.uidValidity) return ok(undefined);
  return err(
    trouble(
      'missing',
      `${folderText(ref)} has another UIDVALIDITY than when this message was listed (${now ?? 'none'}, not ${ref.uidValidity}): its UID means nothing now`,
      'Open the folder’s list of messages again.',
    ),
  );
}

/** `items`: what FETCH is to bring, each by BODY.PEEK, so that reading sets no `\Seen` (RFC 9051 §6.4.5). */
export async function fetchOne(
  { client, connection }: Hand,
  ref: MessageRef,
  items: readonly string[],
): Promise<Result<FetchedMessage, Trouble>> {
  const where = folderText(ref);
  const lock = await client.getMailboxLock(ref.folder, { readOnly: true });
  let found: FetchedMessage | undefined;
  try {
    const same = seenToBe({ client }, ref);
    if (!same.ok) return same;
    const unlisten = connection.listen((response) => {
      const message = readFetch(response);
      // The server may tell of new flags in between: what was asked for is in the fullest response.
      if (message?.uid === ref.uid && message.items.size >= (found?.items.size ?? 0)) found = message;
    });
    try {
      const answer = await connection.command(`Fetch message ${ref.uid} of ${where}`, 'UID FETCH', [
        `${ref.uid}`,
        `(${items.join(' ')})`,
      ]);
      if (!answer.ok) return answer;
    } finally {
      unlisten();
    }
  } finally {
    lock.release();
  }
  if (found) return ok(found);
  return err(
    trouble(
      'missing',
      `the message with UID ${ref.uid} is not in ${where} any more`,
      'Somebody moved or deleted it: open the folder’s list of messages again.',
    ),
  );
}

/** A window of a section, for `fetchOne`; the whole message for the empty section (RFC 9051 §6.4.5: `<offset.octets>`). */
export const windowItem = (section: string, offset = 0, octets = windowOctets): string =>
  `BODY.PEEK[${section}]<${offset}.${octets}>`;

/** What a window of a section brought; a Trouble when the server has no such section, or does not keep to the window. */
export function windowOf(message: FetchedMessage, section: string, offset = 0): Result<Uint8Array, Trouble> {
  const key = `BODY[${section.toUpperCase()}]`;
  for (const [name, value] of message.sections) {
    const upper = name.toUpperCase();
    if (!upper.startsWith(key)) continue;
    // Some servers leave `<0>` out.
    if (upper !== `${key}<${offset}>` && !(upper === key && offset === 0)) continue;
    if (value.form !== 'quoted' && value.spilled) {
      return err(trouble('refused', `the server sends ${value.size} octets where ${windowOctets} were asked for`));
    }
    return ok(bytesOf(value) ?? new Uint8Array(0));
  }
  return err(
    trouble(
      'missing',
      section === '' ? 'the server does not give the message’s source' : `the server does not give part ${section}`,
      'Its MIME structure may be broken: look at the message’s source.',
    ),
  );
}
