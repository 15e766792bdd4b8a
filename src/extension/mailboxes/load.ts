/** The mailbox layer, with imapflow below it: in a bundle of its own, loaded when a mailbox is first looked at. */
import type * as Mailbox from '../../mailbox';

export type { Mailbox };

let loading: Promise<typeof Mailbox> | undefined;

/** Loads it once. */
export function loadMailbox(): Promise<typeof Mailbox> {
  loading ??= import('../../mailbox');
  return loading;
}
