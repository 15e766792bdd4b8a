/** UNAUTHENTICATE: everything that the client has set is forgotten (RFC 8437 §3). */
import type { ImapHandler } from '../dispatch';
import { leaveAccount } from '../news';
import { ok } from '../outcome';
import { closeView } from '../view';

export const unauthenticate: ImapHandler = (session) => {
  closeView(session);
  leaveAccount(session);
  session.account = undefined;
  session.enabled.clear();
  return ok('who are you?');
};
