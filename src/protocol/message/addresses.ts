/** Address lists: mailboxes and groups, with comments, quoted strings and the obsolete forms (RFC 5322 §3.4, §4.4). */
import { type Token, tokenize } from './tokens';

export interface Mailbox {
  readonly kind: 'mailbox';
  /** The display name, or the comment after an address without one; encoded words (RFC 2047) as they are. */
  readonly name?: string;
  /** The local part, quotes undone. */
  readonly mailbox: string;
  /** The domain or the address literal; empty when there is none. */
  readonly host: string;
  /** The source route of old addresses (RFC 5322 §4.4 obs-route), such as `@a,@b`. */
  readonly route?: string;
}

export interface Group {
  readonly kind: 'group';
  readonly name: string;
  readonly members: readonly Mailbox[];
}

export type Address = Mailbox | Group;

/** Reads an address list; never fails: what is no address gives a mailbox without a host, empty places give nothing. */
export function parseAddresses(value: string): readonly Address[] {
  const only = value.length <= longestSimple ? simple.exec(value) : null;
  if (only) return [simpleMailbox(only)];
  const list: Address[] = [];
  let group: { readonly name: string; readonly members: Mailbox[] } | undefined;
  let pending: Token[] = [];
  let angle = false;
  /** The first word after the `<`. */
  let head: Token | undefined;
  const flush = (): void => {
    const mailbox = readMailbox(pending);
    pending = [];
    angle = false;
    if (mailbox) (group ? group.members : list).push(mailbox);
  };
  const closeGroup = (): void => {
    flush();
    if (group) list.push({ kind: 'group', ...group });
    group = undefined;
  };
  for (const token of tokenize(value, '<>,:;@.[')) {
    const special = token.kind === 'special' ? token.text : '';
    if (special === ',' && !(angle && isRoute(head))) flush();
    else if (special === ';' && !angle) closeGroup();
    else if (special === ':' && !angle && !group && !pending.some(isAt)) {
      group = { name: phrase(pending.filter((one) => one.kind !== 'comment')) ?? '', members: [] };
      pending = [];
    } else {
      pending.push(token);
      if (angle && token.kind !== 'comment') head ??= token;
      if (special === '<') {
        angle = true;
        head = undefined;
      }
      if (special === '>') angle = false;
    }
  }
  closeGroup();
  return list;
}

/** Most fields hold one address of a common form, which one look finds: `name <local@host>`, `"name" <local@host>`, `local@host`. */
const simple =
  /^[ \t\r\n]*(?:(?:"([^"\\]*)"|([^()<>@,:;\\"[\]]*))[ \t\r\n]*<([^()<>@,:;\\"[\] \t\r\n]+)@([^()<>@,:;\\"[\] \t\r\n]+)>|([^()<>@,:;\\"[\] \t\r\n]+)@([^()<>@,:;\\"[\] \t\r\n]+))[ \t\r\n]*$/;
/** Beyond this, trying where the name ends could take long. */
const longestSimple = 300;

function simpleMailbox([, quoted, plain, local, domain, bareLocal, bareDomain]: RegExpExecArray): Mailbox {
  const name = quoted ?? plain?.replace(/[ \t\r\n]+/g, ' ').trim() ?? '';
  return {
    kind: 'mailbox',
    ...(name === '' ? {} : { name }),
    mailbox: local ?? bareLocal ?? '',
    host: domain ?? bareDomain ?? '',
  };
}

/** The mailboxes of a list, those in groups too. */
export const mailboxesOf = (list: readonly Address[]): readonly Mailbox[] =>
  list.flatMap((address) => (address.kind === 'group' ? address.members : [address]));

const isAt = (token: Token): boolean => token.kind === 'special' && token.text === '@';
const isSpecial = (token: Token | undefined, text: string): boolean => token?.kind === 'special' && token.text === text;

/** Commas belong to a source route while that is what begins after the `<`: `@domain`, or an empty place. */
const isRoute = (head: Token | undefined): boolean => head === undefined || isAt(head) || isSpecial(head, ',');

function readMailbox(tokens: readonly Token[]): Mailbox | undefined {
  const comments = tokens.filter((token) => token.kind === 'comment').map((token) => token.text.trim());
  const words = tokens.filter((token) => token.kind !== 'comment');
  if (words.length === 0) return undefined;
  const open = words.findIndex((token) => isSpecial(token, '<'));
  const inside = open === -1 ? words : words.slice(open + 1);
  const close = inside.findIndex((token) => isSpecial(token, '>'));
  const { route, spec } = splitRoute(close === -1 ? inside : inside.slice(0, close));
  const name = (open === -1 ? undefined : phrase(words.slice(0, open))) ?? comments.find((text) => text !== '');
  return {
    kind: 'mailbox',
    ...(name === undefined ? {} : { name }),
    ...addressOf(spec),
    ...(route === undefined ? {} : { route }),
  };
}

function splitRoute(tokens: readonly Token[]): { readonly route?: string; readonly spec: readonly Token[] } {
  const colon = tokens.findIndex((token) => isSpecial(token, ':'));
  const [first] = tokens;
  if (colon === -1 || !first || !(isAt(first) || isSpecial(first, ','))) return { spec: tokens };
  return { route: joined(tokens.slice(0, colon)), spec: tokens.slice(colon + 1) };
}

function addressOf(spec: readonly Token[]): { readonly mailbox: string; readonly host: string } {
  const at = spec.findLastIndex(isAt);
  if (at === -1) return { mailbox: phrase(spec) ?? '', host: '' };
  return { mailbox: joined(spec.slice(0, at)), host: joined(spec.slice(at + 1)) };
}

const joined = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('');

/** Words with one space where there was any (obs-phrase allows dots). */
function phrase(tokens: readonly Token[]): string | undefined {
  const text = tokens.map((token, i) => (token.spaced && i > 0 ? ` ${token.text}` : token.text)).join('');
  return text === '' ? undefined : text;
}
