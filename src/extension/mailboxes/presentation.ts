/** What the Mailboxes view shows of accounts and folders, as data: words, icons, contexts for menus. */
import type { Account, AccountState, Folder, FolderDetails, Quota, Role, Space, Trouble } from '../../mailbox';

/** A line of the tree, before it is one of VS Code's. */
export interface Line {
  readonly label: string;
  readonly description: string;
  /** A codicon's name, and the theme colour it has. */
  readonly icon: string;
  readonly colour?: string;
  /** Words that the menus look for in `viewItem`. */
  readonly context: readonly string[];
  /** What a screen reader says. */
  readonly spoken: string;
  /** Paragraphs of the tooltip. */
  readonly tooltip: readonly string[];
}

const icons: Readonly<Record<Role, string>> = {
  inbox: 'inbox',
  all: 'mail',
  archive: 'archive',
  drafts: 'edit',
  flagged: 'star-full',
  important: 'tag',
  junk: 'flame',
  sent: 'send',
  trash: 'trash',
};

const uses: Readonly<Record<Role, string>> = {
  inbox: 'incoming mail',
  all: 'all messages (\\All)',
  archive: 'archived mail (\\Archive)',
  drafts: 'drafts (\\Drafts)',
  flagged: 'flagged messages (\\Flagged)',
  important: 'important messages (\\Important)',
  junk: 'junk (\\Junk)',
  sent: 'sent mail (\\Sent)',
  trash: 'deleted messages (\\Trash)',
};

const number = (count: number): string => count.toLocaleString('en');

export function folderLine(folder: Folder, details?: FolderDetails): Line {
  const { label, text, role, selectable, subscribed, counts, notices, hasChildren } = folder;
  const figures =
    counts && (counts.unseen > 0 ? `${number(counts.unseen)} / ${number(counts.messages)}` : number(counts.messages));
  const warned = notices.length > 0;
  const read = counts ? `${number(counts.unseen)} unread of ${number(counts.messages)} messages` : undefined;
  const state = [
    selectable ? undefined : 'holds only folders',
    selectable && !subscribed ? 'not subscribed' : undefined,
  ].filter((one) => one !== undefined);
  return {
    label,
    description: [figures, ...state].filter((one) => one !== undefined).join(' · '),
    icon: warned
      ? 'warning'
      : role
        ? icons[role]
        : selectable
          ? hasChildren
            ? 'folder-library'
            : 'folder'
          : 'folder-opened',
    ...(warned ? { colour: 'list.warningForeground' } : counts && counts.unseen > 0 ? { colour: 'charts.blue' } : {}),
    context: [
      'folder',
      selectable ? 'selectable' : 'level',
      subscribed ? 'subscribed' : 'unsubscribed',
      ...(role === 'inbox' ? ['inbox'] : ['removable']),
    ],
    spoken: [label, role && `for ${uses[role]}`, read, ...state, ...notices].filter((one) => one).join(', '),
    tooltip: [
      text,
      [role && `For ${uses[role]}`, read, subscribed ? 'subscribed' : 'not subscribed']
        .filter((one) => one)
        .join(' · '),
      counts?.uidNext === undefined
        ? ''
        : `Next UID ${counts.uidNext} · UIDVALIDITY ${counts.uidValidity ?? 'unknown'}`,
      ...(details ? detailParagraphs(details) : []),
      ...notices,
    ].filter((one) => one !== ''),
  };
}

/** RFC 4314 §2.1: what each letter allows. */
const rights: Readonly<Record<string, string>> = {
  l: 'see',
  r: 'read',
  s: 'mark read',
  w: 'change flags',
  i: 'add messages',
  p: 'post',
  k: 'make folders',
  x: 'delete the folder',
  t: 'delete messages',
  e: 'expunge',
  a: 'give rights',
};

const inWords = (letters: string): string =>
  [...letters].flatMap((letter) => rights[letter] ?? []).join(', ') || 'nothing';

const quotaText = ({ root, resource, used, limit }: Quota): string => {
  const share = limit > 0 ? ` (${Math.round((used / limit) * 100)} %)` : '';
  const sizes =
    resource.toUpperCase() === 'STORAGE' ? `${size(used)} of ${size(limit)}` : `${number(used)} of ${number(limit)}`;
  return `Quota${root === '' ? '' : ` ${root}`}: ${resource.toLowerCase()} ${sizes}${share}`;
};

/** Units of 1,024 octets, for people. */
const size = (kilo: number): string =>
  kilo < 1024
    ? `${number(kilo)} KiB`
    : kilo < 1024 * 1024
      ? `${(kilo / 1024).toFixed(1)} MiB`
      : `${(kilo / 1024 / 1024).toFixed(1)} GiB`;

function detailParagraphs({ quotas = [], myRights, acl = [] }: FolderDetails): readonly string[] {
  return [
    ...quotas.map(quotaText),
    ...(myRights === undefined ? [] : [`You may (${myRights}): ${inWords(myRights)}`]),
    ...acl.map(({ who, rights: letters }) => `${who} (${letters}): ${inWords(letters)}`),
  ];
}

export function spaceLine({ label, kind, prefix }: Space): Line {
  return {
    label,
    description: prefix,
    icon: kind === 'personal' ? 'person' : kind === 'others' ? 'organization' : 'globe',
    context: ['space', kind],
    spoken: `${label} folders`,
    tooltip: [`${label}: folders whose names begin with “${prefix}”`],
  };
}

const clock = (at: number): string => new Date(at).toLocaleTimeString('en', { hour12: false });

const connected = (state: AccountState): string => {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'connecting':
      return 'connecting…';
    case 'ready':
      return 'connected';
    case 'lost':
      return state.retryAt === undefined ? 'not connected' : `connection lost, tries again at ${clock(state.retryAt)}`;
    case 'closed':
      return 'closed';
    default:
      return state satisfies never;
  }
};

/** `name`: as scripts call the user. */
export function accountLine(name: string, { state, allowChanges, settings }: Account): Line {
  const access = allowChanges ? 'changes allowed' : 'read-only';
  const where = connected(state);
  return {
    label: name,
    description: [access, state.kind === 'ready' ? '' : where].filter((one) => one !== '').join(' · '),
    icon: state.kind === 'lost' ? 'debug-disconnect' : 'account',
    ...(state.kind === 'lost' ? { colour: 'list.errorForeground' } : {}),
    context: ['account', allowChanges ? 'writable' : 'readonly', state.kind],
    spoken: [`account ${name}`, access, where].filter((one) => one !== '').join(', '),
    tooltip: [
      settings.label,
      settings.url,
      state.kind === 'ready' ? `Signed in by ${state.mechanism}, ${state.tls ? 'over TLS' : 'without TLS'}` : where,
      ...(state.kind === 'lost' ? [inFull(state.why)] : []),
      allowChanges
        ? 'Changes are allowed in this workspace.'
        : 'Nothing here changes the mailbox until you choose Allow Changes.',
    ].filter((one) => one !== ''),
  };
}

/** A trouble in place of folders. */
export function troubleLine(why: Trouble): Line {
  return {
    label: why.message,
    description: '',
    icon: 'error',
    colour: 'list.errorForeground',
    context: ['trouble'],
    spoken: `Error: ${inFull(why)}. Press Enter to try again.`,
    tooltip: [why.message, ...(why.advice === undefined ? [] : [why.advice]), 'Click to try again.'],
  };
}

/** Message and advice, as sentences. */
export const inFull = ({ message, advice }: Trouble): string =>
  [message, advice].flatMap((text) => (text === undefined || text === '' ? [] : sentence(text))).join(' ');

const sentence = (text: string): string => {
  const first = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?”]$/.test(first) ? first : `${first}.`;
};
