/** LIST, with its options, and LSUB (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154, RFC 3501 §6.3.9). */

import { parseList } from '../../../protocol/imap/list-program';
import { matchesPattern } from '../../../protocol/imap/mailbox-name';
import type { ImapValue } from '../../../protocol/imap/value';
import { type Account, delimiter } from '../../store/account';
import { decodeName, mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { oldName } from '../news';
import { bad, no, ok } from '../outcome';
import { mailboxName } from '../output';
import type { ImapSession } from '../session';
import { slices } from '../slices';
import { areStatusItems, statusResponse } from './status';

interface ListRequest {
  readonly select: ReadonlySet<string>;
  readonly patterns: readonly string[];
  readonly back: ReadonlySet<string>;
  readonly status: readonly string[] | undefined;
}

export const list: ImapHandler = async (session, { values }) => {
  const request = readRequest(session, values);
  if (typeof request === 'string' || !session.account)
    return bad(typeof request === 'string' ? request : 'sign in first');
  if (request.patterns.length === 1 && request.patterns[0] === '') {
    session.untagged(`LIST (\\Noselect) "${delimiter}" ""`);
    return ok('done');
  }
  if (request.patterns.some((pattern) => pattern.length > longestPattern) || request.patterns.length > maxPatterns)
    return no('that is more than LIST takes', 'LIMIT');
  const slice = slices();
  for (const name of candidates(session.account)) {
    if (request.patterns.some((pattern) => matchesPattern(name, pattern, delimiter)))
      listOne(session, session.account, name, request);
    const waiting = session.connection.drained() ?? slice.rest();
    if (waiting) await waiting;
    if (session.connection.closed) return 'said';
  }
  return ok('done');
};

/** Names are not longer; and each pattern is tried on each name. */
const longestPattern = 2_000;
const maxPatterns = 1_000;

/** With `%`, names above subscribed ones are \Noselect (RFC 3501 §6.3.9). */
export const lsub: ImapHandler = async (session, { values }) => {
  const [reference, pattern] = values.map((value) => mailboxOf(session, value));
  const { account } = session;
  if (reference === undefined || pattern === undefined || values.length !== 2 || !account)
    return bad('LSUB takes a reference and a pattern');
  const wanted = reference + pattern;
  if (wanted.length > longestPattern) return no('that is more than LSUB takes', 'LIMIT');
  const slice = slices();
  for (const name of candidates(account)) {
    const waiting = session.connection.drained() ?? slice.rest();
    if (waiting) await waiting;
    if (session.connection.closed) return 'said';
    if (!matchesPattern(name, wanted, delimiter)) continue;
    const subscribed = account.subscriptions.has(name);
    if (!subscribed && !(wanted.includes('%') && hasSubscribedBelow(account, name))) continue;
    session.untagged(`LSUB (${subscribed ? '' : '\\Noselect'}) "${delimiter}" ${mailboxName(session, name)}`);
  }
  return ok('done');
};

/** The LIST response that a mailbox has when it is opened (RFC 9051 §6.3.2); with the name that was asked for where that is written otherwise. */
export function listLine(session: ImapSession, account: Account, name: string, asked: string): string {
  const attributes = attributesOf(session, account, name);
  if (account.subscriptions.has(name)) attributes.unshift('\\Subscribed');
  const other = asked !== name && asked.normalize('NFC') === name ? oldName(session, asked) : '';
  return `LIST (${attributes.join(' ')}) "${delimiter}" ${mailboxName(session, name)}${other}`;
}

/** Those that every LIST response has. */
function attributesOf(session: ImapSession, account: Account, name: string): string[] {
  const attributes = [account.hasChildren(name) ? '\\HasChildren' : '\\HasNoChildren'];
  const use = account.mailboxes.get(name)?.specialUse;
  if (use && session.server.has('SPECIAL-USE')) attributes.push(use);
  return attributes;
}

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
  attributes.push(...attributesOf(session, account, name));
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

/** What an option is part of, where that is no part of LIST-EXTENDED. */
const optionNeeds: Readonly<Record<string, string>> = { STATUS: 'LIST-STATUS', 'SPECIAL-USE': 'SPECIAL-USE' };

/** The request, or why it cannot be taken. */
function readRequest(session: ImapSession, values: readonly ImapValue[]): ListRequest | string {
  const parsed = parseList(values);
  if (!parsed.ok) return parsed.error.message;
  const { selection, reference, patterns, returns, status } = parsed.value;
  if (selection.some((option) => !selectOptions.has(option))) return 'LIST has no such selection option';
  if (returns.some((option) => !returnOptions.has(option))) return 'LIST has no such return option';
  if (selection.includes('RECURSIVEMATCH') && !selection.includes('SUBSCRIBED'))
    return 'RECURSIVEMATCH needs SUBSCRIBED';
  const needs = [...selection, ...returns].flatMap((option) => (optionNeeds[option] ? [optionNeeds[option]] : []));
  if (!needs.every((one) => session.server.has(one))) return 'LIST has no such option here';
  if (!areStatusItems(session, status)) return 'STATUS has no such item';
  if (parsed.value.extended && !session.server.has('LIST-EXTENDED')) return 'there is no LIST-EXTENDED here';
  return {
    select: new Set(selection),
    patterns: patterns.map((pattern) => (pattern === '' ? '' : decodeName(session, reference + pattern))),
    back: new Set(returns),
    status: returns.includes('STATUS') ? status : undefined,
  };
}
