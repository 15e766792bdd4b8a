/** ID: who the client is, and who the server is (RFC 2971 §3.1). */
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';

export const id: ImapHandler = (session, { values }) => {
  const [who] = values;
  if (values.length !== 1 || (who?.kind !== 'nil' && who?.kind !== 'list'))
    return bad('ID takes a list of names and values, or NIL');
  session.untagged('ID ("name" "Mailwright sandbox" "vendor" "Mailwright")');
  return ok('pleased to meet you');
};
