/** What a SASL mechanism is to its callers: steps of octets, without sockets (RFC 4422 §3). */
import type { Result } from '../../base';
import type { Credentials } from './credentials';

/** Why an exchange cannot go on, and what to do about it. Never contains a secret. */
export interface SaslFailure {
  readonly message: string;
  readonly advice: string;
}

/** What one message of an exchange says, for people. */
export interface SaslNote {
  /** The message decoded, without secrets, such as `client-first-message: n,,n=alice,r=…`. */
  readonly note: string;
  /** The octets give the secret or something to guess it from away: a transcript must mask them whole. */
  readonly sensitive: boolean;
}

/** One message of the client, before the protocol's base64. */
export interface SaslStep extends SaslNote {
  readonly response: Uint8Array;
  /** What is allowed but unwise, such as a low iteration count. */
  readonly warning?: string;
}

/** The client's half of one exchange. It has state: use one for each exchange. */
export interface ClientMechanism {
  readonly name: string;
  /**
   * The initial response, when the client speaks first; undefined when it waits for a challenge. A caller that cannot send it
   * with the command sends it as the answer to the first challenge, which is then empty and not for `respond`.
   */
  readonly initial: SaslStep | undefined;
  /** Answers a challenge; a failure means: cancel the exchange (`*`, or an empty line where nothing else is allowed). */
  respond(challenge: Uint8Array): Result<SaslStep, SaslFailure>;
  /**
   * Call it when the server reports success, with the additional data of success where the protocol carries any
   * (SMTP, POP3 and IMAP do not: there it comes as a last challenge). Fails when the server has not proved itself.
   */
  finish(data?: Uint8Array): Result<void, SaslFailure>;
}

/** What binds an exchange to its TLS channel: RFC 5929 (`tls-server-end-point`, `tls-unique`) or RFC 9266 (`tls-exporter`). */
export interface ChannelBinding {
  readonly type: 'tls-server-end-point' | 'tls-exporter' | 'tls-unique';
  readonly data: Uint8Array;
}

export interface ClientOptions {
  /** `n` random octets, fit for a nonce. */
  random(n: number): Uint8Array;
  /** What this connection can be bound by; absent without TLS. */
  readonly channelBinding?: ChannelBinding;
  /** The mechanisms the server announced: decides between SCRAM's `y` and `n` flags (RFC 5802 §6). */
  readonly announced?: readonly string[];
}

/** The server's answer to a response. */
export type ServerStep =
  | { readonly kind: 'challenge'; readonly bytes: Uint8Array }
  | { readonly kind: 'success'; readonly user: string; readonly authzid?: string }
  | { readonly kind: 'failure'; readonly reason: string };

/** The server's half of one exchange. It has state: use one for each exchange. */
export interface ServerMechanism {
  readonly name: string;
  /**
   * Takes the client's next message: first the initial response (an empty one for `=`), or undefined when there was
   * none. After `success` or `failure` the exchange is over.
   */
  step(response: Uint8Array | undefined): ServerStep;
}

export interface Account {
  readonly password: string;
  /** The bearer token that OAUTHBEARER and XOAUTH2 accept; without one, they refuse this user. */
  readonly token?: string;
}

export interface ServerOptions {
  lookUp(user: string): Account | undefined;
  /** `n` random octets, fit for a nonce. */
  random(n: number): Uint8Array;
  /** The server's own name, part of the challenge of CRAM-MD5 and APOP. Default `localhost`. */
  readonly host?: string;
  /** SCRAM's iteration count. Default 4096. */
  readonly iterations?: number;
  /** The ways this connection can be bound. */
  readonly channelBindings?: readonly ChannelBinding[];
  /** The mechanisms this server announced on this connection: SCRAM refuses a `y` flag when a -PLUS was among them (RFC 5802 §6). */
  readonly announced?: readonly string[];
  /** EXTERNAL: the user that the client's certificate stands for. */
  readonly certificateUser?: string;
}

/** Makes the client's half; fails when the credentials lack what the mechanism needs. */
export type ClientFactory = (credentials: Credentials, options: ClientOptions) => Result<ClientMechanism, SaslFailure>;

/** Makes the server's half. */
export type ServerFactory = (options: ServerOptions) => ServerMechanism;
