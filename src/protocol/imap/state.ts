/** The states of an IMAP connection and what leads from one to the next (RFC 9051 §3). */

export type ImapState = 'not-authenticated' | 'authenticated' | 'selected' | 'logout';

export interface Transition {
  readonly from: ImapState;
  /** The command in upper case, or `greeting` / `bye`. */
  readonly on: string;
  /** The status that its end has. */
  readonly status: 'OK' | 'NO' | 'PREAUTH' | 'BYE';
  readonly to: ImapState;
  readonly rfc: string;
}

const move = (from: ImapState, on: string, status: Transition['status'], to: ImapState, rfc: string): Transition => ({
  from,
  on,
  status,
  to,
  rfc,
});

/** What is not in the table leaves the state as it is. */
export const transitions: readonly Transition[] = [
  move('not-authenticated', 'greeting', 'OK', 'not-authenticated', 'RFC 9051 §3'),
  move('not-authenticated', 'greeting', 'PREAUTH', 'authenticated', 'RFC 9051 §7.1.4'),
  move('not-authenticated', 'LOGIN', 'OK', 'authenticated', 'RFC 9051 §6.2.3'),
  move('not-authenticated', 'AUTHENTICATE', 'OK', 'authenticated', 'RFC 9051 §6.2.2'),
  move('authenticated', 'SELECT', 'OK', 'selected', 'RFC 9051 §6.3.2'),
  move('authenticated', 'EXAMINE', 'OK', 'selected', 'RFC 9051 §6.3.3'),
  move('selected', 'SELECT', 'OK', 'selected', 'RFC 9051 §6.3.2'),
  move('selected', 'EXAMINE', 'OK', 'selected', 'RFC 9051 §6.3.3'),
  // A SELECT that fails has closed the mailbox that was selected before.
  move('selected', 'SELECT', 'NO', 'authenticated', 'RFC 9051 §6.3.2'),
  move('selected', 'EXAMINE', 'NO', 'authenticated', 'RFC 9051 §6.3.3'),
  move('selected', 'CLOSE', 'OK', 'authenticated', 'RFC 9051 §6.4.1'),
  move('selected', 'UNSELECT', 'OK', 'authenticated', 'RFC 9051 §6.4.2'),
  move('authenticated', 'UNAUTHENTICATE', 'OK', 'not-authenticated', 'RFC 8437 §5'),
  move('selected', 'UNAUTHENTICATE', 'OK', 'not-authenticated', 'RFC 8437 §5'),
  move('not-authenticated', 'bye', 'BYE', 'logout', 'RFC 9051 §7.1.5'),
  move('authenticated', 'bye', 'BYE', 'logout', 'RFC 9051 §7.1.5'),
  move('selected', 'bye', 'BYE', 'logout', 'RFC 9051 §7.1.5'),
  move('not-authenticated', 'LOGOUT', 'OK', 'logout', 'RFC 9051 §6.1.3'),
  move('authenticated', 'LOGOUT', 'OK', 'logout', 'RFC 9051 §6.1.3'),
  move('selected', 'LOGOUT', 'OK', 'logout', 'RFC 9051 §6.1.3'),
];

/** The state after a command, the greeting or a BYE (`on`: `greeting`, `bye`, or the command's name) ended with `status`. */
export function nextState(state: ImapState, on: string, status: string): ImapState {
  const name = on === 'greeting' || on === 'bye' ? on : on.toUpperCase();
  const found = byEvent.get(name)?.find((row) => row.from === state && row.status === status.toUpperCase());
  return found?.to ?? state;
}

const byEvent: ReadonlyMap<string, readonly Transition[]> = new Map(
  transitions.map(({ on }) => [on, transitions.filter((row) => row.on === on)]),
);
