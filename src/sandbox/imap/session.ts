/** An IMAP client's session: reads commands, has them carried out one after the other, and reports what else has happened. */

import { type ImapState, nextState } from '../../protocol/imap/state';
import { garbage } from '../faults';
import type { Protocol } from '../listener';
import type { SessionContext } from '../session';
import type { Account } from '../store/account';
import type { Message } from '../store/message';
import { capabilityList } from './capabilities';
import { carryOut } from './dispatch';
import { print } from './outcome';
import { type ImapRequest, receive } from './request';
import { announce, closeView, type View } from './view';

export interface ImapSession extends SessionContext {
  state: ImapState;
  account: Account | undefined;
  selected: View | undefined;
  /** What ENABLE, or a command that implies it, has switched on; in upper case. */
  readonly enabled: Set<string>;
  /** The result of the last SEARCH RETURN (SAVE), for `$` (RFC 9051 §6.4.4.1). */
  saved: ReadonlySet<Message>;
  /** Failed sign-ins so far. */
  failures: number;
  /** In IDLE: what happens is told at once. */
  idling: boolean;
  /** `text` without `* ` and line end. */
  untagged(text: string): void;
}

export const imap: Protocol = {
  serve,
  goodbye: '* BYE the sandbox is stopping\r\n',
  broken: '* BYE [SERVERBUG] something went wrong here\r\n',
  busy: '* BYE [UNAVAILABLE] too many connections\r\n',
};

async function serve(context: SessionContext): Promise<void> {
  const { server, service, connection } = context;
  const session: ImapSession = {
    ...context,
    state: 'not-authenticated',
    account: undefined,
    selected: undefined,
    enabled: new Set(),
    saved: new Set(),
    failures: 0,
    idling: false,
    untagged: (text) => connection.write(`* ${text}\r\n`),
  };
  const instead = server.faults.answer('greeting', service);
  if (instead?.kind === 'reply') session.untagged(instead.text);
  else if (!instead) session.untagged(`OK [CAPABILITY ${capabilityList(session)}] ${server.hostname} ready`);
  try {
    while (session.state !== 'logout' && !connection.closed) {
      const waiting = connection.drained();
      if (waiting) await waiting;
      const next = receive(session);
      const received = next instanceof Promise ? await next : next;
      if (received.kind === 'gone') return;
      if (received.kind === 'refused') connection.write(`${received.text}\r\n`);
      else await answer(session, received.request);
    }
  } finally {
    closeView(session);
  }
}

async function answer(session: ImapSession, request: ImapRequest): Promise<void> {
  const { connection, server, service } = session;
  const { tag, name } = request;
  if (!/^[!#$&'),-[\]^-z|}~]+$/.test(tag)) return connection.write('* BAD a command begins with a tag\r\n');
  const instead = server.faults.answer(name, service);
  if (instead) {
    if (instead.kind === 'reply') connection.write(`${tag} ${instead.text}\r\n`);
    else if (instead.kind === 'garbage') connection.write(garbage);
    return;
  }
  const outcome = await carryOut(session, request);
  // The handler has said all there is to say: STARTTLS, or a connection that is gone.
  if (outcome === 'said') return;
  // RFC 9051 §7.5.1: no EXPUNGE while a command with message numbers is in progress.
  announce(session, !numbered.has(name));
  connection.write(`${tag} ${print(outcome)}\r\n`);
  session.state = nextState(session.state, name, outcome.status);
  if (name === 'COMPRESS' && outcome.status === 'OK') connection.startCompression();
}

const numbered: ReadonlySet<string> = new Set(['FETCH', 'STORE', 'SEARCH', 'SORT', 'THREAD']);
