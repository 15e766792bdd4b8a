/** UNSELECT: leaves the mailbox and expunges nothing (RFC 9051 §6.4.2). */
import type { ImapHandler } from '../dispatch';
import { ok } from '../outcome';
import { closeView } from '../view';

export const unselect: ImapHandler = (session) => {
  closeView(session);
  return ok('nothing is selected');
};
