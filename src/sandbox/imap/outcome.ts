/** How a command ends: the tagged response (RFC 9051 §7.1). */

export interface Outcome {
  readonly status: 'OK' | 'NO' | 'BAD';
  /** What stands in the brackets. */
  readonly code?: string;
  readonly text: string;
  /** The command named messages by number, so that no EXPUNGE may come with its end although it is a UID command (RFC 7162 §3.2.10.2). */
  readonly keepsNumbers?: boolean;
}

export const ok = (text: string, code?: string): Outcome => ({
  status: 'OK',
  text,
  ...(code === undefined ? {} : { code }),
});
export const no = (text: string, code?: string): Outcome => ({
  status: 'NO',
  text,
  ...(code === undefined ? {} : { code }),
});
export const bad = (text: string): Outcome => ({ status: 'BAD', text });

export const noSuchMailbox = (code = 'NONEXISTENT'): Outcome => no('no such mailbox', code);

/** The words after the tag. */
export const print = ({ status, code, text }: Outcome): string =>
  `${status} ${code === undefined ? '' : `[${code}] `}${text}`;
