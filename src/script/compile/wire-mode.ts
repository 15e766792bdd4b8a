/** What a `C:` line is by the lines before it: a command, or data that gets no reply of its own. */
import { utf8 } from '../../base';
import type { Protocol } from '../../protocol/finding';
import { isWhite, skipWhite } from '../characters';
import type { Command, PayloadPart } from '../program';

export type WireMode =
  | { readonly kind: 'command' }
  /** After DATA: lines up to `.` (RFC 5321 §4.1.1.4). */
  | { readonly kind: 'message' }
  /** After `BDAT n`: so many octets are still to come (RFC 3030 §2). */
  | { readonly kind: 'chunk'; readonly left: number }
  /** After `{n}`: so many octets are still to come (RFC 9051 §4.3). */
  | { readonly kind: 'literal'; readonly left: number };

/**
 * `reply`: the server answers it. `data`: it does not. `announcement`: an IMAP line that ends in `{n}`, answered by `+` if
 * at all. `message`: the end of a message, which LMTP answers once a recipient.
 */
export type Role = 'reply' | 'data' | 'announcement' | 'message';

const command: WireMode = { kind: 'command' };

/** The role of a line, and the mode after it. */
export function roleOf(
  payload: Command['payload'],
  mode: WireMode,
  protocol: Protocol,
): { role: Role; mode: WireMode } {
  switch (mode.kind) {
    case 'message': {
      const ends = isLoneBlock(payload) || plainText(payload) === '.';
      return ends ? { role: 'message', mode: command } : { role: 'data', mode };
    }
    case 'chunk': {
      const left = mode.left - (octets(payload) ?? mode.left) - 2;
      return left > 0 ? { role: 'data', mode: { kind: 'chunk', left } } : { role: 'message', mode: command };
    }
    case 'literal': {
      const length = octets(payload);
      if (length !== undefined && length + 2 <= mode.left) {
        return { role: 'data', mode: { kind: 'literal', left: mode.left - length - 2 } };
      }
      return imapLine(payload);
    }
    case 'command':
      if (protocol === 'imap') return imapLine(payload);
      return protocol === 'pop3' ? { role: 'reply', mode } : smtpCommand(payload);
  }
}

/** The mode after `raw`: an end of data in it ends the message (RFC 5321 §4.1.1.4). */
export const modeAfterRaw = (mode: WireMode, bytes: string): WireMode =>
  /(^|\r\n)\.\r\n/.test(bytes) ? command : mode;

/** The mode after a group of commands, the last of which is expected to get a reply that begins with `code`: no 354, no message. */
export const modeAfterReply = (mode: WireMode, lastRole: Role | undefined, code: string | undefined): WireMode =>
  mode.kind === 'message' && code && lastRole === 'reply' && !/^[3x]/.test(code) ? command : mode;

function imapLine(payload: Command['payload']): { role: Role; mode: WireMode } {
  const announced = announcedLiteral(payload);
  if (!announced) return { role: 'reply', mode: command };
  return { role: announced.sync ? 'announcement' : 'data', mode: { kind: 'literal', left: announced.size } };
}

function smtpCommand(payload: Command['payload']): { role: Role; mode: WireMode } {
  const verb = leadingWords(payload)[0]?.toUpperCase();
  if (verb === 'DATA') return { role: 'reply', mode: { kind: 'message' } };
  if (verb !== 'BDAT') return { role: 'reply', mode: command };
  const left = payload.length === 1 ? Number(leadingWords(payload)[1] ?? 'none') : 0;
  return left > 0 ? { role: 'data', mode: { kind: 'chunk', left } } : { role: 'message', mode: command };
}

/** The `{n}` or `{n+}` that ends a line. */
export function announcedLiteral(
  payload: Command['payload'],
): { readonly size: number; readonly sync: boolean } | undefined {
  const last = payload.at(-1);
  const text = last?.kind === 'text' ? last.template.at(-1) : undefined;
  if (text?.kind !== 'text' || !text.text.endsWith('}')) return undefined;
  const match = /\{([0-9]{1,15})(\+?)\}$/.exec(text.text.slice(-20));
  return match ? { size: Number(match[1]), sync: match[2] === '' } : undefined;
}

/** The first two words of a line, as far as they are plain text. */
export function leadingWords(payload: readonly PayloadPart[]): readonly string[] {
  const first = payload[0]?.kind === 'text' ? payload[0].template[0] : undefined;
  if (first?.kind !== 'text') return [];
  const text = first.text.slice(0, 200).trimStart();
  const firstEnd = wordEnd(text, 0);
  if (firstEnd === text.length) return [text];
  const second = skipWhite(text, firstEnd, text.length);
  return [text.slice(0, firstEnd), text.slice(second, wordEnd(text, second))];
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isWhite(text.charCodeAt(end))) end++;
  return end;
}

/** Octets of a line without its CRLF, when the text alone says so. */
export function octets(payload: readonly PayloadPart[]): number | undefined {
  const text = plainText(payload);
  return text === undefined ? undefined : utf8(text).length;
}

/** The line's text when it holds nothing else. */
function plainText(payload: readonly PayloadPart[]): string | undefined {
  if (payload.length === 0) return '';
  const [only] = payload;
  if (payload.length > 1 || only?.kind !== 'text') return undefined;
  const [text] = only.template;
  return only.template.length === 1 && text?.kind === 'text' ? text.text : undefined;
}

/** Whether a line is one block or file and nothing else but white space. */
function isLoneBlock(payload: readonly PayloadPart[]): boolean {
  const rest = payload.filter((part) => part.kind === 'text');
  return payload.length - rest.length === 1 && rest.every((part) => (plainText([part]) ?? 'x').trim() === '');
}
