/** What a sandbox is started with, what it gives back, and what it tells. */
import type { Credential } from './certificates/authority';
import type { Timers } from './connection/timers';
import type { Fault } from './faults';
import type { Service } from './services';

export interface SandboxOptions {
  /** Names without domain. Default alice, bob and carol. A user without password is given a random one. */
  readonly users?: readonly { readonly user: string; readonly password?: string }[];
  /** The domain it is responsible for. Default `example.test`. */
  readonly domain?: string;
  /** The address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Listens also where others than this machine can connect. */
  readonly beyondLoopback?: boolean;
  /** 0 or absent: any free port. */
  readonly ports?: Partial<Readonly<Record<Service, number>>>;
  /** Capabilities that it is not to announce nor to honour, such as `PIPELINING`, `AUTH=PLAIN`, `IDLE`. */
  readonly without?: readonly string[];
  /** Messages that are in the mailboxes at start. Default: one of welcome in each INBOX. */
  readonly seed?: readonly SeedMessage[];
  /** Files and folders whose messages are put into a user's mailboxes (default: the first user's), behind those of `seed`. */
  readonly seedFiles?: readonly SeedFile[];
  /** The folder that keeps users, mailboxes and messages; without one they are gone when the sandbox stops. */
  readonly data?: string;
  /** No mechanism that shows the password, and no LOGIN, before TLS. */
  readonly tlsRequired?: boolean;
  /** false: knows RFC 821 only; EHLO is answered by 502. */
  readonly esmtp?: boolean;
  /** What becomes of mail to a user of the domain that does not exist. Default `refuse`: 550 at RCPT. */
  readonly unknownUsers?: 'refuse' | 'bounce';
  /** Octets in a message. Default 64 MiB. */
  readonly maxMessageSize?: number;
  /** Connections of one service at a time; one more is told to come again. Default 4,096. */
  readonly maxConnections?: number;
  /** Services where each connection begins with a PROXY protocol header, and is refused without one. Default none. */
  readonly proxyProtocol?: readonly Service[];
  readonly faults?: readonly Fault[];
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Resolves after so many milliseconds; for faults that take time. */
  readonly pause?: (ms: number) => Promise<void>;
  /** What measures how long a silent client is waited for. Default the system's. */
  readonly timers?: Timers;
  /** `n` octets fit for a nonce. */
  readonly random?: (n: number) => Uint8Array;
  readonly onEvent?: (event: SandboxEvent) => void;
}

export interface SeedFile {
  readonly path: string;
  readonly user?: string;
}

export interface SeedMessage {
  readonly user: string;
  /** Made when it does not exist. Default INBOX. */
  readonly mailbox?: string;
  /** Text gets CRLF line ends; octets are taken as they are. */
  readonly message: string | Uint8Array;
  readonly flags?: readonly string[];
  /** Milliseconds since the epoch. Default now. */
  readonly internalDate?: number;
}

/** A running sandbox: a URL for each service, such as `imap://127.0.0.1:40143`. */
export interface Sandbox extends Readonly<Record<Service, string>> {
  readonly domain: string;
  readonly users: readonly { readonly user: string; readonly password: string }[];
  /** The certificate to trust, PEM. */
  readonly ca: string;
  /** A client certificate for EXTERNAL. */
  clientCertificate(user: string): Credential;
  /** Puts a fault on; the answer takes it off. */
  addFault(fault: Fault): () => void;
  /** Takes all faults off, those that it was started with included. */
  clearFaults(): void;
  /** Says good-bye on each connection and closes all; resolves when every port is free again. */
  stop(): Promise<void>;
}

/** What happened in a sandbox, for people who watch it. Texts hold no passwords. */
export type SandboxEvent = { readonly service: Service; readonly connection: number } & (
  | { readonly kind: 'connected'; readonly remote: string }
  | { readonly kind: 'secured'; readonly version: string }
  | { readonly kind: 'authenticated'; readonly user: string; readonly mechanism: string }
  | { readonly kind: 'delivered'; readonly user: string; readonly mailbox: string; readonly uid: number }
  | { readonly kind: 'closed' }
  /** The peer did what no client should; it was refused or closed. */
  | { readonly kind: 'abused'; readonly text: string }
  /** A fault of the sandbox's own: the session was closed. */
  | { readonly kind: 'error'; readonly text: string }
);
