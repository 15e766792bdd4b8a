/** Asks for the folders of a namespace: one LIST with special use, subscription and figures where the server can, else more commands. */
import { err, ok, type Result } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { type ListedMailbox, readList, readNamespaces, readStatus } from '../protocol/imap/data';
import type { Answer, Argument, Connection } from './connection';
import { type Folder, type FolderCounts, roleOf, type Space } from './folder';
import { folderName } from './folder-name';
import type { Trouble } from './trouble';

/** IMAP4rev2 has in it what were extensions before (RFC 9051 Appendix E). */
const can = ({ capabilities }: Connection, name: string): boolean =>
  capabilities.has(name) || (isRev2(capabilities) && inRev2.has(name));
const isRev2 = (capabilities: Capabilities): boolean => capabilities.has('IMAP4REV2') && !capabilities.has('IMAP4REV1');
const inRev2: ReadonlySet<string> = new Set(['NAMESPACE', 'LIST-EXTENDED', 'LIST-STATUS', 'SPECIAL-USE', 'CHILDREN']);

/** Whether names are UTF-8 on the wire: on servers that speak IMAP4rev2 and nothing older (RFC 9051 §5.1). */
export const namesAreUtf8 = ({ capabilities }: Connection): boolean => isRev2(capabilities);

const labels = { personal: 'Personal', others: 'Other users', shared: 'Shared' } as const;

/** The namespaces; without the command, one personal namespace without prefix. */
export async function listSpaces(connection: Connection): Promise<Result<readonly Space[], Trouble>> {
  const plain: Space = { kind: 'personal', prefix: '', delimiter: undefined, label: labels.personal };
  if (!can(connection, 'NAMESPACE')) return ok([plain]);
  const answer = await connection.command('Namespaces', 'NAMESPACE');
  if (!answer.ok) return answer.error.kind === 'refused' ? ok([plain]) : answer;
  const found = answer.value.untagged.map(readNamespaces).find((namespaces) => namespaces !== undefined);
  if (!found) return ok([plain]);
  const kinds = ['personal', 'others', 'shared'] as const;
  const spaces = kinds.flatMap((kind) =>
    found[kind].map(({ prefix, delimiter }): Space => {
      const shown = folderName(prefix, undefined, namesAreUtf8(connection)).text;
      return { kind, prefix, delimiter, label: found[kind].length > 1 ? `${labels[kind]} (${shown})` : labels[kind] };
    }),
  );
  return ok(spaces.some(({ kind }) => kind === 'personal') ? spaces : [plain, ...spaces]);
}

/** Folders of a server beyond this many are not shown; the last notice says so. */
const most = 100_000;

const figures = '(MESSAGES UNSEEN UIDNEXT UIDVALIDITY)';

/** A folder as listed, before it has its place in the tree. */
export interface Listing {
  readonly folders: readonly Folder[];
  /** STATUS did not come with LIST: it is to be asked for. */
  readonly wantsCounts: boolean;
}

/** Lists a namespace. `others`: the prefixes of the other namespaces, whose folders are not of this one. */
export async function listFolders(
  connection: Connection,
  space: Space,
  others: readonly Space[],
): Promise<Result<Listing, Trouble>> {
  const first = await listBy(connection, space, others, can(connection, 'LIST-EXTENDED'));
  // Some servers announce what they then do not understand.
  const isBad = !first.ok && first.error.kind === 'refused' && can(connection, 'LIST-EXTENDED');
  return isBad ? listBy(connection, space, others, false) : first;
}

async function listBy(
  connection: Connection,
  space: Space,
  others: readonly Space[],
  extended: boolean,
): Promise<Result<Listing, Trouble>> {
  const withStatus = extended && can(connection, 'LIST-STATUS');
  const wanted = [
    can(connection, 'SPECIAL-USE') ? 'SPECIAL-USE' : [],
    extended ? ['SUBSCRIBED', 'CHILDREN'] : [],
    withStatus ? `STATUS ${figures}` : [],
  ].flat();
  const options = extended ? [`RETURN (${wanted.join(' ')})`] : [];
  const what = `List ${space.label.toLowerCase()} folders`;
  const patterns =
    space.kind === 'personal' && space.prefix !== '' ? ['INBOX', `${space.prefix}*`] : [`${space.prefix}*`];

  const listed = new Map<string, ListedMailbox>();
  const counts = new Map<string, FolderCounts>();
  const subscribed = new Set<string>();
  const take = ({ untagged }: Answer): void => {
    for (const response of untagged) {
      const mailbox = readList(response);
      if (mailbox && response.name !== 'LSUB' && listed.size < most) listed.set(mailbox.name, mailbox);
      if (mailbox && response.name === 'LSUB') subscribed.add(mailbox.name);
      const status = readStatus(response);
      if (status) counts.set(status.mailbox, countsOf(status.figures));
    }
  };
  const ask = async (name: string, args: readonly Argument[]): Promise<Result<void, Trouble>> => {
    const answer = await connection.command(what, name, args);
    if (!answer.ok) return answer;
    take(answer.value);
    return ok(undefined);
  };

  for (const pattern of patterns) {
    const done = await ask('LIST', ['""', { string: pattern }, ...options]);
    if (!done.ok) return done;
    if (!extended) {
      // A server without subscriptions may refuse: then there are none.
      const known = await ask('LSUB', ['""', { string: pattern }]);
      if (!known.ok && known.error.kind !== 'refused') return err(known.error);
    }
  }
  for (const { name, attributes } of listed.values()) {
    if (attributes.some((attribute) => attribute.toLowerCase() === '\\subscribed')) subscribed.add(name);
  }
  const isOthers = (name: string): boolean =>
    others.some(({ prefix }) => prefix.length > space.prefix.length && isIn(name, prefix));
  const own = [...listed.values()].filter(({ name }) => !isOthers(name));
  const folders = inOrder(arranged(own, space, { counts, subscribed, utf8: namesAreUtf8(connection) }));
  return ok({ folders, wantsCounts: !withStatus });
}

const trimmed = (prefix: string): string => prefix.slice(0, -1);
/** In the namespace, or the level that carries its name. */
const isIn = (name: string, prefix: string): boolean => name.startsWith(prefix) || name === trimmed(prefix);

export const countsOf = (figures: ReadonlyMap<string, number>): FolderCounts => {
  const uidNext = figures.get('UIDNEXT');
  const uidValidity = figures.get('UIDVALIDITY');
  return {
    messages: figures.get('MESSAGES') ?? 0,
    unseen: figures.get('UNSEEN') ?? 0,
    ...(uidNext === undefined ? {} : { uidNext }),
    ...(uidValidity === undefined ? {} : { uidValidity }),
  };
};

interface Known {
  readonly counts: ReadonlyMap<string, FolderCounts>;
  readonly subscribed: ReadonlySet<string>;
  readonly utf8: boolean;
}

/** Gives each listed name its place; levels that nobody listed are put in, as names that cannot be opened. */
export function arranged(listed: readonly ListedMailbox[], space: Space, known: Known): readonly Folder[] {
  const folders = new Map<string, Folder>();
  const parents = new Set<string>();
  const add = (mailbox: ListedMailbox): void => {
    const { name, attributes, delimiter } = mailbox;
    const flags = new Set(attributes.map((attribute) => attribute.toLowerCase()));
    const parent = parentOf(name, delimiter, space.prefix);
    if (parent !== undefined) parents.add(parent);
    const shown = folderName(name, delimiter, known.utf8);
    folders.set(name, {
      name,
      ...shown,
      delimiter,
      parent,
      role: roleOf(name, attributes),
      selectable: !flags.has('\\noselect') && !flags.has('\\nonexistent'),
      subscribed: known.subscribed.has(name),
      hasChildren: false,
      counts: known.counts.get(name),
      notices:
        flags.has('\\nonexistent') && known.subscribed.has(name)
          ? [...shown.notices, 'It is subscribed to, but does not exist (any more).']
          : shown.notices,
    });
  };
  for (const mailbox of listed) add(mailbox);
  for (const mailbox of listed) {
    let above = parentOf(mailbox.name, mailbox.delimiter, space.prefix);
    while (above !== undefined && !folders.has(above)) {
      add({ name: above, attributes: ['\\Noselect'], delimiter: mailbox.delimiter, extended: new Map() });
      above = parentOf(above, mailbox.delimiter, space.prefix);
    }
  }
  return [...folders.values()].map((folder) => (parents.has(folder.name) ? { ...folder, hasChildren: true } : folder));
}

/** The name one level above, unless that is the namespace itself. */
function parentOf(name: string, delimiter: string | undefined, prefix: string): string | undefined {
  if (!delimiter) return undefined;
  const at = name.lastIndexOf(delimiter);
  if (at <= 0) return undefined;
  const above = name.slice(0, at);
  return above.length < prefix.length ? undefined : above;
}

const rank: readonly (Folder['role'] | undefined)[] = [
  'inbox',
  'drafts',
  'sent',
  'flagged',
  'important',
  'all',
  'archive',
  'junk',
  'trash',
];

/** INBOX first, then those with a use, then by name. */
function inOrder(folders: readonly Folder[]): readonly Folder[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const place = ({ role }: Folder): number => (role === undefined ? rank.length : rank.indexOf(role));
  return folders.toSorted((a, b) => place(a) - place(b) || compare(a.label, b.label) || (a.name < b.name ? -1 : 1));
}

/** The figures of one folder (RFC 9051 §6.3.11). */
export async function folderCounts(
  connection: Connection,
  { name, text }: Folder,
): Promise<Result<FolderCounts | undefined, Trouble>> {
  const answer = await connection.command(`Status of ${text}`, 'STATUS', [{ string: name }, figures]);
  if (!answer.ok) return answer;
  const found = answer.value.untagged
    .map(readStatus)
    .find((status) => status?.mailbox === name || sameInbox(status?.mailbox, name));
  return ok(found && countsOf(found.figures));
}

const sameInbox = (a: string | undefined, b: string): boolean =>
  a?.toUpperCase() === 'INBOX' && b.toUpperCase() === 'INBOX';
