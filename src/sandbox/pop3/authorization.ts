/** The commands that sign in: USER, PASS, APOP, AUTH, and UTF8 (RFC 1939 §7, RFC 5034, RFC 6856). */
import { fromBase64 } from '../../base';
import { nextState } from '../../protocol/pop3/state';
import { verifyApop } from '../../protocol/sasl/apop';
import { authenticate, clearTextAllowed, offeredMechanisms, signIn } from '../authentication';
import type { Account } from '../store/account';
import { openMaildrop } from './maildrop';
import type { Pop3Handler, Pop3Session } from './session';

/** Failed sign-ins after which the connection is closed. */
const maxFailures = 10;

export const user: Pop3Handler = (session, [name = '']) => {
  if (!clearTextAllowed(session)) return session.err('[AUTH] clear-text passwords need TLS: send STLS');
  session.user = name;
  session.ok('send PASS');
};

export const pass: Pop3Handler = (session, [password = '']) => {
  const name = session.user;
  session.user = undefined;
  if (name === undefined) return session.err('send USER first');
  open(session, signIn(session, name, password), 'PASS');
};

export const apop: Pop3Handler = (session, [name = '', digest = '']) => {
  if (session.timestamp === '') return session.err('no APOP here');
  const account = session.server.store.account(name);
  const right = verifyApop(session.timestamp, account?.password, digest);
  if (account && right) {
    const { server, service, connection } = session;
    server.emit({ kind: 'authenticated', service, connection: connection.id, user: account.user, mechanism: 'APOP' });
  }
  open(session, right ? account : undefined, 'APOP');
};

export const auth: Pop3Handler = async (session, [mechanism, initial]) => {
  if (mechanism === undefined) {
    session.ok('mechanisms follow');
    session.connection.write(`${[...offeredMechanisms(session), '.'].join('\r\n')}\r\n`);
    return;
  }
  // RFC 5034 §4: a lone = is an initial response without octets.
  const first = initial === undefined ? undefined : initial === '=' ? new Uint8Array(0) : fromBase64(initial);
  if (initial !== undefined && !first) return session.err('the initial response is not base64');
  const outcome = await authenticate(session, mechanism, first, session.challenge);
  switch (outcome.kind) {
    case 'ok':
      return open(session, outcome.account, 'AUTH');
    case 'unknown-mechanism':
      return session.err('unknown mechanism');
    case 'needs-tls':
      return session.err('[AUTH] the mechanism needs TLS: send STLS');
    case 'malformed':
      return session.err(outcome.reason);
    case 'too-long':
      return session.err('the response is too long');
    case 'cancelled':
      return session.err('cancelled');
    case 'refused':
      return open(session, undefined, 'AUTH');
    case 'gone':
      session.state = 'closed';
      return;
  }
};

export const utf8: Pop3Handler = (session) => {
  session.utf8 = true;
  session.ok('UTF-8 mode');
};

function open(session: Pop3Session, account: Account | undefined, event: string): void {
  if (!account) {
    session.err('[AUTH] the credentials are not valid');
    if (++session.failures >= maxFailures) session.state = 'closed';
    return;
  }
  const maildrop = openMaildrop(account);
  if (!maildrop) {
    session.err('[IN-USE] another session holds the maildrop');
    return;
  }
  session.maildrop = maildrop;
  session.state = nextState(session.state, event, 'ok');
  session.ok(`${maildrop.messages.length} messages`);
}
