/** Where an SMTP session stands, and how each command and its reply move it on: one table for the linter and the sandbox. */

export type SmtpState =
  /** Connected; the greeting has not come. */
  | 'opening'
  /** Greeted with 554: only QUIT is welcome (RFC 5321 §3.1). */
  | 'refused'
  /** Greeted with 220; no EHLO, HELO or LHLO yet. */
  | 'connected'
  /** EHLO, HELO or LHLO accepted; no mail transaction open. */
  | 'greeted'
  /** The server has sent a 334 challenge and waits for the client's response (RFC 4954 §4). */
  | 'authenticating'
  /** MAIL accepted; no recipient yet. */
  | 'mail'
  /** At least one recipient accepted. */
  | 'rcpt'
  /** 354 received: the message's text is on its way. */
  | 'data'
  /** At least one BDAT chunk accepted, and none with LAST (RFC 3030 §2). */
  | 'bdat'
  /** A BDAT chunk was refused: only RSET clears the transaction (RFC 3030 §2). */
  | 'failed'
  /** STARTTLS accepted: the TLS handshake is next (RFC 3207 §4). */
  | 'tls'
  | 'closed';

/** States in which the server waits for a command line. */
export const commandStates: readonly SmtpState[] = [
  'refused',
  'connected',
  'greeted',
  'mail',
  'rcpt',
  'bdat',
  'failed',
];

/** Where a positive HELO, EHLO or LHLO has been seen and any command may follow. */
export const greetedStates: readonly SmtpState[] = ['greeted', 'mail', 'rcpt', 'bdat', 'failed'];

/** What moves a session and is no verb of a command line. */
export type SmtpEvent = 'greeting' | 'message' | 'response' | 'handshake' | 'BDAT LAST';

export interface SmtpTransition {
  /** A verb in upper case, or an `SmtpEvent`. */
  readonly on: string;
  readonly from: readonly SmtpState[];
  /** Reply codes: one code, or a class such as `2xx`; `any` holds for all. */
  readonly code: string;
  readonly to: SmtpState;
  readonly rfc: string;
}

const hello = (verb: string, rfc: string): SmtpTransition => ({
  on: verb,
  from: ['connected', ...greetedStates],
  code: '2xx',
  to: 'greeted',
  rfc,
});

/** The first row that fits applies; without one, the state stays. A 421 closes from everywhere. */
export const transitions: readonly SmtpTransition[] = [
  { on: 'greeting', from: ['opening'], code: '2xx', to: 'connected', rfc: 'RFC 5321 §3.1' },
  { on: 'greeting', from: ['opening'], code: '5xx', to: 'refused', rfc: 'RFC 5321 §3.1' },
  hello('EHLO', 'RFC 5321 §4.1.4'),
  hello('HELO', 'RFC 5321 §4.1.4'),
  hello('LHLO', 'RFC 2033 §4.1'),
  { on: 'MAIL', from: ['greeted'], code: '2xx', to: 'mail', rfc: 'RFC 5321 §4.1.1.2' },
  { on: 'RCPT', from: ['mail', 'rcpt'], code: '2xx', to: 'rcpt', rfc: 'RFC 5321 §4.1.1.3' },
  { on: 'DATA', from: ['mail', 'rcpt'], code: '3xx', to: 'data', rfc: 'RFC 5321 §4.1.1.4' },
  { on: 'message', from: ['data'], code: 'any', to: 'greeted', rfc: 'RFC 5321 §4.1.1.4' },
  { on: 'BDAT', from: ['rcpt', 'bdat'], code: '2xx', to: 'bdat', rfc: 'RFC 3030 §2' },
  { on: 'BDAT LAST', from: ['rcpt', 'bdat'], code: '2xx', to: 'greeted', rfc: 'RFC 3030 §2' },
  { on: 'BDAT', from: ['rcpt', 'bdat'], code: 'any', to: 'failed', rfc: 'RFC 3030 §2' },
  { on: 'BDAT LAST', from: ['rcpt', 'bdat'], code: 'any', to: 'failed', rfc: 'RFC 3030 §2' },
  { on: 'RSET', from: greetedStates, code: '2xx', to: 'greeted', rfc: 'RFC 5321 §4.1.1.5' },
  { on: 'AUTH', from: ['greeted'], code: '334', to: 'authenticating', rfc: 'RFC 4954 §4' },
  { on: 'response', from: ['authenticating'], code: '334', to: 'authenticating', rfc: 'RFC 4954 §4' },
  { on: 'response', from: ['authenticating'], code: 'any', to: 'greeted', rfc: 'RFC 4954 §4' },
  { on: 'STARTTLS', from: ['connected', 'greeted'], code: '220', to: 'tls', rfc: 'RFC 3207 §4' },
  { on: 'handshake', from: ['tls'], code: 'any', to: 'connected', rfc: 'RFC 3207 §4.2' },
  { on: 'XCLIENT', from: ['connected', 'greeted'], code: '2xx', to: 'connected', rfc: 'RFC 5321 §4.1.5' },
  { on: 'TURN', from: ['greeted'], code: '2xx', to: 'closed', rfc: 'RFC 821 §3.8' },
  { on: 'QUIT', from: commandStates, code: '2xx', to: 'closed', rfc: 'RFC 5321 §4.1.1.10' },
];

const fits = (pattern: string, code: number): boolean =>
  pattern === 'any' ||
  pattern === String(code) ||
  (pattern.endsWith('xx') && Number(pattern[0]) === Math.floor(code / 100));

/**
 * The state after `event` (a verb in any case, or an `SmtpEvent`) was answered with `code`. `BDAT LAST` names a last chunk.
 * In LMTP, `message` counts once, when the last recipient's reply has come; give the last code.
 */
export function nextState(state: SmtpState, event: string, code: number): SmtpState {
  if (code === 421 && state !== 'closed') return 'closed';
  const wanted = event === event.toLowerCase() && lowerEvents.has(event) ? event : event.toUpperCase();
  const row = byEvent.get(wanted)?.find(({ from, code: pattern }) => from.includes(state) && fits(pattern, code));
  return row?.to ?? state;
}

const byEvent: ReadonlyMap<string, readonly SmtpTransition[]> = new Map(
  transitions.map(({ on }) => [on, transitions.filter((row) => row.on === on)]),
);

const lowerEvents = new Set(['greeting', 'message', 'response', 'handshake']);
