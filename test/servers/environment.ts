/** What a test needs to know of the running lab: ports, users, folders. */

/** Ports are on `host`, which is loopback. */
export interface LabEnvironment {
  readonly host: string;
  /** The mail domain: `alice` is `alice@example.test`. */
  readonly domain: string;
  readonly users: readonly string[];
  readonly password: string;

  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
  readonly lmtp: number;
  /** Postfix: plain, STARTTLS, AUTH, XCLIENT. */
  readonly smtp: number;
  /** Postfix: STARTTLS and AUTH required. */
  readonly submission: number;
  /** Postfix: implicit TLS, AUTH required. */
  readonly smtps: number;
  /** IMAP and SMTP that expect a PROXY protocol header first. */
  readonly imapProxied: number;
  readonly smtpProxied: number;
  /** dnsmasq, UDP and TCP. */
  readonly dns: number;
  /** Nothing listens here. */
  readonly dead: number;

  /** Path of the CA's certificate (PEM); the servers' names are `localhost`, `mx.example.test`, `127.0.0.1`. */
  readonly ca: string;
  /** Dovecot's raw logs, one folder for each user (see rawlog.ts). */
  readonly rawlogDir: string;
  /** The users' mail, one folder for each user. */
  readonly mailDir: string;
}

/** The environment variable by which start.sh learns each port. */
export const portVariables = {
  imap: 'PORT_IMAP',
  imaps: 'PORT_IMAPS',
  pop3: 'PORT_POP3',
  pop3s: 'PORT_POP3S',
  lmtp: 'PORT_LMTP',
  smtp: 'PORT_SMTP',
  submission: 'PORT_SUBMISSION',
  smtps: 'PORT_SMTPS',
  imapProxied: 'PORT_IMAP_PROXIED',
  smtpProxied: 'PORT_SMTP_PROXIED',
  dns: 'PORT_DNS',
  dead: 'PORT_DEAD',
} as const satisfies Partial<Record<keyof LabEnvironment, string>>;

export type PortName = keyof typeof portVariables;
