/** All states of each protocol's table: where a connection may be when nothing says where it is. */
import type { Protocol } from '../../protocol/finding';
import { transitions as pop3 } from '../../protocol/pop3/state';
import { commandStates as smtp } from '../../protocol/smtp/state';

const smtpStates: ReadonlySet<string> = new Set([...smtp, 'authenticating', 'closed']);
const imapStates: ReadonlySet<string> = new Set(['not-authenticated', 'authenticated', 'selected', 'logout']);
const pop3States: ReadonlySet<string> = new Set(pop3.flatMap((row) => [...row.from, row.to]));

export const allStates: Readonly<Record<Protocol, ReadonlySet<string>>> = {
  smtp: smtpStates,
  lmtp: smtpStates,
  imap: imapStates,
  pop3: pop3States,
};
