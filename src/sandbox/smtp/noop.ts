/** NOOP (RFC 5321 §4.1.1.9). */
import { say } from './say';
import type { SmtpHandler } from './session';

export const noop: SmtpHandler = (session) => say(session, 250, '2.0.0', 'done');
