/** EHLO, HELO and LHLO: greets the client and announces the extensions (RFC 5321 §4.1.1.1, RFC 2033 §4.1). */
import { offeredMechanisms } from '../authentication';
import { maxRecipients } from './envelope';
import type { SmtpHandler, SmtpSession } from './session';
import { xclientAttributes } from './xclient';

export const hello: SmtpHandler = (session, { verb, argument }) => {
  const { server, connection } = session;
  session.client = argument.split(' ')[0] ?? argument;
  session.transaction = undefined;
  session.extended = verb !== 'HELO';
  const lines = [`${server.hostname} at your service`];
  if (session.extended) lines.push(...extensions(session));
  lines.forEach((line, i) => {
    connection.write(`250${i === lines.length - 1 ? ' ' : '-'}${line}\r\n`);
  });
  return 250;
};

/** The EHLO lines for this connection as it is now. */
function extensions(session: SmtpSession): string[] {
  const { server, connection, lmtp, account } = session;
  const lines = ['PIPELINING', `SIZE ${server.maxMessageSize}`, '8BITMIME', 'CHUNKING'];
  // RFC 3030 §3: BINARYMIME needs CHUNKING.
  if (server.has('CHUNKING')) lines.push('BINARYMIME');
  lines.push('SMTPUTF8', 'DSN', 'ENHANCEDSTATUSCODES', 'VRFY', 'HELP');
  // RFC 9422 §3: what RCPT is held to.
  lines.push(`LIMITS RCPTMAX=${maxRecipients}`);
  if (!lmtp) lines.push('ETRN');
  lines.push(`XCLIENT ${xclientAttributes.join(' ')}`);
  if (!connection.tls) lines.push('STARTTLS');
  const mechanisms = account ? [] : offeredMechanisms(session);
  if (mechanisms.length > 0) lines.push(`AUTH ${mechanisms.join(' ')}`);
  return lines.filter((line) => server.has(line.split(' ')[0] ?? line));
}
