/** HELP, out of the table of commands (RFC 5321 §4.1.1.8). */
import { commands } from '../../protocol/smtp/commands';
import { say } from './say';
import type { SmtpHandler } from './session';

export const help: SmtpHandler = (session, { argument }) => {
  const { lmtp } = session;
  const rows = commands.filter(({ protocols, obsolete }) => protocols.includes(lmtp ? 'lmtp' : 'smtp') && !obsolete);
  const row = rows.find(({ verb }) => verb === argument.toUpperCase());
  if (argument !== '' && !row) return say(session, 504, '5.5.4', 'no help for that');
  if (row) session.reply(214, '2.0.0', row.syntax, row.description, row.rfc);
  else session.reply(214, '2.0.0', rows.map(({ verb }) => verb).join(' '));
  return 214;
};
