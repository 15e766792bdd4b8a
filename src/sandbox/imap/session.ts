/** An IMAP client's session: reads commands, has them carried out one after the other, and reports what else has happened. */

import { type ImapState, nextState } from '../../protocol/imap/state';
import { interfere, interfereWithGreeting } from '../interfere';
import type { Protocol } from '../listener';
import type { SessionContext } from '../session';
import type { Account } from '../store/account';
import type { Message } from '../store/message';
import { capabilityList } from './capabilities';
import { tellIfBehind } from './condstore';
import { carryOut } from './dispatch';
import { leaveAccount, type News, tellNews } from './news';
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
  /** What others do in the account; there once the client has signed in. */
  news: News | undefined;
  /** `text` without `* ` and line end. */
  untagged(text: string): void;
}

export const imap: Protocol = {
  serve,
  goodbye: '* BYE the sandbox is stopping\r\n',
  broken: '* BYE [SERVERBUG] something went wrong here\r\n',
  timedOut: '* BYE silent for too long\r\n',
  refusal: (why) => `* BYE [UNAVAILABLE] ${why}\r\n`,
  // RFC 9051 §5.4: thirty minutes at least.
  patienceMs: 31 * 60_000,
};

async function serve(context: SessionContext): Promise<void> {
  const { server, connection } = context;
  const session: ImapSession = {
    ...context,
    state: 'not-authenticated',
    account: undefined,
    selected: undefined,
    enabled: new Set(),
    saved: new Set(),
    failures: 0,
    idling: false,
    news: undefined,
    untagged: (text) => connection.write(`* ${text}\r\n`),
  };
  const greeted = interfereWithGreeting(session, session.untagged);
  if ((greeted instanceof Promise ? await greeted : greeted) === 'nothing')
    session.untagged(`OK [CAPABILITY ${capabilityList(session)}] ${server.hostname} ready`);
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
    leaveAccount(session);
  }
}

async function answer(session: ImapSession, request: ImapRequest): Promise<void> {
  const { connection } = session;
  const { tag, name } = request;
  if (!/^[!#$&'),-[\]^-z|}~]+$/.test(tag)) return connection.write('* BAD a command begins with a tag\r\n');
  const instead = interfere(session, name, (text) => connection.write(`${tag} ${text}\r\n`));
  if ((instead instanceof Promise ? await instead : instead) === 'answered') return;
  const outcome = await carryOut(session, request);
  // The handler has said all there is to say: STARTTLS, or a connection that is gone.
  if (outcome === 'said') return;
  // RFC 9051 §7.5.1: no EXPUNGE while a command with message numbers is in progress.
  const mayExpunge = !numbered.has(name) && outcome.keepsNumbers !== true;
  tellNews(session);
  announce(session, mayExpunge);
  if (!mayExpunge) tellIfBehind(session);
  connection.write(`${tag} ${print(outcome)}\r\n`);
  session.state = nextState(session.state, name, outcome.status);
  if (name === 'COMPRESS' && outcome.status === 'OK') connection.startCompression();
}

const numbered: ReadonlySet<string> = new Set(['FETCH', 'STORE', 'SEARCH', 'SORT', 'THREAD']);
