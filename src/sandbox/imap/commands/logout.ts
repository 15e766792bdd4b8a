/** LOGOUT (RFC 9051 §6.1.3). */
import type { ImapHandler } from '../dispatch';
import { ok } from '../outcome';

export const logout: ImapHandler = (session) => {
  session.untagged('BYE good-bye');
  return ok('done');
};
