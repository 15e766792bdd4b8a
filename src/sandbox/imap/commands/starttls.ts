/** STARTTLS (RFC 9051 §6.2.1). */
import { secure } from '../../session';
import type { ImapHandler } from '../dispatch';
import { bad, no } from '../outcome';

export const starttls: ImapHandler = async (session, { tag }) => {
  if (session.connection.tls) return bad('TLS is on already');
  if (session.server.faults.find('no-starttls', session.service)) return no('TLS is not available', 'UNAVAILABLE');
  if (!(await secure(session, `${tag} OK begin TLS\r\n`))) session.state = 'logout';
  return 'said';
};
