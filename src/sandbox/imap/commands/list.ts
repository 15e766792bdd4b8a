/** LIST, with its options, and LSUB (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154, RFC 3501 §6.3.9). */

import { parseList } from '../../../protocol/imap/list-program';
import { matchesPattern } from '../../../protocol/imap/mailbox-name';
import type { ImapValue } from '../../../protocol/imap/value';
import { type Account, delimiter } from '../../store/account';
import { decodeName, mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';
import { mailboxName } from '../output';
import type { ImapSession } from '../session';
import { areStatusItems, statusResponse } from './status';

interface ListRequest {
  readonly select: ReadonlySet<string>;
  readonly patterns: readonly string[];
  readonly back: ReadonlySet<string>;
  readonly status: readonly string[] | undefined;
}

export const list: ImapHandler = (session, { values }) => {
  const request = readRequest(session, values);
  if (typeof request === 'string' || !session.account)
    return bad(typeof request === 'string' ? request : 'sign in first');
  if (request.patterns.length === 1 && request.patterns[0] === '') {
    session.untagged(`LIST (\\Noselect) "${delimiter}" ""`);
    return ok('done');
  }
  for (const name of candidates(session.account)) {
    if (!request.patterns.some((pattern) => matchesPattern(name, pattern, delimiter))) continue;
    listOne(session, session.account, name, request);
  }
  return ok('done');
};

/** With `%`, names above subscribed ones are \Noselect (RFC 3501 §6.3.9). */
export const lsub: ImapHandler = (session, { values }) => {
  const [reference, pattern] = values.map((value) => mailboxOf(session, value));
  const { account } = session;
  if (reference === undefined || pattern === undefined || values.length !== 2 || !account)
    return bad('LSUB takes a reference and a pattern');
  const wanted = reference + pattern;
  for (const name of candidates(account)) {
    if (!matchesPattern(name, wanted, delimiter)) continue;
    const subscribed = account.subscriptions.has(name);
    if (!subscribed && !(wanted.includes('%') && hasSubscribedBelow(account, name))) continue;
    session.untagged(`LSUB (${subscribed ? '' : '\\Noselect'}) "${delimiter}" ${mailboxName(session, name)}`);
  }
  return ok('done');
};

function listOne(session: ImapSession, account: Account, name: string, { select, back, status }: ListRequest): void {
  const mailbox = account.mailboxes.get(name);
  const subscribed = account.subscriptions.has(name);
  const childInfo = select.has('SUBSCRIBED') && select.has('RECURSIVEMATCH') && hasSubscribedBelow(account, name);
  if (select.has('SUBSCRIBED') && !subscribed && !childInfo) return;
  if (select.has('SPECIAL-USE') && !mailbox?.specialUse) return;
  if (!mailbox && !select.has('SUBSCRIBED') && !account.hasChildren(name)) return;
  const attributes: string[] = [];
  if (!mailbox) attributes.push(session.enabled.has('IMAP4REV2') || select.size > 0 ? '\\NonExistent' : '\\Noselect');
  if (subscribed && (back.has('SUBSCRIBED') || select.has('SUBSCRIBED'))) attributes.push('\\Subscribed');
  attributes.push(account.hasChildren(name) ? '\\HasChildren' : '\\HasNoChildren');
  if (mailbox?.specialUse && session.server.has('SPECIAL-USE')) attributes.push(mailbox.specialUse);
  const extended = childInfo ? ' ("CHILDINFO" ("SUBSCRIBED"))' : '';
  session.untagged(`LIST (${attributes.join(' ')}) "${delimiter}" ${mailboxName(session, name)}${extended}`);
  if (mailbox && status) session.untagged(statusResponse(session, name, mailbox, status));
}

/** All names there are or that others imply, INBOX first. */
function candidates(account: Account): string[] {
  const names = new Set<string>();
  for (const name of [...account.mailboxes.keys(), ...account.subscriptions]) {
    names.add(name);
    for (let at = name.indexOf(delimiter); at !== -1; at = name.indexOf(delimiter, at + 1))
      names.add(name.slice(0, at));
  }
  const isInbox = (name: string): number => (name === 'INBOX' ? 0 : 1);
  return [...names].sort((a, b) => isInbox(a) - isInbox(b) || (a < b ? -1 : 1));
}

function hasSubscribedBelow({ subscriptions }: Account, name: string): boolean {
  for (const other of subscriptions) if (other.startsWith(name + delimiter)) return true;
  return false;
}

const selectOptions: ReadonlySet<string> = new Set(['SUBSCRIBED', 'REMOTE', 'RECURSIVEMATCH', 'SPECIAL-USE']);
const returnOptions: ReadonlySet<string> = new Set(['SUBSCRIBED', 'CHILDREN', 'SPECIAL-USE', 'STATUS']);

/** The request, or why it cannot be taken. */
function readRequest(session: ImapSession, values: readonly ImapValue[]): ListRequest | string {
  const parsed = parseList(values);
  if (!parsed.ok) return parsed.error.message;
  const { selection, reference, patterns, returns, status } = parsed.value;
  if (selection.some((option) => !selectOptions.has(option))) return 'LIST has no such selection option';
  if (returns.some((option) => !returnOptions.has(option))) return 'LIST has no such return option';
  if (selection.includes('RECURSIVEMATCH') && !selection.includes('SUBSCRIBED'))
    return 'RECURSIVEMATCH needs SUBSCRIBED';
  if (!areStatusItems(status)) return 'STATUS has no such item';
  if (parsed.value.extended && !session.server.has('LIST-EXTENDED')) return 'there is no LIST-EXTENDED here';
  return {
    select: new Set(selection),
    patterns: patterns.map((pattern) => (pattern === '' ? '' : decodeName(session, reference + pattern))),
    back: new Set(returns),
    status: returns.includes('STATUS') ? status : undefined,
  };
}
