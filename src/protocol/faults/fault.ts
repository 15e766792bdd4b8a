/** What a server can be told to do wrong, on purpose, as data. */

/** The services that the embedded servers have, each on its own port. */
export const faultServices = ['smtp', 'submission', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'] as const;
export type FaultService = (typeof faultServices)[number];

interface Where {
  /** The services that do it; default all. */
  readonly on?: readonly FaultService[];
}

/** `verb` absent: every command, and the greeting. `times` absent: for ever. */
interface AtVerb extends Where {
  readonly verb?: string;
  readonly times?: number;
}

export type Fault =
  /** `reply` is a whole reply without tag and line end: `450 4.7.1 greylisted`, `NO [UNAVAILABLE] later`, `-ERR [SYS/TEMP] later`. */
  | (AtVerb & { readonly kind: 'refuse'; readonly verb: string; readonly reply: string })
  | (AtVerb & { readonly kind: 'delay'; readonly ms: number })
  | (AtVerb & { readonly kind: 'silence' })
  /** `text`: one character an octet. */
  | (AtVerb & { readonly kind: 'garbage'; readonly text?: string })
  | (AtVerb & { readonly kind: 'long-line'; readonly octets?: number })
  /** Closes (`cut`) or resets the connection: after `at` octets sent, or in place of the answer to `verb`. */
  | (AtVerb & { readonly kind: 'cut' | 'reset'; readonly at?: number })
  /** Octets a second. */
  | (Where & { readonly kind: 'slow'; readonly rate: number })
  | (Where & { readonly kind: 'literal-length'; readonly by: number })
  | (Where & { readonly kind: 'no-starttls' })
  | (Where & { readonly kind: 'injection'; readonly text: string })
  /** `after`: only behind the handshake of TLS. */
  | (Where & { readonly kind: 'without'; readonly capabilities: readonly string[]; readonly after?: 'tls' })
  | (Where & { readonly kind: 'expired-certificate' })
  | (Where & { readonly kind: 'wrong-name' });

export type FaultKind = Fault['kind'];
export type FaultOf<K extends FaultKind> = Fault & { readonly kind: K };

/** Verbs that are no command: the server's greeting, and the reply to a message that DATA or BDAT brought. */
export const greetingVerb = 'GREETING';
export const messageVerb = 'MESSAGE';
