/** AUTHENTICATE: signs in by a SASL mechanism (RFC 9051 §6.2.2). */
import { fromBase64, toBase64 } from '../../../base';
import { textOf } from '../../../protocol/imap/value';
import { type Answer, authenticate as exchange, readAnswer } from '../../authentication';
import { capabilityList } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { followAccount } from '../news';
import { bad, no, type Outcome, ok } from '../outcome';
import type { ImapSession } from '../session';

const maxFailures = 10;

export const authenticate: ImapHandler = async (session, { values }) => {
  const [mechanism, initial] = values.map(textOf);
  if (mechanism === undefined || values.length > 2)
    return bad('AUTHENTICATE takes a mechanism and at most one initial response');
  if (initial !== undefined && !session.server.has('SASL-IR')) return bad('there is no SASL-IR here');
  const first = initial === undefined ? undefined : initial === '=' ? new Uint8Array(0) : fromBase64(initial);
  if (initial !== undefined && !first) return bad('the initial response is not base64');
  const outcome = await exchange(session, mechanism, first, (bytes) => challenge(session, bytes));
  switch (outcome.kind) {
    case 'ok':
      session.account = outcome.account;
      followAccount(session, outcome.account);
      return ok('welcome', `CAPABILITY ${capabilityList(session)}`);
    case 'unknown-mechanism':
      return no('the mechanism is not known here', 'CANNOT');
    case 'needs-tls':
      return no('the mechanism needs TLS: send STARTTLS', 'PRIVACYREQUIRED');
    case 'malformed':
      return bad(outcome.reason);
    case 'too-long':
      return bad('the response is too long');
    case 'cancelled':
      return bad('cancelled');
    case 'refused':
      return countFailure(session);
    case 'gone':
      return 'said';
  }
};

/** Refuses the credentials; who fails too often is cut off. */
export function countFailure(session: ImapSession): Outcome {
  if (++session.failures >= maxFailures) {
    session.untagged('BYE too many failures');
    session.state = 'logout';
  }
  return no('the credentials are not valid', 'AUTHENTICATIONFAILED');
}

function challenge(session: ImapSession, bytes: Uint8Array): Promise<Answer> {
  session.connection.write(`+ ${toBase64(bytes)}\r\n`);
  return readAnswer(session);
}
