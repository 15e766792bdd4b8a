/** The untagged data that a command cannot do without, where a script leaves it unsaid (RFC 9051 §6, §7). */
import { announcedLines } from './announce';
import type { ImapGround } from './imap';

type Standard = (ground: ImapGround) => readonly string[];

const select: Standard = ({ mailbox }) => [
  '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n',
  `* ${mailbox.exists} EXISTS\r\n`,
  `* OK [UIDVALIDITY ${mailbox.uidvalidity}] UIDs are valid\r\n`,
  `* OK [UIDNEXT ${mailbox.uidnext}] the next UID\r\n`,
];

/** By the command's name. */
const standard: Readonly<Record<string, Standard>> = {
  SELECT: select,
  EXAMINE: select,
  CAPABILITY: ({ usual }) => [`* CAPABILITY ${announcedLines(usual).join(' ')}\r\n`],
  LOGOUT: () => ['* BYE see you\r\n'],
  SEARCH: ({ argument }) => (/^RETURN\b/i.test(argument) ? [] : ['* SEARCH\r\n']),
  'UID SEARCH': ({ argument }) => (/^RETURN\b/i.test(argument) ? [] : ['* SEARCH\r\n']),
  SORT: () => ['* SORT\r\n'],
  'UID SORT': () => ['* SORT\r\n'],
  NAMESPACE: () => ['* NAMESPACE (("" "/")) NIL NIL\r\n'],
  ID: () => ['* ID ("name" "Mailwright")\r\n'],
  STATUS: ({ argument }) => {
    const found = /^(.*) \(([^()]*)\)$/s.exec(argument);
    const items = (found?.[2] ?? '').split(/\s+/).filter(Boolean);
    return items.length === 0 ? [] : [`* STATUS ${found?.[1]} (${items.map((item) => `${item} 0`).join(' ')})\r\n`];
  },
};

export const standardImap: Standard = (ground) => (standard[ground.name] ?? (() => []))(ground);
