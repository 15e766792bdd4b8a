/** The commands of IMAP4rev1 and IMAP4rev2 (RFC 3501 §6, RFC 9051 §6). */
import { command, type ImapCommand } from './command-row';

const opening = ['FLAGS', 'EXISTS', 'RECENT', 'LIST', 'OK', 'VANISHED', 'FETCH'];

export const baseCommands: readonly ImapCommand[] = [
  command('CAPABILITY', 'RFC 9051 §6.1.1', 'any', 'Asks what the server can do.', { untagged: ['CAPABILITY'] }),
  command('NOOP', 'RFC 9051 §6.1.2', 'any', 'Does nothing, and lets the server report what is new.'),
  command('LOGOUT', 'RFC 9051 §6.1.3', 'any', 'Ends the session; the server says BYE and closes.', {
    untagged: ['BYE'],
    ambiguous: true,
  }),
  command('STARTTLS', 'RFC 9051 §6.2.1', 'before', 'Starts TLS; the handshake follows the OK at once.', {
    needs: ['STARTTLS'],
    ambiguous: true,
  }),
  command(
    'AUTHENTICATE mechanism [initial-response]',
    'RFC 9051 §6.2.2',
    'before',
    'Authenticates with a SASL mechanism; each step of the exchange is a line of base64.',
    { untagged: ['CAPABILITY'], continuation: 'steps', ambiguous: true },
  ),
  command(
    'LOGIN userid password',
    'RFC 9051 §6.2.3',
    'before',
    'Authenticates with a name and a password in clear text.',
    {
      untagged: ['CAPABILITY'],
    },
  ),
  command(
    'ENABLE capability *(SP capability)',
    'RFC 9051 §6.3.1',
    'after',
    'Switches on extensions that change what the server sends.',
    {
      needs: ['ENABLE'],
      untagged: ['ENABLED'],
    },
  ),
  command(
    'SELECT mailbox [(select-param *(SP select-param))]',
    'RFC 9051 §6.3.2',
    'after',
    'Opens a mailbox for reading and writing.',
    {
      untagged: opening,
    },
  ),
  command(
    'EXAMINE mailbox [(select-param *(SP select-param))]',
    'RFC 9051 §6.3.3',
    'after',
    'Opens a mailbox for reading only.',
    {
      untagged: opening,
    },
  ),
  command('CREATE mailbox [(create-param *(SP create-param))]', 'RFC 9051 §6.3.4', 'after', 'Creates a mailbox.', {
    untagged: ['LIST'],
  }),
  command('DELETE mailbox', 'RFC 9051 §6.3.5', 'after', 'Removes a mailbox for good.'),
  command('RENAME mailbox mailbox', 'RFC 9051 §6.3.6', 'after', 'Gives a mailbox, and those below it, another name.', {
    untagged: ['LIST'],
  }),
  command('SUBSCRIBE mailbox', 'RFC 9051 §6.3.7', 'after', "Adds a mailbox to the server's list of subscribed ones."),
  command(
    'UNSUBSCRIBE mailbox',
    'RFC 9051 §6.3.8',
    'after',
    "Takes a mailbox off the server's list of subscribed ones.",
  ),
  command(
    'LIST [(selection-options)] reference mailbox-or-patterns [RETURN (return-options)]',
    'RFC 9051 §6.3.9',
    'after',
    'Lists the mailboxes whose names match; % matches up to the next delimiter, * everything.',
    { untagged: ['LIST', 'STATUS', 'METADATA'] },
  ),
  command(
    'LSUB reference pattern',
    'RFC 3501 §6.3.9',
    'after',
    'Lists subscribed mailboxes; IMAP4rev2 has LIST (SUBSCRIBED) instead.',
    {
      needs: ['IMAP4REV1'],
      untagged: ['LSUB'],
    },
  ),
  command(
    'NAMESPACE',
    'RFC 9051 §6.3.10',
    'after',
    'Asks for the prefixes and delimiters of the personal, other users’ and shared namespaces.',
    {
      needs: ['NAMESPACE'],
      untagged: ['NAMESPACE'],
    },
  ),
  command(
    'STATUS mailbox (status-item *(SP status-item))',
    'RFC 9051 §6.3.11',
    'after',
    'Asks for figures of a mailbox that is not selected.',
    {
      untagged: ['STATUS'],
    },
  ),
  command(
    'APPEND mailbox [(flag-list)] [date-time] literal *(SP [(flag-list)] [date-time] literal)',
    'RFC 9051 §6.3.12',
    'after',
    'Adds a message to the end of a mailbox; several with MULTIAPPEND (RFC 3502), put together with CATENATE (RFC 4469).',
    { untagged: ['EXISTS', 'RECENT'] },
  ),
  command(
    'IDLE',
    'RFC 9051 §6.3.13',
    'after',
    'Lets the server report at once what happens, until the client sends DONE.',
    {
      needs: ['IDLE'],
      untagged: ['EXISTS', 'EXPUNGE', 'FETCH', 'VANISHED', 'STATUS', 'LIST'],
      continuation: 'always',
      ambiguous: true,
    },
  ),
  command(
    'CHECK',
    'RFC 3501 §6.4.1',
    'selected',
    'Asks the server for its housekeeping on the mailbox; IMAP4rev2 has NOOP instead.',
    {
      needs: ['IMAP4REV1'],
    },
  ),
  command(
    'CLOSE',
    'RFC 9051 §6.4.1',
    'selected',
    'Removes the messages marked \\Deleted without saying so, and leaves the mailbox.',
  ),
  command('UNSELECT', 'RFC 9051 §6.4.2', 'selected', 'Leaves the mailbox and removes nothing.', {
    needs: ['UNSELECT'],
  }),
  command('EXPUNGE', 'RFC 9051 §6.4.3', 'selected', 'Removes the messages marked \\Deleted, and reports each.', {
    untagged: ['EXPUNGE', 'VANISHED'],
  }),
  command(
    'SEARCH [RETURN (result-options)] [CHARSET charset] search-key *(SP search-key)',
    'RFC 9051 §6.4.4',
    'selected',
    'Finds the messages that meet all the keys, by sequence number.',
    { untagged: ['SEARCH', 'ESEARCH'], numbers: 'sequence' },
  ),
  command(
    'FETCH sequence-set items [(fetch-modifier *(SP fetch-modifier))]',
    'RFC 9051 §6.4.5',
    'selected',
    'Reads data of messages.',
    { untagged: ['FETCH', 'VANISHED'], numbers: 'sequence' },
  ),
  command(
    'STORE sequence-set [(store-modifier)] [+-]FLAGS[.SILENT] flags',
    'RFC 9051 §6.4.6',
    'selected',
    'Sets, adds or removes flags of messages.',
    { untagged: ['FETCH'], numbers: 'sequence' },
  ),
  command(
    'COPY sequence-set mailbox',
    'RFC 9051 §6.4.7',
    'selected',
    'Copies messages to the end of another mailbox.',
    {
      numbers: 'sequence',
    },
  ),
  command(
    'MOVE sequence-set mailbox',
    'RFC 9051 §6.4.8',
    'selected',
    'Moves messages to another mailbox in one step.',
    {
      needs: ['MOVE'],
      untagged: ['OK', 'EXPUNGE', 'VANISHED'],
      numbers: 'sequence',
    },
  ),
  command(
    'UID EXPUNGE sequence-set',
    'RFC 9051 §6.4.9',
    'selected',
    'Removes those of the messages named that are marked \\Deleted.',
    {
      needs: ['UIDPLUS'],
      untagged: ['EXPUNGE', 'VANISHED'],
    },
  ),
  command(
    'UID SEARCH [RETURN (result-options)] [CHARSET charset] search-key *(SP search-key)',
    'RFC 9051 §6.4.9',
    'selected',
    'Finds the messages that meet all the keys, by UID.',
    { untagged: ['SEARCH', 'ESEARCH'] },
  ),
  command(
    'UID FETCH sequence-set items [(fetch-modifier *(SP fetch-modifier))]',
    'RFC 9051 §6.4.9',
    'selected',
    'Reads data of messages named by UID.',
    { untagged: ['FETCH', 'VANISHED'] },
  ),
  command(
    'UID STORE sequence-set [(store-modifier)] [+-]FLAGS[.SILENT] flags',
    'RFC 9051 §6.4.9',
    'selected',
    'Sets, adds or removes flags of messages named by UID.',
    { untagged: ['FETCH'] },
  ),
  command(
    'UID COPY sequence-set mailbox',
    'RFC 9051 §6.4.9',
    'selected',
    'Copies messages named by UID to another mailbox.',
  ),
  command(
    'UID MOVE sequence-set mailbox',
    'RFC 9051 §6.4.9',
    'selected',
    'Moves messages named by UID to another mailbox.',
    {
      needs: ['MOVE'],
      untagged: ['OK', 'EXPUNGE', 'VANISHED'],
    },
  ),
];
