/** What follows the 220 when a session begins (RFC 5321 §4.2). */
import type { SmtpSession } from './session';

export const greeting = ({ server, lmtp }: SmtpSession): string =>
  `${server.hostname} ${lmtp ? 'LMTP' : server.esmtp ? 'ESMTP' : 'SMTP'} Mailwright sandbox`;
