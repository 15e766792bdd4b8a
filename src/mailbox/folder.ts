/** What a folder and a namespace are to the views: plain data. */

export type Role = 'inbox' | 'all' | 'archive' | 'drafts' | 'flagged' | 'important' | 'junk' | 'sent' | 'trash';

/** The figures of STATUS (RFC 9051 §6.3.11). */
export interface FolderCounts {
  readonly messages: number;
  readonly unseen: number;
  readonly uidNext?: number;
  readonly uidValidity?: number;
}

export interface Folder {
  /** As on the wire: what every function that takes a folder's name wants, also those of `client`. */
  readonly name: string;
  /** The whole name for people. */
  readonly text: string;
  /** Its last level, for people. */
  readonly label: string;
  /** Undefined where names have no levels. */
  readonly delimiter: string | undefined;
  /** The name (as on the wire) of the folder it is in; undefined at the top of its namespace. */
  readonly parent: string | undefined;
  readonly role: Role | undefined;
  /** It can be opened: it is no mere level of names (`\Noselect`), and it exists. */
  readonly selectable: boolean;
  readonly subscribed: boolean;
  readonly hasChildren: boolean;
  /** Undefined until STATUS has come; stays so where it cannot be had. */
  readonly counts: FolderCounts | undefined;
  /** What the user should know: a broken name, a new UIDVALIDITY, a refusal. */
  readonly notices: readonly string[];
}

/** A namespace (RFC 9051 §6.3.10). */
export interface Space {
  readonly kind: 'personal' | 'others' | 'shared';
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** For people: `Personal`, `Other users`, `Shared`, with the prefix where there are several. */
  readonly label: string;
}

/** Quota of a root (RFC 9208 §4.2.1): `STORAGE` counts units of 1,024 octets. */
export interface Quota {
  readonly root: string;
  readonly resource: string;
  readonly used: number;
  readonly limit: number;
}

/** What a tooltip adds; a part that the server has no command for, or refused, is absent. */
export interface FolderDetails {
  readonly quotas?: readonly Quota[];
  /** Our own rights, as letters (RFC 4314 §2.1). */
  readonly myRights?: string;
  /** Who may do what. */
  readonly acl?: readonly { readonly who: string; readonly rights: string }[];
}

const roles: Readonly<Record<string, Role>> = {
  '\\all': 'all',
  '\\archive': 'archive',
  '\\drafts': 'drafts',
  '\\flagged': 'flagged',
  '\\important': 'important',
  '\\junk': 'junk',
  '\\sent': 'sent',
  '\\trash': 'trash',
};

/** The special use of a LIST response's attributes (RFC 6154 §2, RFC 8457 §3). */
export const roleOf = (name: string, attributes: readonly string[]): Role | undefined =>
  name.toUpperCase() === 'INBOX'
    ? 'inbox'
    : attributes.map((attribute) => roles[attribute.toLowerCase()]).find((role) => role !== undefined);
