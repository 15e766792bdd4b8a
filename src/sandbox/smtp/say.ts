/** Sends a reply of one line and gives its code: what most handlers end with. */
import type { SmtpSession } from './session';

export function say(session: SmtpSession, code: number, enhanced: string, text: string): number {
  session.reply(code, enhanced, text);
  return code;
}

/** What a handler gives in place of a code when it has moved the state itself. */
export const moved = 0;
