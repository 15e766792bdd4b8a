/** NOOP and CHECK: what is new is told after every command anyway (RFC 9051 §6.1.2, RFC 3501 §6.4.1). */
import type { ImapHandler } from '../dispatch';
import { ok } from '../outcome';

export const noop: ImapHandler = () => ok('done');
