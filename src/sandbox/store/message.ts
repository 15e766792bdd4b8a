/** A message as a mailbox holds it; the octets are shared between copies. */

/** What a copy shares with its original. */
export interface Content {
  readonly bytes: Uint8Array;
  /** RFC 8474 §5.1: the same for all copies. */
  readonly emailId: string;
}

/** Changed by its mailbox alone. */
export interface Message {
  readonly uid: number;
  readonly content: Content;
  /** Milliseconds since the epoch. */
  readonly internalDate: number;
  /** When it came into this mailbox, milliseconds since the epoch (RFC 8514). */
  readonly savedAt: number;
  /** Without \Recent, which is a session's own. */
  flags: readonly string[];
  /** RFC 7162 §3. */
  modseq: number;
  expunged: boolean;
}

/** Compares flags as RFC 9051 §2.3.2 has it: without case. */
export const hasFlag = (message: Message, flag: string): boolean => {
  if (message.flags.includes(flag)) return true;
  const wanted = flag.toLowerCase();
  return message.flags.some((own) => own.toLowerCase() === wanted);
};

const systemFlags = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'];

/** Flags in their usual spelling, each once, \Recent left out (a client cannot set it). */
export function normalFlags(flags: readonly string[]): readonly string[] {
  if (flags.length === 0) return noFlags;
  const byName = new Map<string, string>();
  for (const flag of flags) {
    const name = flag.toLowerCase();
    if (name === '\\recent' || byName.has(name)) continue;
    byName.set(name, systemFlags.find((known) => known.toLowerCase() === name) ?? flag);
  }
  return [...byName.values()];
}

const noFlags: readonly string[] = [];
