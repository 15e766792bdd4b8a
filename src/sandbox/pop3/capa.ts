/** CAPA: what the server can do, as things stand on this connection (RFC 2449 §5). */
import { clearTextAllowed, offeredMechanisms } from '../authentication';
import type { Pop3Handler, Pop3Session } from './session';

export const capa: Pop3Handler = (session) => {
  session.ok('capabilities follow');
  session.connection.write(`${[...capabilities(session), '.'].join('\r\n')}\r\n`);
};

function capabilities(session: Pop3Session): string[] {
  const { server, connection, state } = session;
  const names = ['TOP', 'UIDL', 'RESP-CODES', 'AUTH-RESP-CODE', 'PIPELINING'];
  if (server.has('UTF8')) names.push('UTF8 USER');
  // What can be had before signing in is announced after it too (RFC 2449 §5); STLS alone is not (RFC 2595 §4).
  if (clearTextAllowed(session)) names.push('USER');
  const mechanisms = offeredMechanisms(session);
  if (mechanisms.length > 0) names.push(`SASL ${mechanisms.join(' ')}`);
  if (state === 'authorization' && !connection.tls) names.push('STLS');
  names.push('IMPLEMENTATION Mailwright-sandbox');
  return names.filter((name) => server.has(name.split(' ')[0] ?? name));
}
