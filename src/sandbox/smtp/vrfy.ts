/** VRFY and EXPN (RFC 5321 §4.1.1.6 and §4.1.1.7). */
import { say } from './say';
import type { SmtpHandler } from './session';

export const vrfy: SmtpHandler = (session, { argument }) => {
  const { store, domain } = session.server;
  const [local = '', where] = argument
    .replace(/ SMTPUTF8$/i, '')
    .replace(/^.*<|>.*$/g, '')
    .split('@');
  if (where !== undefined && where.toLowerCase() !== domain.toLowerCase())
    return say(session, 550, '5.1.2', 'not a domain of this server');
  const account = store.recipient(local);
  if (!account) return say(session, 550, '5.1.1', 'no such user');
  return say(session, 250, '2.1.5', `<${account.user}@${domain}>`);
};

export const expn: SmtpHandler = (session) => say(session, 502, '5.5.1', 'there are no mailing lists here');
