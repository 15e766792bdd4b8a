/** The URL schemes and the services of mail: what is spoken there, on which port, whether TLS comes first. */
import type { Protocol } from './finding';

export interface Scheme {
  readonly protocol: Protocol;
  readonly port: number;
  readonly implicitTls: boolean;
  readonly rfc: string;
}

export const schemes: Readonly<Record<string, Scheme>> = {
  smtp: { protocol: 'smtp', port: 25, implicitTls: false, rfc: 'RFC 5321 §4.5.4.2' },
  smtps: { protocol: 'smtp', port: 465, implicitTls: true, rfc: 'RFC 8314 §3.3' },
  submission: { protocol: 'smtp', port: 587, implicitTls: false, rfc: 'RFC 8314 §3.3' },
  submissions: { protocol: 'smtp', port: 465, implicitTls: true, rfc: 'RFC 8314 §3.3' },
  lmtp: { protocol: 'lmtp', port: 24, implicitTls: false, rfc: 'RFC 2033 §5' },
  imap: { protocol: 'imap', port: 143, implicitTls: false, rfc: 'RFC 9051 §2.1' },
  imaps: { protocol: 'imap', port: 993, implicitTls: true, rfc: 'RFC 8314 §3.2' },
  pop3: { protocol: 'pop3', port: 110, implicitTls: false, rfc: 'RFC 1939 §3' },
  pop3s: { protocol: 'pop3', port: 995, implicitTls: true, rfc: 'RFC 8314 §3.2' },
};

/** The servers that an environment may name, as in `connect imap`, and what is spoken to them. */
export const services: Readonly<Record<string, Protocol>> = {
  smtp: 'smtp',
  submission: 'smtp',
  lmtp: 'lmtp',
  imap: 'imap',
  pop3: 'pop3',
};

/** What is spoken at a URL; `mx:` is SMTP, `unix:` does not say. */
export function protocolOfUrl(url: string): Protocol | undefined {
  const scheme = /^([a-z0-9]+):/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return scheme === 'mx' ? 'smtp' : schemes[scheme]?.protocol;
}
