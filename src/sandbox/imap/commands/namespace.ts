/** NAMESPACE: personal mailboxes only (RFC 9051 §6.3.10). */
import { delimiter } from '../../store/account';
import type { ImapHandler } from '../dispatch';
import { ok } from '../outcome';

export const namespace: ImapHandler = (session) => {
  session.untagged(`NAMESPACE (("" "${delimiter}")) NIL NIL`);
  return ok('done');
};
