/** Where a POP3 session stands, and how each command and its response move it on: one table for the linter and the sandbox. */

export type Pop3State =
  /** Connected; the greeting has not come. */
  | 'opening'
  /** RFC 1939 §4: the client must sign in. */
  | 'authorization'
  /** AUTH was answered with a challenge (RFC 5034 §4). */
  | 'authenticating'
  /** STLS accepted: the TLS handshake is next (RFC 2595 §4). */
  | 'tls'
  /** RFC 1939 §5: the maildrop is locked and open. */
  | 'transaction'
  /** RFC 1939 §6: QUIT was sent; marked messages are being removed. */
  | 'update'
  | 'closed';

/** What moves a session and is no command line. */
export type Pop3Event = 'greeting' | 'response' | 'handshake' | 'close';

/** How the server answered: `continuation` is a `+ ` challenge. */
export type Pop3Answer = 'ok' | 'err' | 'continuation';

export interface Pop3Transition {
  /** A command in upper case, or a `Pop3Event`. */
  readonly on: string;
  readonly from: readonly Pop3State[];
  readonly answer: Pop3Answer | 'any';
  readonly to: Pop3State;
  readonly rfc: string;
}

/** The first row that fits applies; without one, the state stays. */
export const transitions: readonly Pop3Transition[] = [
  { on: 'greeting', from: ['opening'], answer: 'ok', to: 'authorization', rfc: 'RFC 1939 §4' },
  { on: 'greeting', from: ['opening'], answer: 'any', to: 'closed', rfc: 'RFC 1939 §4' },
  { on: 'PASS', from: ['authorization'], answer: 'ok', to: 'transaction', rfc: 'RFC 1939 §7' },
  { on: 'APOP', from: ['authorization'], answer: 'ok', to: 'transaction', rfc: 'RFC 1939 §7' },
  { on: 'AUTH', from: ['authorization'], answer: 'continuation', to: 'authenticating', rfc: 'RFC 5034 §4' },
  { on: 'AUTH', from: ['authorization'], answer: 'ok', to: 'transaction', rfc: 'RFC 5034 §4' },
  { on: 'response', from: ['authenticating'], answer: 'ok', to: 'transaction', rfc: 'RFC 5034 §4' },
  { on: 'response', from: ['authenticating'], answer: 'err', to: 'authorization', rfc: 'RFC 5034 §4' },
  { on: 'STLS', from: ['authorization'], answer: 'ok', to: 'tls', rfc: 'RFC 2595 §4' },
  { on: 'handshake', from: ['tls'], answer: 'any', to: 'authorization', rfc: 'RFC 2595 §4' },
  { on: 'QUIT', from: ['authorization'], answer: 'ok', to: 'closed', rfc: 'RFC 1939 §4' },
  { on: 'QUIT', from: ['transaction'], answer: 'any', to: 'update', rfc: 'RFC 1939 §6' },
  {
    on: 'close',
    from: ['opening', 'authorization', 'authenticating', 'tls', 'transaction', 'update'],
    answer: 'any',
    to: 'closed',
    rfc: 'RFC 1939 §3',
  },
];

/** The state after `event` (a command in any case, or a `Pop3Event`) was answered so. AUTH without arguments lists mechanisms and is no event. */
export function nextState(state: Pop3State, event: string, answer: Pop3Answer): Pop3State {
  const rows = byEvent.get(event) ?? byEvent.get(event.toUpperCase());
  const row = rows?.find(({ from, answer: wanted }) => from.includes(state) && (wanted === 'any' || wanted === answer));
  return row?.to ?? state;
}

const byEvent: ReadonlyMap<string, readonly Pop3Transition[]> = new Map(
  transitions.map(({ on }) => [on, transitions.filter((row) => row.on === on)]),
);
