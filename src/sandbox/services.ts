/** The services that the sandbox listens for, each on its own port. */

export const services = ['smtp', 'submission', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'] as const;
export type Service = (typeof services)[number];

/** Services that begin with TLS (RFC 8314 §3). */
export const isImplicitTls = (service: Service): boolean => service === 'imaps' || service === 'pop3s';
