/** ETRN: nothing is ever queued (RFC 1985 §5.2). */
import { say } from './say';
import type { SmtpHandler } from './session';

export const etrn: SmtpHandler = (session, { argument }) =>
  say(session, 251, '2.0.0', `no messages waiting for ${argument}`);
