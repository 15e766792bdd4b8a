/** What to do about an IMAP response that was not expected, where we know. */

import type { ImapResponse } from '../../protocol/imap/response';
import { responseCodeNamed } from '../../protocol/imap/response-codes';

const deeds: Readonly<Record<string, string>> = {
  AUTHENTICATIONFAILED: 'The server does not accept these credentials: check the user name and the password',
  AUTHORIZATIONFAILED: 'The user may not act as that identity: check `authzid`',
  PRIVACYREQUIRED: 'The server wants TLS first: say `starttls`, or connect to `imaps:`',
  NONEXISTENT: 'There is no mailbox of that name: see what LIST gives',
  TRYCREATE: 'There is no mailbox of that name: CREATE it first',
  ALREADYEXISTS: 'A mailbox of that name is there already: DELETE it first, for instance in an `always` block',
  UNAVAILABLE: 'The server cannot do it for now: try again, for instance in a `retry` block',
  INUSE: 'Somebody else holds it: try again, for instance in a `retry` block',
  LIMIT: 'The server has a limit that was reached: its text says which',
  OVERQUOTA: 'The quota is used up: expunge something, or raise it',
  NOPERM: 'The user has no right to do this: see MYRIGHTS',
  BADCHARSET: 'The server does not know the charset: use UTF-8 or US-ASCII',
  CLIENTBUG: 'The server has found a mistake in the script: its text says which',
  EXPIRED: 'The password is no longer valid: set a new one',
};

export function imapAdvice(response: ImapResponse): string | undefined {
  if (response.code) {
    const deed = deeds[response.code.name];
    if (deed) return deed;
  }
  if (response.kind === 'tagged' && response.name === 'BAD') {
    return 'The server could not read the command, or does not allow it in this state: check its syntax, and whether a mailbox is selected';
  }
  const row =
    response.kind === 'tagged' && response.name === 'NO' && response.code
      ? responseCodeNamed(response.code.name)
      : undefined;
  return row && `[${row.name}] means: ${row.description} (${row.rfc})`;
}
