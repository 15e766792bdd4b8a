/** What may stand in the optional lists and behind the keywords of commands: selection and return options, parameters, modifiers. */

export interface CommandOption {
  /** Upper case. */
  readonly name: string;
  /** What follows the name, in the words of the ABNF; empty when nothing does. */
  readonly syntax: string;
  readonly rfc: string;
  readonly description: string;
  /** Of which the server must announce one; empty: every server. */
  readonly capabilities: readonly string[];
}

const option = (line: string, rfc: string, description: string, ...capabilities: readonly string[]): CommandOption => {
  const space = line.indexOf(' ');
  return {
    name: space === -1 ? line : line.slice(0, space),
    syntax: space === -1 ? '' : line.slice(space + 1),
    rfc,
    description,
    capabilities,
  };
};

/** `LIST (…)`: which mailboxes are wanted (RFC 9051 §6.3.9.1). */
export const listSelectionOptions: readonly CommandOption[] = [
  option('SUBSCRIBED', 'RFC 9051 §6.3.9.1', 'Subscribed mailboxes only, those that do not exist too.', 'LIST-EXTENDED'),
  option('REMOTE', 'RFC 9051 §6.3.9.1', 'Mailboxes on other servers as well.', 'LIST-EXTENDED'),
  option(
    'RECURSIVEMATCH',
    'RFC 9051 §6.3.9.1',
    'Also mailboxes that have others below which meet the other options; never alone.',
    'LIST-EXTENDED',
  ),
  option('SPECIAL-USE', 'RFC 6154 §2', 'Mailboxes with a special use only.', 'SPECIAL-USE'),
];

/** `LIST … RETURN (…)` (RFC 9051 §6.3.9.2). */
export const listReturnOptions: readonly CommandOption[] = [
  option('SUBSCRIBED', 'RFC 9051 §6.3.9.2', 'Says of each whether it is subscribed.', 'LIST-EXTENDED'),
  option('CHILDREN', 'RFC 9051 §6.3.9.2', 'Says of each whether there are others below.', 'LIST-EXTENDED'),
  option('STATUS (status-item …)', 'RFC 5819 §2', 'Sends a STATUS response for each as well.', 'LIST-STATUS'),
  option('SPECIAL-USE', 'RFC 6154 §2', 'Says of each what it is for.', 'SPECIAL-USE'),
];

/** `SELECT mailbox (…)` and EXAMINE. */
export const selectParameters: readonly CommandOption[] = [
  option('CONDSTORE', 'RFC 7162 §3.1.8', 'Mod-sequences from now on, in FETCH responses too.', 'CONDSTORE'),
  option(
    'QRESYNC (uidvalidity mod-sequence [known-uids])',
    'RFC 7162 §3.2.5',
    'What changed and vanished since then is reported at once; ENABLE QRESYNC comes before it.',
    'QRESYNC',
  ),
];

/** `CREATE mailbox (…)`. */
export const createParameters: readonly CommandOption[] = [
  option('USE (special-use …)', 'RFC 6154 §3', 'What the mailbox is for.', 'CREATE-SPECIAL-USE'),
];

/** `FETCH … items (…)`. */
export const fetchModifiers: readonly CommandOption[] = [
  option('CHANGEDSINCE mod-sequence', 'RFC 7162 §3.1.4.1', 'Only messages that were changed since.', 'CONDSTORE'),
  option('VANISHED', 'RFC 7162 §3.2.6', 'UID FETCH with CHANGEDSINCE: which UIDs vanished since.', 'QRESYNC'),
  option('PARTIAL range', 'RFC 9394 §3.3', 'UID FETCH: only this page of the messages.', 'PARTIAL'),
];

/** `STORE set (…) …`. */
export const storeModifiers: readonly CommandOption[] = [
  option('UNCHANGEDSINCE mod-sequence', 'RFC 7162 §3.1.3', 'Only messages that were not changed since.', 'CONDSTORE'),
];

/** What STORE does with the flags (RFC 9051 §6.4.6). */
export const storeOperations: readonly CommandOption[] = [
  option('FLAGS flags', 'RFC 9051 §6.4.6', 'The messages have these flags and no others.'),
  option('+FLAGS flags', 'RFC 9051 §6.4.6', 'Adds these flags.'),
  option('-FLAGS flags', 'RFC 9051 §6.4.6', 'Removes these flags.'),
  option('FLAGS.SILENT flags', 'RFC 9051 §6.4.6', 'As FLAGS, without FETCH responses.'),
  option('+FLAGS.SILENT flags', 'RFC 9051 §6.4.6', 'As +FLAGS, without FETCH responses.'),
  option('-FLAGS.SILENT flags', 'RFC 9051 §6.4.6', 'As -FLAGS, without FETCH responses.'),
];

/** What stands in the brackets of `BODY[…]` and `BINARY[…]` (RFC 9051 §6.4.5.1). */
export const sectionParts: readonly CommandOption[] = [
  option('HEADER', 'RFC 9051 §6.4.5.1', 'The header of the message, or of the message in a part.'),
  option('HEADER.FIELDS (header-name …)', 'RFC 9051 §6.4.5.1', 'These fields of the header.'),
  option('HEADER.FIELDS.NOT (header-name …)', 'RFC 9051 §6.4.5.1', 'The header without these fields.'),
  option('TEXT', 'RFC 9051 §6.4.5.1', 'What follows the header.'),
  option('MIME', 'RFC 9051 §6.4.5.1', 'The MIME header of a part; only behind a part number, as in 1.MIME.'),
  option('1', 'RFC 9051 §6.4.5.1', 'The first part; 1.2 is the second part of the first.'),
];

/** The fields that ID knows (RFC 2971 §3.3). */
export const idFields: readonly CommandOption[] = [
  option('NAME', 'RFC 2971 §3.3', 'Name of the program.'),
  option('VERSION', 'RFC 2971 §3.3', 'Version number of the program.'),
  option('OS', 'RFC 2971 §3.3', 'Name of the operating system.'),
  option('OS-VERSION', 'RFC 2971 §3.3', 'Version of the operating system.'),
  option('VENDOR', 'RFC 2971 §3.3', 'Vendor of the client or the server.'),
  option('SUPPORT-URL', 'RFC 2971 §3.3', 'URL to contact for support.'),
  option('ADDRESS', 'RFC 2971 §3.3', 'Postal address of the contact or the vendor.'),
  option('DATE', 'RFC 2971 §3.3', 'Date when the program was released.'),
  option('COMMAND', 'RFC 2971 §3.3', 'Command by which the program was started.'),
  option('ARGUMENTS', 'RFC 2971 §3.3', 'Arguments of that command.'),
  option('ENVIRONMENT', 'RFC 2971 §3.3', 'Description of the environment.'),
];
