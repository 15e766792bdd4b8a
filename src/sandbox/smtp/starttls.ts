/** STARTTLS (RFC 3207 §4). */
import { secure } from '../session';
import { say } from './say';
import type { SmtpHandler } from './session';

export const starttls: SmtpHandler = async (session) => {
  if (session.connection.tls) return say(session, 503, '5.5.1', 'TLS is on already');
  if (session.server.faults.find('no-starttls', session.service))
    return say(session, 454, '4.7.0', 'TLS is not available');
  const enhanced = session.extended && session.server.has('ENHANCEDSTATUSCODES') ? '2.0.0 ' : '';
  if (!(await secure(session, `220 ${enhanced}ready to start TLS\r\n`))) {
    session.state = 'closed';
    return 421;
  }
  // RFC 3207 §4.2: the session begins anew, and what the client said is forgotten.
  session.client = '';
  session.extended = false;
  session.transaction = undefined;
  session.account = undefined;
  session.state = 'connected';
  return 250;
};
