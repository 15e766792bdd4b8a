/** AUTH: signs in by a SASL mechanism (RFC 4954 §4). */
import { fromBase64, toBase64 } from '../../base';
import { nextState } from '../../protocol/smtp/state';
import { type Answer, authenticate, readAnswer } from '../authentication';
import type { SmtpHandler, SmtpSession } from './session';

const maxFailures = 10;

export const auth: SmtpHandler = async (session, { argument }) => {
  const end = (code: number, enhanced: string, text: string): number => {
    session.reply(code, enhanced, text);
    if (session.state === 'authenticating') session.state = nextState(session.state, 'response', code);
    return code;
  };
  if (session.account) return end(503, '5.5.1', 'you have signed in already');
  const [mechanism = '', initial] = argument.split(' ');
  const first = initial === undefined ? undefined : initial === '=' ? new Uint8Array(0) : fromBase64(initial);
  const outcome = await authenticate(session, mechanism, first, (bytes) => challenge(session, bytes));
  switch (outcome.kind) {
    case 'ok':
      session.account = outcome.account;
      return end(235, '2.7.0', 'welcome');
    case 'unknown-mechanism':
      return end(504, '5.5.4', 'the mechanism is not known here');
    case 'needs-tls':
      return end(538, '5.7.11', 'the mechanism needs TLS: send STARTTLS');
    case 'malformed':
      return end(501, '5.5.2', outcome.reason);
    case 'too-long':
      return end(500, '5.5.6', 'the response is too long');
    case 'cancelled':
      return end(501, '5.0.0', 'cancelled');
    case 'refused':
      if (++session.failures < maxFailures) return end(535, '5.7.8', 'the credentials are not valid');
      return end(421, '4.7.0', 'too many failures');
    case 'gone':
      session.state = 'closed';
      return 421;
  }
};

function challenge(session: SmtpSession, bytes: Uint8Array): Promise<Answer> {
  session.connection.write(`334 ${toBase64(bytes)}\r\n`);
  session.state = nextState(session.state, session.state === 'authenticating' ? 'response' : 'AUTH', 334);
  return readAnswer(session);
}
