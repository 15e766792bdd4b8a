/** CAPABILITY (RFC 9051 §6.1.1). */
import { capabilityList } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { ok } from '../outcome';

export const capability: ImapHandler = (session) => {
  session.untagged(`CAPABILITY ${capabilityList(session)}`);
  return ok('that is all');
};
