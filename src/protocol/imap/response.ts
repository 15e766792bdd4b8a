/** Parses one framed server response into a generic tree with ranges (RFC 9051 §7); what breaks the grammar is noted and passed over. */
import { type Range, range } from '../../base';
import type { Finding } from '../finding';
import { type ImapPart, sizeOfParts } from './part';
import { findQuirks } from './quirks';
import { type Cursor, cursorOver, decode, note, readValues, skipSpace, word } from './scan';
import type { ImapValue } from './value';

export interface ImapCode {
  /** Upper case; empty for `[]`. */
  readonly name: string;
  readonly values: readonly ImapValue[];
  /** Brackets included. */
  readonly range: Range;
}

export interface ImapResponse {
  readonly kind: 'tagged' | 'untagged' | 'continuation';
  /** Of a tagged response, as it was sent. */
  readonly tag?: string | undefined;
  /** In upper case: `OK`, `LIST`, `FETCH`, …; `+` for a continuation; empty when the line says nothing. */
  readonly name: string;
  /** The number in front of the name: of `EXISTS`, `FETCH`, `EXPUNGE`, ….  */
  readonly number?: number | undefined;
  /** The response code of a status response (RFC 9051 §7.1). */
  readonly code?: ImapCode | undefined;
  /** Human text of a status response; what a continuation says behind `+ ` (text or base64). */
  readonly text?: string | undefined;
  /** What follows the name; empty for status responses and continuations. */
  readonly values: readonly ImapValue[];
  /** The whole frame. */
  readonly range: Range;
  readonly findings: readonly Finding[];
}

const SPACE = 32;
const OPEN_BRACKET = 91;
const nowhere = range(0, 0);
const noFindings: readonly Finding[] = [];
const noValues: readonly ImapValue[] = [];
const statuses: ReadonlySet<string> = new Set(['OK', 'NO', 'BAD', 'BYE', 'PREAUTH']);
const tagStatuses: ReadonlySet<string> = new Set(['OK', 'NO', 'BAD']);

export const isStatus = (name: string): boolean => statuses.has(name);

/** One shape for every response keeps the objects of a large FETCH cheap. */
type Draft = { -readonly [Field in keyof ImapResponse]-?: ImapResponse[Field] };

/**
 * Parses the parts of one `response` frame. Never throws; ranges are octets from the frame's start.
 *
 *     response      = *(continue-req / response-data) response-done     ; RFC 9051 §9
 */
export function parseResponse(parts: readonly ImapPart[]): ImapResponse {
  const cursor = cursorOver(parts);
  const draft: Draft = {
    kind: 'untagged',
    tag: undefined,
    name: '',
    number: undefined,
    code: undefined,
    text: undefined,
    values: noValues,
    range: nowhere,
    findings: noFindings,
  };
  const first = word(cursor);
  if (first === '*') untagged(cursor, draft);
  else if (first.startsWith('+')) continuation(cursor, draft, first);
  else tagged(cursor, draft, first);
  const whole = cursor.part >= parts.length - 1;
  draft.range = range(0, whole ? cursor.base + cursor.text.length : sizeOfParts(parts));
  findQuirks(draft, cursor);
  if (cursor.findings) draft.findings = cursor.findings;
  return draft;
}

/** `response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data / capability-data / …) CRLF` */
function untagged(cursor: Cursor, draft: Draft): void {
  skipSpace(cursor);
  const start = cursor.at;
  let name = word(cursor);
  const digit = name.charCodeAt(0);
  if (digit >= 48 && digit <= 57 && /^\d+$/.test(name)) {
    draft.number = Number(name);
    skipSpace(cursor);
    name = word(cursor);
  }
  if (name === '') note(cursor, 'missing-name', start, cursor.end);
  draft.name = name.toUpperCase();
  if (statuses.has(draft.name)) statusText(cursor, draft);
  else draft.values = readValues(cursor);
}

/** `response-tagged = tag SP resp-cond-state CRLF` */
function tagged(cursor: Cursor, draft: Draft, tag: string): void {
  draft.kind = 'tagged';
  draft.tag = tag;
  if (tag === '' && cursor.at === cursor.end) note(cursor, 'empty-response', 0, cursor.end);
  else if (tag === '' || /[\x00-\x20\x7f-\xff(){%*"\\+]/.test(tag)) note(cursor, 'bad-tag', 0, tag.length);
  skipSpace(cursor);
  const start = cursor.at;
  draft.name = word(cursor).toUpperCase();
  if (draft.name === '' && tag !== '') note(cursor, 'missing-name', start, cursor.end);
  else if (draft.name !== '' && !tagStatuses.has(draft.name)) note(cursor, 'bad-tagged-status', start, cursor.at);
  if (statuses.has(draft.name)) statusText(cursor, draft);
  else draft.values = readValues(cursor);
}

/** `continue-req = "+" SP (resp-text / base64) CRLF` */
function continuation(cursor: Cursor, draft: Draft, first: string): void {
  draft.kind = 'continuation';
  draft.name = '+';
  if (first.length > 1 || cursor.at === cursor.end) note(cursor, 'bare-continuation', 0, 1);
  cursor.at = 1;
  statusText(cursor, draft);
}

/**
 * `resp-text = ["[" resp-text-code "]" SP] [text]`, the SP before it included. RFC 3501 §9 has text as due, RFC 9051 §9 has it
 * optional: what both forbid is leaving out the SP as well.
 */
function statusText(cursor: Cursor, draft: Draft): void {
  draft.text = '';
  if (cursor.at === cursor.end) {
    if (draft.kind !== 'continuation') note(cursor, 'missing-text', cursor.at, cursor.at);
    return;
  }
  if (cursor.bytes[cursor.at] === SPACE) cursor.at++;
  if (cursor.bytes[cursor.at] !== OPEN_BRACKET || cursor.at === cursor.end) {
    draft.text = restOf(cursor);
    return;
  }
  const start = cursor.base + cursor.at;
  cursor.at++;
  const [first, ...values] = readValues(cursor, true);
  const closed = cursor.at < cursor.end;
  draft.code = {
    name: first?.kind === 'atom' ? first.text.toUpperCase() : '',
    values: first && first.kind !== 'atom' ? [first, ...values] : values,
    range: range(start, cursor.base + cursor.at + (closed ? 1 : 0)),
  };
  if (!closed) {
    note(cursor, 'unclosed-code', cursor.at, cursor.at);
    return;
  }
  if (!first) note(cursor, 'empty-code', cursor.at - 1, cursor.at + 1);
  cursor.at++;
  if (cursor.at === cursor.end) note(cursor, 'missing-text', cursor.at, cursor.at);
  else if (cursor.bytes[cursor.at] === SPACE) cursor.at++;
  else note(cursor, 'no-space-after-code', cursor.at, cursor.at);
  draft.text = restOf(cursor);
}

function restOf(cursor: Cursor): string {
  const { text } = decode(cursor, cursor.text.slice(cursor.at, cursor.end), cursor.at);
  cursor.at = cursor.end;
  return text;
}
