/** GETMETADATA and SETMETADATA: annotations of mailboxes and of the server (RFC 5464 §4.2, §4.3). */
import { fromStrictUtf8, latin1 } from '../../../base';
import { parseGetMetadata, parseSetMetadata } from '../../../protocol/imap/metadata-program';
import type { Account } from '../../store/account';
import { type Annotations, countAfter, maxAnnotationSize, maxAnnotations } from '../../store/annotations';
import { decodeName } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { type Piece, writePieces } from '../fetch/pieces';
import { bad, no, noSuchMailbox, type Outcome, ok } from '../outcome';
import { international, literalHead, mailboxName, string } from '../output';
import type { ImapSession } from '../session';

export const getMetadata: ImapHandler = (session, { values }) => {
  const { account } = session;
  const parsed = parseGetMetadata(values);
  if (!parsed.ok || !account) return bad(parsed.ok ? 'sign in first' : parsed.error.message);
  const { entries, maxSize, depth } = parsed.value;
  const name = decodeName(session, parsed.value.mailbox);
  const found = annotationsOf(session, account, name);
  if (!found) return noSuchMailbox();
  const chosen: (readonly [string, Uint8Array | undefined])[] = [];
  let longest = 0;
  for (const entry of entriesUnder(found, entries, depth)) {
    const value = found.get(entry);
    if (maxSize !== undefined && value && value.length > maxSize) longest = Math.max(longest, value.length);
    else chosen.push([entry, value]);
  }
  if (chosen.length > 0) {
    const pieces = chosen.flatMap(([entry, value]) => [` ${entry} `, ...valuePieces(session, value)]);
    pieces[0] = ` (${String(pieces[0]).slice(1)}`;
    writePieces(session, [`* METADATA ${shownName(session, account, name)}`, ...pieces, ')\r\n']);
  }
  return ok('done', longest > 0 ? `METADATA LONGENTRIES ${longest}` : undefined);
};

export const setMetadata: ImapHandler = (session, { values }) => {
  const { account, server, news } = session;
  const parsed = parseSetMetadata(values);
  if (!parsed.ok || !account) return bad(parsed.ok ? 'sign in first' : parsed.error.message);
  const { changes } = parsed.value;
  const name = decodeName(session, parsed.value.mailbox);
  const found = annotationsOf(session, account, name);
  if (!found) return noSuchMailbox();
  for (const [entry, value] of changes) {
    if (!/^\/(?:shared|private)\//.test(entry)) return bad('an entry begins with /shared/ or /private/');
    const problem = refusal(name, entry, value);
    if (problem) return problem;
  }
  if (countAfter(found, changes) > maxAnnotations) return no('there are too many entries', 'METADATA TOOMANY');
  const size = changes.reduce((sum, [entry, value]) => sum + entry.length + (value?.length ?? 0), 0);
  if (!account.hasRoom(size, 0)) return no('the quota is used up', 'OVERQUOTA');
  const shared = name === '' ? changes.filter(([entry]) => entry.startsWith('/shared/')) : [];
  if (shared.length > 0) server.store.annotate(shared, news?.watcher);
  account.annotate(name, shared.length > 0 ? changes.filter((one) => !shared.includes(one)) : changes, news?.watcher);
  return ok('done');
};

/** The entries of a mailbox, or with an empty name of the server, those that all share included; undefined when there is no such mailbox. */
function annotationsOf({ server }: ImapSession, account: Account, name: string): Annotations | undefined {
  if (name !== '') return account.find(name)?.annotations;
  return new Map([...server.store.annotations, ...account.annotations]);
}

function refusal(mailbox: string, entry: string, value: Uint8Array | undefined): Outcome | undefined {
  // RFC 5464 §6.2.2.
  if (mailbox === '' && entry === '/shared/admin') return no('that entry cannot be changed', 'NOPERM');
  if (value && value.length > maxAnnotationSize)
    return no('the value is too large', `METADATA MAXSIZE ${maxAnnotationSize}`);
  return undefined;
}

/** The entries asked for, and (§4.2.2) those so many levels below; one that is asked for by name and not there has no value. */
function entriesUnder(found: Annotations, asked: readonly string[], depth: number): ReadonlySet<string> {
  const names = new Set<string>();
  for (const entry of asked) {
    if (found.has(entry) || depth === 0) names.add(entry);
    if (depth === 0) continue;
    for (const other of found.keys()) {
      if (!other.startsWith(`${entry}/`)) continue;
      const below = other.slice(entry.length).split('/').length - 1;
      if (below <= depth) names.add(other);
    }
  }
  return names;
}

const shownName = (session: ImapSession, account: Account, name: string): string =>
  name === '' ? '""' : mailboxName(session, account.canonical(name));

/** `value = nstring / literal8`: a string where the octets are text, else as they are. */
function valuePieces(session: ImapSession, value: Uint8Array | undefined): readonly Piece[] {
  if (!value) return ['NIL'];
  const text = international(session) ? fromStrictUtf8(value) : latin1(value);
  if (text !== undefined && (international(session) || /^[\x01-\x7f]*$/.test(text))) return [string(session, text)];
  return [literalHead(session, value.length, value.includes(0)), value];
}
