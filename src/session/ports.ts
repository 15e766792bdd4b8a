/** What the engine needs from outside: connections, time, files, secrets. Implemented by net, by hosts and by tests. */
import type { Result } from '../base';
import type { Failure, RunEvent, TlsFacts } from '../transcript/event';

export type { Failure, TlsFacts } from '../transcript/event';

export interface Ports {
  readonly dial: Dial;
  readonly clock: Clock;
  /** Cryptographically strong random octets. */
  readonly random: (count: number) => Uint8Array;
  readonly files: Files;
  readonly secrets: Secrets;
  /** A process environment variable, for `{{$env NAME}}`. */
  readonly variable: (name: string) => string | undefined;
  readonly hostname: string;
  /**
   * Puts a fault on in the run's own sandbox, or takes all off (`none`); the text is as docs/sandbox.md has it. Absent in any other
   * environment.
   */
  readonly fault?: (text: string) => Result<void, { readonly message: string; readonly advice: string }>;
  /** Takes the events in order. Must not throw. */
  readonly emit: (event: RunEvent) => void;
}

export interface Clock {
  /** Milliseconds since the epoch, with fractions, monotonic within a run. */
  now(): number;
  /** Minutes east of UTC at an instant, for dates. */
  zone(at: number): number;
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, callback: () => void): () => void;
}

export interface Files {
  /** Reads a file named in a script, relative to the file that names it. */
  read(path: string, from: string): Promise<Result<Uint8Array, string>>;
  /** Opens a file beside the transcript for a large literal or body; absent: what is too large is not kept, only counted. */
  readonly keep?: (hint: string) => KeptFile;
}
export interface KeptFile {
  /** As it is to be named in the transcript. */
  readonly name: string;
  write(bytes: Uint8Array): void;
  end(): void;
}

export interface Secrets {
  /** The secret's value, or undefined when there is none of that name. */
  secret(name: string): Promise<string | undefined>;
  /** Asks the user (hidden); undefined when nobody can be asked or the user refused. */
  prompt(text: string): Promise<string | undefined>;
}

/** Opens a connection; MX look-up and implicit TLS are done here. */
export type Dial = (request: DialRequest) => Promise<Result<Transport, Failure>>;

export interface DialRequest {
  /** `smtp://host:port`, `imaps://…`, `unix:/path`, `mx:domain`. */
  readonly url: string;
  readonly insecure: boolean;
  /** For connecting and, with implicit TLS, the handshake. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told of what is tried, one line each: MX hosts, addresses. */
  readonly onAttempt: (text: string) => void;
}

/** A connection. Data is handed out only between `resume` and `pause`; a new transport is paused. */
export interface Transport {
  readonly url: string;
  readonly local: string;
  readonly remote: string;
  /** Present on implicit TLS and after `startTls`. */
  readonly tls: TlsFacts | undefined;
  /** For SASL channel binding (RFC 5929, 9266), when on TLS. */
  channelBinding(type: 'tls-server-end-point' | 'tls-exporter'): Uint8Array | undefined;
  /** Sends; the promise, when there is one, settles once the peer has taken enough for more to be sent. */
  write(bytes: Uint8Array): Promise<void> | undefined;
  resume(listener: TransportListener): void;
  pause(): void;
  /** Octets that came in clear before the handshake are an error of the caller's: `injected` is what the framer still held. */
  startTls(options: { readonly insecure: boolean; readonly timeoutMs: number }): Promise<Result<TlsFacts, Failure>>;
  /** RFC 4978: raw deflate both ways from here on. `already` is what was received after the OK. */
  startCompression(already: Uint8Array): void;
  /** FIN, then waits for the peer's (bounded). */
  close(): Promise<void>;
  /** RST. */
  reset(): void;
}

export interface TransportListener {
  data(bytes: Uint8Array): void;
  /** The peer closed (`fin`), or the connection broke (`rst`, with why). Called at most once. */
  end(how: 'fin' | 'rst', reason?: string): void;
}

/** A named set of servers and users, resolved by the host from `mailwright.env.json` or the embedded sandbox. */
export interface Environment {
  readonly name: string;
  /** By service: smtp, submission, lmtp, imap, pop3 → URL. */
  readonly servers: Readonly<Record<string, string>>;
  /** By the name used in scripts. */
  readonly users: Readonly<Record<string, EnvironmentUser>>;
  readonly variables: Readonly<Record<string, string>>;
}
export interface EnvironmentUser {
  /** What is sent as user name. */
  readonly login: string;
  /** Name of the secret that is this user's password. */
  readonly secret?: string;
  /** Name of the secret that is this user's OAuth token. */
  readonly tokenSecret?: string;
}
