/** CLOSE: leaves the mailbox and expunges without saying so (RFC 9051 §6.4.1). */
import { hasFlag } from '../../store/message';
import type { ImapHandler } from '../dispatch';
import { ok } from '../outcome';
import { closeView } from '../view';

export const close: ImapHandler = (session) => {
  const view = session.selected;
  if (view && !view.readOnly) {
    view.mailbox.expunge(view.mailbox.messages.filter((message) => hasFlag(message, '\\Deleted')));
  }
  closeView(session);
  return ok('nothing is selected');
};
