/** What each command takes: one row a command, its arguments' checks in order (RFC 9051 §9 and the extensions). */
import { mechanismMeant } from '../../sasl/mechanism-names';
import { message, messages } from './append';
import { type Check, knownText, optional, sequence, several, take, unknown } from './arguments';
import {
  anything,
  compression,
  enableCapability,
  getMetadata,
  idParameters,
  multisearch,
  notification,
  quotaLimits,
  rights,
  setMetadata,
} from './extensions';
import { fetchAttributes, fetchModifierList } from './fetch';
import { createParams, listing, selectParams, statusItemList } from './listing';
import { mailbox } from './mailbox';
import { searchProgram, sortProgram, threadProgram } from './search';
import { sequenceSet } from './sequence-set';
import { storing } from './storing';
import { astring, initialResponse, string } from './strings';

const mechanism: Check = (args) => {
  const value = take(args, 'the mechanism');
  const text = knownText(value);
  if (!value || text === undefined) return;
  const { known, meant } = mechanismMeant(text);
  if (known) return;
  unknown(
    args,
    'unknown-mechanism',
    value,
    text,
    meant ? [meant] : [],
    `no SASL mechanism that we know is called ${text}`,
  );
};

/** One message, as REPLACE names it. */
const messageNumber = (what: string): Check => sequenceSet(what);

const setAndMailbox = sequence(sequenceSet(), mailbox('the mailbox to copy to'));
const fetching = sequence(sequenceSet(), fetchAttributes, fetchModifierList);
const referenceAndPattern = listing;
const nothing: Check = () => undefined;

/** By the command's name; `UID` commands take what the others take, with UIDs. */
export const commandGrammar: Readonly<Record<string, Check>> = {
  CAPABILITY: nothing,
  NOOP: nothing,
  LOGOUT: nothing,
  STARTTLS: nothing,
  NAMESPACE: nothing,
  IDLE: nothing,
  CHECK: nothing,
  CLOSE: nothing,
  UNSELECT: nothing,
  EXPUNGE: nothing,
  UNAUTHENTICATE: nothing,
  AUTHENTICATE: sequence(mechanism, optional(initialResponse)),
  LOGIN: sequence(astring('the user name'), astring('the password')),
  ENABLE: several(enableCapability),
  SELECT: sequence(mailbox(), selectParams),
  EXAMINE: sequence(mailbox(), selectParams),
  CREATE: sequence(mailbox(), createParams),
  DELETE: mailbox(),
  RENAME: sequence(mailbox('the mailbox to rename'), mailbox('its new name')),
  SUBSCRIBE: mailbox(),
  UNSUBSCRIBE: mailbox(),
  LIST: listing,
  LSUB: referenceAndPattern,
  XLIST: referenceAndPattern,
  STATUS: sequence(mailbox(), statusItemList),
  APPEND: sequence(mailbox(), messages),
  SEARCH: searchProgram,
  FETCH: fetching,
  STORE: storing,
  COPY: setAndMailbox,
  MOVE: setAndMailbox,
  'UID EXPUNGE': sequenceSet('the set of UIDs'),
  'UID SEARCH': searchProgram,
  'UID FETCH': fetching,
  'UID STORE': storing,
  'UID COPY': setAndMailbox,
  'UID MOVE': setAndMailbox,
  ID: idParameters,
  COMPRESS: compression,
  LANGUAGE: anything,
  COMPARATOR: anything,
  SORT: sortProgram,
  'UID SORT': sortProgram,
  THREAD: threadProgram,
  'UID THREAD': threadProgram,
  ESEARCH: multisearch,
  'UID ESEARCH': multisearch,
  CONVERT: sequence(sequenceSet(), anything),
  'UID CONVERT': sequence(sequenceSet('the set of UIDs'), anything),
  CANCELUPDATE: several(string('the tag')),
  NOTIFY: notification,
  REPLACE: sequence(messageNumber('the number of the message'), mailbox(), message),
  'UID REPLACE': sequence(messageNumber('the UID of the message'), mailbox(), message),
  GETQUOTA: astring('the quota root'),
  GETQUOTAROOT: mailbox(),
  SETQUOTA: sequence(astring('the quota root'), quotaLimits),
  SETACL: sequence(mailbox(), astring('the identifier'), rights),
  DELETEACL: sequence(mailbox(), astring('the identifier')),
  GETACL: mailbox(),
  LISTRIGHTS: sequence(mailbox(), astring('the identifier')),
  MYRIGHTS: mailbox(),
  GETMETADATA: getMetadata,
  SETMETADATA: setMetadata,
  GENURLAUTH: several(sequence(astring('the URL'), astring('the mechanism'))),
  URLFETCH: several(astring('a URL')),
  RESETKEY: optional(sequence(mailbox(), anything)),
  CONVERSIONS: sequence(string('the source type'), string('the target type')),
};
