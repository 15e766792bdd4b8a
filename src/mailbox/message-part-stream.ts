/** Parts of a message, and whole messages, by windows: saved whatever their size, or read as far as is allowed. */
import { concat, err, ok, type Result } from '../base';
import type { Account } from './account';
import { partDecoder } from './message-part-decoder';
import { fetchOne, folderText, windowItem, windowOctets, windowOf } from './message-read-fetch';
import type { MessageRef } from './message-ref';
import { type Trouble, trouble } from './trouble';

/** Which part is meant. */
export interface PartRef {
  /** Empty: the whole message, as it is. */
  readonly section: string;
  /** The Content-Transfer-Encoding, undone on the way. */
  readonly encoding: string;
  /** Octets on the wire, as the server said; more than twice of that is refused. */
  readonly size?: number | undefined;
}

export interface Streaming {
  readonly signal: AbortSignal;
  /** Octets so far as they come from the server. */
  readonly progress?: (octets: number) => void;
}

/** A server that announces less than it sends may send this much more. */
const tolerance = 1_048_576;

/**
 * Fetches a part window by window and gives each to `sink`, decoded; never more than a window is held. The mailbox is free for others
 * between windows. What `sink` throws becomes a Trouble. Answers with the octets that `sink` got.
 */
export function streamPart(
  account: Account,
  ref: MessageRef,
  part: PartRef,
  sink: (bytes: Uint8Array) => Promise<void> | void,
  { signal, progress }: Streaming,
): Promise<Result<number, Trouble>> {
  const { section, encoding, size } = part;
  const title = `${section === '' ? 'Source' : `Part ${section}`} of message ${ref.uid} in ${folderText(ref)}`;
  return account.act(title, async (hand) => {
    const decoder = partDecoder(section === '' ? 'binary' : encoding);
    let written = 0;
    const give = async (bytes: Uint8Array): Promise<Result<void, Trouble>> => {
      if (bytes.length === 0) return ok(undefined);
      written += bytes.length;
      try {
        await sink(bytes);
        return ok(undefined);
      } catch (error) {
        return err(trouble('refused', `cannot be written: ${error instanceof Error ? error.message : String(error)}`));
      }
    };
    for (let offset = 0; ; ) {
      if (signal.aborted) return err(trouble('closed', 'cancelled'));
      const fetched = await fetchOne(hand, ref, ['UID', windowItem(section, offset)]);
      if (!fetched.ok) return fetched;
      const window = windowOf(fetched.value, section, offset);
      if (!window.ok) return window;
      const bytes = window.value;
      offset += bytes.length;
      progress?.(offset);
      const given = await give(decoder.push(bytes));
      if (!given.ok) return given;
      if (bytes.length < windowOctets) break;
      if (size !== undefined && offset > 2 * size + tolerance) {
        return err(trouble('refused', `the server sends more than the ${size} octets that it announced`));
      }
    }
    const rest = await give(decoder.end());
    return rest.ok ? ok(written) : rest;
  });
}

/** A part as a whole, decoded; one with more than `most` octets is a Trouble. */
export async function readPart(
  account: Account,
  ref: MessageRef,
  part: PartRef,
  most: number,
): Promise<Result<Uint8Array, Trouble>> {
  const tooLarge = (): Trouble =>
    trouble('refused', `larger than ${most} octets, the most that is opened`, 'Save it to a file instead.');
  if (part.section === '' && part.size !== undefined && part.size > most) return err(tooLarge());
  const pieces: Uint8Array[] = [];
  let octets = 0;
  const aborter = new AbortController();
  const done = await streamPart(
    account,
    ref,
    part,
    (bytes) => {
      octets += bytes.length;
      if (octets > most) aborter.abort();
      else pieces.push(bytes.slice());
    },
    { signal: aborter.signal },
  );
  if (octets > most) return err(tooLarge());
  return done.ok ? ok(concat(pieces)) : done;
}
