/** What the IMAP server announces, before and after the client has signed in (RFC 9051 §6.1.1). */
import { clearTextAllowed, offeredMechanisms } from '../authentication';
import type { Server } from '../server';
import type { ImapSession } from './session';

/** At all times. */
const always = ['IMAP4rev1', 'IMAP4rev2', 'LITERAL+', 'SASL-IR', 'ID', 'ENABLE'];

/** Once the client has signed in. */
const later = [
  'IDLE',
  'NAMESPACE',
  'UIDPLUS',
  'MOVE',
  'UNSELECT',
  'CHILDREN',
  'CONDSTORE',
  'QRESYNC',
  'ESEARCH',
  'SEARCHRES',
  'SORT',
  'ESORT',
  'THREAD=ORDEREDSUBJECT',
  'THREAD=REFERENCES',
  'WITHIN',
  'LIST-EXTENDED',
  'LIST-STATUS',
  'SPECIAL-USE',
  'CREATE-SPECIAL-USE',
  'MULTIAPPEND',
  'REPLACE',
  'BINARY',
  'STATUS=SIZE',
  'QUOTA',
  'QUOTA=RES-STORAGE',
  'METADATA',
  'OBJECTID',
  'SAVEDATE',
  'PREVIEW',
  'UTF8=ACCEPT',
  'UNAUTHENTICATE',
  'COMPRESS=DEFLATE',
];

const known: ReadonlySet<string> = new Set(
  [...always, ...later, 'STARTTLS', 'THREAD', 'APPENDLIMIT'].map((name) => name.toUpperCase()),
);

/** Whether the server can do this and it has not been taken away; as it stands in the tables, in upper case. */
export const supports = (server: Server, capability: string): boolean =>
  known.has(capability) && server.has(capability);

/** Separated by spaces, for the CAPABILITY response and response code. */
export function capabilityList(session: ImapSession): string {
  const { server, account, connection } = session;
  const names = [...always];
  if (account) {
    names.push(...later, `APPENDLIMIT=${server.maxMessageSize}`);
    if (connection.compressed) names.splice(names.indexOf('COMPRESS=DEFLATE'), 1);
  } else {
    if (!connection.tls) names.push('STARTTLS');
    if (!clearTextAllowed(session)) names.push('LOGINDISABLED');
    names.push(...offeredMechanisms(session).map((name) => `AUTH=${name}`));
  }
  return names.filter((name) => server.has(name.replace(/^APPENDLIMIT=.*/, 'APPENDLIMIT'))).join(' ');
}
