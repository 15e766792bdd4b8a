/** Has the store take in what THREADID needs to know, in slices (RFC 8474 §5.2). */
import type { ImapSession } from './session';
import { slices } from './slices';

export async function takeInThreads({ server, account }: ImapSession): Promise<void> {
  if (!account) return;
  const slice = slices();
  for (const _ of server.store.threads.takeIn(account)) {
    const waiting = slice.rest();
    if (waiting) await waiting;
  }
}
