/** The services that the sandbox listens for, each on its own port. */
export { type FaultService as Service, faultServices as services } from '../protocol/faults/fault';

import type { FaultService } from '../protocol/faults/fault';

/** Services that begin with TLS (RFC 8314 §3). */
export const isImplicitTls = (service: FaultService): boolean => service === 'imaps' || service === 'pop3s';
