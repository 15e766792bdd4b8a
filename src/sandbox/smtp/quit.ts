/** QUIT (RFC 5321 §4.1.1.10). */
import { say } from './say';
import type { SmtpHandler } from './session';

export const quit: SmtpHandler = (session) => say(session, 221, '2.0.0', 'bye');
