/** RSET: gives the mail transaction up (RFC 5321 §4.1.1.5). */
import { say } from './say';
import type { SmtpHandler } from './session';

export const rset: SmtpHandler = (session) => {
  session.transaction = undefined;
  return say(session, 250, '2.0.0', 'done');
};
