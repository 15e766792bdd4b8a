/** The commands that extensions add, by extension. */
import { command, type ImapCommand } from './command-row';

const sorting = '[RETURN (result-options)] (sort-key *(SP sort-key)) charset search-key *(SP search-key)';
const threading = 'algorithm charset search-key *(SP search-key)';

export const extensionCommands: readonly ImapCommand[] = [
  command(
    'ID id-params',
    'RFC 2971 §3.1',
    'any',
    'Says what the client is (names and values, or NIL) and asks the same of the server.',
    {
      needs: ['ID'],
      untagged: ['ID'],
    },
  ),
  command('COMPRESS DEFLATE', 'RFC 4978 §3', 'after', 'Compresses both directions, from the OK on.', {
    needs: ['COMPRESS=DEFLATE'],
    ambiguous: true,
  }),
  command(
    'UNAUTHENTICATE',
    'RFC 8437 §3',
    'after',
    'Goes back to the state before authentication on the same connection.',
    {
      needs: ['UNAUTHENTICATE'],
      ambiguous: true,
    },
  ),
  command(
    'LANGUAGE [language-range *(SP language-range)]',
    'RFC 5255 §3.2',
    'any',
    'Lists or chooses the language of human text.',
    {
      needs: ['LANGUAGE'],
      untagged: ['LANGUAGE', 'NAMESPACE'],
    },
  ),
  command(
    'COMPARATOR [comparator *(SP comparator)]',
    'RFC 5255 §4.7',
    'after',
    'Asks for or chooses how strings compare in SEARCH, SORT and THREAD.',
    {
      needs: ['I18NLEVEL=2'],
      untagged: ['COMPARATOR'],
    },
  ),
  command(
    `SORT ${sorting}`,
    'RFC 5256 §3',
    'selected',
    'Finds messages as SEARCH does and gives them in order, by sequence number.',
    {
      needs: ['SORT'],
      untagged: ['SORT', 'ESEARCH'],
      numbers: 'sequence',
    },
  ),
  command(
    `UID SORT ${sorting}`,
    'RFC 5256 §3',
    'selected',
    'Finds messages as SEARCH does and gives them in order, by UID.',
    {
      needs: ['SORT'],
      untagged: ['SORT', 'ESEARCH'],
    },
  ),
  command(
    `THREAD ${threading}`,
    'RFC 5256 §3',
    'selected',
    'Finds messages as SEARCH does and gives them as threads, by sequence number.',
    {
      needs: ['THREAD'],
      untagged: ['THREAD'],
      numbers: 'sequence',
    },
  ),
  command(
    `UID THREAD ${threading}`,
    'RFC 5256 §3',
    'selected',
    'Finds messages as SEARCH does and gives them as threads, by UID.',
    {
      needs: ['THREAD'],
      untagged: ['THREAD'],
    },
  ),
  command(
    'ESEARCH [IN (source)] [RETURN (result-options)] [CHARSET charset] search-key *(SP search-key)',
    'RFC 7377 §2',
    'after',
    'Searches several mailboxes at once.',
    {
      needs: ['MULTISEARCH'],
      untagged: ['ESEARCH'],
    },
  ),
  command(
    'UID ESEARCH [IN (source)] [RETURN (result-options)] [CHARSET charset] search-key *(SP search-key)',
    'RFC 7377 §2',
    'after',
    'As ESEARCH, the messages named by UID.',
    {
      needs: ['MULTISEARCH'],
      untagged: ['ESEARCH'],
    },
  ),
  command(
    'CANCELUPDATE quoted-tag *(SP quoted-tag)',
    'RFC 5267 §4.3.5',
    'selected',
    'Ends the updates of searches that were given as contexts.',
    {
      needs: ['CONTEXT=SEARCH', 'CONTEXT=SORT'],
    },
  ),
  command(
    'NOTIFY SET [STATUS] event-group *(SP event-group) / NONE',
    'RFC 5465 §3.1',
    'after',
    'Says what happenings in which mailboxes the server is to report.',
    {
      needs: ['NOTIFY'],
      untagged: ['STATUS', 'LIST', 'FETCH', 'METADATA'],
    },
  ),
  command(
    'REPLACE sequence-number mailbox [(flag-list)] [date-time] literal',
    'RFC 8508 §3.2',
    'selected',
    'Puts a new message in the place of an old one in one step.',
    {
      needs: ['REPLACE'],
      untagged: ['OK', 'EXISTS', 'EXPUNGE', 'VANISHED'],
      numbers: 'sequence',
    },
  ),
  command(
    'UID REPLACE uid mailbox [(flag-list)] [date-time] literal',
    'RFC 8508 §3.3',
    'selected',
    'As REPLACE, the old message named by UID.',
    {
      needs: ['REPLACE'],
      untagged: ['OK', 'EXISTS', 'EXPUNGE', 'VANISHED'],
    },
  ),
  command('GETQUOTA quota-root', 'RFC 9208 §4.1.1', 'after', 'Asks for the use and the limits of a quota root.', {
    needs: ['QUOTA'],
    untagged: ['QUOTA'],
  }),
  command(
    'GETQUOTAROOT mailbox',
    'RFC 9208 §4.1.2',
    'after',
    'Asks which quota roots a mailbox has, with their use and limits.',
    {
      needs: ['QUOTA'],
      untagged: ['QUOTAROOT', 'QUOTA'],
    },
  ),
  command(
    'SETQUOTA quota-root ([resource limit *(SP resource limit)])',
    'RFC 9208 §4.1.3',
    'after',
    'Sets the limits of a quota root.',
    {
      needs: ['QUOTASET', 'QUOTA'],
      untagged: ['QUOTA'],
    },
  ),
  command(
    'SETACL mailbox identifier [+-]rights',
    'RFC 4314 §3.1',
    'after',
    'Sets, adds or removes rights of somebody on a mailbox.',
    {
      needs: ['ACL'],
    },
  ),
  command(
    'DELETEACL mailbox identifier',
    'RFC 4314 §3.2',
    'after',
    'Removes what a mailbox says of somebody’s rights.',
    { needs: ['ACL'] },
  ),
  command('GETACL mailbox', 'RFC 4314 §3.3', 'after', 'Asks who has which rights on a mailbox.', {
    needs: ['ACL'],
    untagged: ['ACL'],
  }),
  command(
    'LISTRIGHTS mailbox identifier',
    'RFC 4314 §3.4',
    'after',
    'Asks which rights somebody can be given on a mailbox.',
    {
      needs: ['ACL'],
      untagged: ['LISTRIGHTS'],
    },
  ),
  command('MYRIGHTS mailbox', 'RFC 4314 §3.5', 'after', 'Asks which rights the user has on a mailbox.', {
    needs: ['ACL'],
    untagged: ['MYRIGHTS'],
  }),
  command(
    'GETMETADATA [(options)] mailbox entries',
    'RFC 5464 §4.2',
    'after',
    'Reads annotations of a mailbox, or of the server ("").',
    {
      needs: ['METADATA', 'METADATA-SERVER'],
      untagged: ['METADATA'],
    },
  ),
  command(
    'SETMETADATA mailbox (entry value *(SP entry value))',
    'RFC 5464 §4.3',
    'after',
    'Writes or (NIL) removes annotations.',
    {
      needs: ['METADATA', 'METADATA-SERVER'],
    },
  ),
  command(
    'GENURLAUTH url mechanism *(SP url mechanism)',
    'RFC 4467 §7',
    'after',
    'Makes URLs that let others read a message part.',
    {
      needs: ['URLAUTH'],
      untagged: ['GENURLAUTH'],
    },
  ),
  command('URLFETCH url *(SP url)', 'RFC 4467 §7', 'after', 'Reads what authorised URLs stand for.', {
    needs: ['URLAUTH'],
    untagged: ['URLFETCH'],
  }),
  command(
    'RESETKEY [mailbox [mechanism *(SP mechanism)]]',
    'RFC 4467 §7',
    'after',
    'Takes back the URLs made for a mailbox, or all.',
    {
      needs: ['URLAUTH'],
    },
  ),
  command(
    'CONVERSIONS source-type target-type',
    'RFC 5259 §5.1',
    'after',
    'Asks which conversions of media types there are.',
    {
      needs: ['CONVERT'],
      untagged: ['CONVERSION'],
    },
  ),
  command(
    'CONVERT sequence-set conversion-params *(SP conversion-params)',
    'RFC 5259 §6',
    'selected',
    'Reads parts of messages in another media type.',
    { needs: ['CONVERT'], numbers: 'sequence' },
  ),
  command(
    'UID CONVERT sequence-set conversion-params *(SP conversion-params)',
    'RFC 5259 §6',
    'selected',
    'As CONVERT, the messages named by UID.',
    { needs: ['CONVERT'] },
  ),
  command('XLIST reference pattern', 'RFC 6154 §1', 'after', 'Gmail’s forerunner of LIST with SPECIAL-USE.', {
    needs: ['XLIST'],
    untagged: ['XLIST'],
  }),
];
