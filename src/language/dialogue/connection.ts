/** What the text tells of a connection at one point of a session: kept in step with the lines, and joined where paths meet. */
import type { Protocol } from '../../protocol/finding';
import type { WireMode } from '../../script/compile/wire-mode';

export type Certainty = 'yes' | 'no' | 'unknown';

/** Whom the connection is to, for what the environment and the last run know: a service's name or a URL as written. */
export interface Peer {
  readonly service: string | undefined;
  readonly url: string | undefined;
}

export interface Connection {
  /** Empty: the connection without a name. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly peer: Peer;
  /** States of the protocol's table that it may be in. */
  states: ReadonlySet<string>;
  /** What the next `C:` line is, as the compiler has it. */
  mode: WireMode;
  tls: Certainty;
  /** TLS was asked for by STARTTLS, and nothing was announced since (RFC 3207 §4.2). */
  freshTls: boolean;
  authenticated: Certainty;
  /** IMAP: signed in by the greeting. */
  preauthenticated: boolean;
  /** Whether the server waits for the next step of a SASL exchange. */
  sasl: Certainty;
  /** The mechanism whose exchange it is, in upper case. */
  mechanism: string | undefined;
  /** What the chunk that is on its way ends as: `BDAT` or `BDAT LAST`. */
  chunk: 'BDAT' | 'BDAT LAST' | undefined;
  /** IMAP: IDLE is on. */
  idle: boolean;
  /** Names as in `Capabilities.names` that the script's `S:` lines announce, or with `S!:` say are not there. */
  announced: ReadonlyMap<string, 'there' | 'not there'>;
  /** Whether an announcement is spelt out: what it lacks is not known to be there. */
  spelledOut: boolean;
  mailbox: string | undefined;
  /** Extensions enabled, in upper case (RFC 5161 §3.1). */
  enabled: ReadonlySet<string>;
  /** The text that the greeting is expected to begin with; undefined when the script has none. */
  greeting: string | undefined;
  /** A line or directive has spoken on it. */
  started: boolean;
  /** The IMAP command whose literals are on their way. */
  pending: { readonly name: string | undefined; readonly tag: string | undefined; readonly start: number } | undefined;
  /** The last command by name; undefined before the first, and where it is not known. */
  lastCommand: string | undefined;
  /** POP3: the name that USER gave, when it is written out. */
  user: string | undefined;
  /** How many responses of the SASL exchange have been sent. */
  steps: number;
  /** Explicit tags that commands have had. */
  tags: ReadonlySet<string>;
}

const initial: Readonly<Record<Protocol, string>> = {
  smtp: 'connected',
  lmtp: 'connected',
  imap: 'not-authenticated',
  pop3: 'authorization',
};

/** The state before the greeting. */
export const unopened: Readonly<Record<Protocol, string>> = {
  smtp: 'opening',
  lmtp: 'opening',
  imap: 'not-authenticated',
  pop3: 'opening',
};

export const newConnection = (name: string, protocol: Protocol, peer: Peer, tls: Certainty): Connection => ({
  name,
  protocol,
  peer,
  states: new Set([initial[protocol]]),
  mode: { kind: 'command' },
  tls,
  freshTls: false,
  authenticated: 'no',
  preauthenticated: false,
  sasl: 'no',
  mechanism: undefined,
  chunk: undefined,
  idle: false,
  announced: new Map(),
  spelledOut: false,
  mailbox: undefined,
  enabled: new Set(),
  greeting: undefined,
  started: false,
  pending: undefined,
  lastCommand: undefined,
  user: undefined,
  steps: 0,
  tags: new Set(),
});

const sure = (a: Certainty, b: Certainty): Certainty => (a === b ? a : 'unknown');

/** What holds whichever of two paths was taken. */
export function joined(a: Connection, b: Connection): Connection {
  const announced = new Map([...a.announced].filter(([name, said]) => b.announced.get(name) === said));
  return {
    ...a,
    states: new Set([...a.states, ...b.states]),
    mode: a.mode.kind === b.mode.kind ? a.mode : { kind: 'command' },
    tls: sure(a.tls, b.tls),
    freshTls: a.freshTls && b.freshTls,
    authenticated: sure(a.authenticated, b.authenticated),
    preauthenticated: a.preauthenticated && b.preauthenticated,
    sasl: sure(a.sasl, b.sasl),
    idle: a.idle && b.idle,
    announced,
    spelledOut: a.spelledOut && b.spelledOut,
    mailbox: a.mailbox === b.mailbox ? a.mailbox : undefined,
    enabled: new Set([...a.enabled].filter((name) => b.enabled.has(name))),
    greeting: a.greeting === b.greeting ? a.greeting : undefined,
    started: a.started || b.started,
    lastCommand: a.lastCommand === b.lastCommand ? a.lastCommand : undefined,
    tags: new Set([...a.tags, ...b.tags]),
  };
}
