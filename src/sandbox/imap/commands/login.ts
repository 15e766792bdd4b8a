/** LOGIN: user and password in clear (RFC 9051 §6.2.3). */
import { textOf } from '../../../protocol/imap/value';
import { clearTextAllowed, signIn } from '../../authentication';
import { capabilityList } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { followAccount } from '../news';
import { bad, no, ok } from '../outcome';
import { countFailure } from './authenticate';

export const login: ImapHandler = (session, { values }) => {
  const [user, password] = values.map(textOf);
  if (values.length !== 2 || user === undefined || password === undefined)
    return bad('LOGIN takes a user and a password');
  if (!clearTextAllowed(session)) return no('LOGIN needs TLS: send STARTTLS', 'PRIVACYREQUIRED');
  const account = signIn(session, user, password);
  if (!account) return countFailure(session);
  session.account = account;
  followAccount(session, account);
  return ok('welcome', `CAPABILITY ${capabilityList(session)}`);
};
