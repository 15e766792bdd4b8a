/** Deviations of servers that are known from practice and only show in a response's meaning, each found by name. */
import { range } from '../../base';
import type { ImapResponse } from './response';
import { finding, type ImapRule } from './rules';
import type { Cursor } from './scan';
import type { ImapValue } from './value';

/** Notes what is amiss in the parsed response; changes nothing in it. */
export function findQuirks(response: ImapResponse, cursor: Cursor): void {
  if (response.kind !== 'untagged') return;
  const { name, number, values } = response;
  const where = cursor.base + cursor.end;
  const say = (rule: ImapRule, value?: ImapValue): void => {
    cursor.findings ??= [];
    if (cursor.findings.length < 50) cursor.findings.push(finding(rule, value?.range ?? range(where, where)));
  };
  const numbered = numberedNames.has(name);
  if (numbered && number === undefined) say('missing-number');
  else if (!numbered && number !== undefined && plainNames.has(name)) say('needless-number');
  switch (name) {
    case 'FETCH':
      if (isList(values[0], say)) fetchQuirks(values[0].items, say);
      break;
    case 'FLAGS':
      isList(values[0], say);
      break;
    case 'LIST':
    case 'LSUB':
    case 'XLIST':
      isList(values[0], say);
      if (!isDelimiter(values[1])) say(values[1] ? 'bad-delimiter' : 'value-expected', values[1]);
      if (!values[2] || values[2].kind === 'list') say('value-expected', values[2]);
      break;
    case 'STATUS':
      if (!values[0] || values[0].kind === 'list') say('value-expected', values[0]);
      if (isList(values[1], say)) pairs(values[1].items, say);
      break;
    case 'SEARCH':
    case 'SORT':
      for (const value of values) {
        if (value.kind !== 'list' && !(value.kind === 'atom' && /^\d+$/.test(value.text))) say('bad-number', value);
      }
      break;
  }
}

const numberedNames: ReadonlySet<string> = new Set(['EXISTS', 'RECENT', 'EXPUNGE', 'FETCH']);
const plainNames: ReadonlySet<string> = new Set([
  'LIST',
  'LSUB',
  'STATUS',
  'SEARCH',
  'ESEARCH',
  'CAPABILITY',
  'FLAGS',
  'OK',
  'NO',
  'BAD',
  'BYE',
]);

type Say = (rule: ImapRule, value?: ImapValue) => void;

function isList(value: ImapValue | undefined, say: Say): value is ImapValue & { kind: 'list' } {
  if (value?.kind === 'list') return true;
  say(value?.kind === 'nil' ? 'nil-for-list' : 'list-expected', value);
  return false;
}

const isDelimiter = (value: ImapValue | undefined): boolean =>
  value?.kind === 'nil' || (value?.kind === 'string' && value.form === 'quoted' && value.text.length === 1);

function pairs(items: readonly ImapValue[], say: Say): void {
  if (items.length % 2 === 1) say('odd-pairs', items[items.length - 1]);
}

/** `msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP …) ")"`: names, each with one value (RFC 9051 §7.5.2). */
function fetchQuirks(items: readonly ImapValue[], say: Say): void {
  pairs(items, say);
  for (let i = 0; i + 1 < items.length; i += 2) {
    const name = items[i];
    const value = items[i + 1];
    if (name?.kind !== 'atom' || !value) continue;
    switch (name.text) {
      case 'FLAGS':
        isList(value, say);
        break;
      case 'UID':
      case 'RFC822.SIZE':
        if (value.kind !== 'atom' || !isDigits(value.text)) say('bad-number', value);
        break;
      case 'ENVELOPE':
        if (value.kind === 'list') envelopeQuirks(value.items, value, say);
        else say('list-expected', value);
        break;
      case 'BODY':
      case 'BODYSTRUCTURE':
        if (value.kind === 'list') structureQuirks(value.items, say);
        break;
    }
  }
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const octet = text.charCodeAt(i);
    if (octet < 48 || octet > 57) return false;
  }
  return text.length > 0;
}

function envelopeQuirks(items: readonly ImapValue[], envelope: ImapValue, say: Say): void {
  if (items.length !== 10) say('short-envelope', envelope);
  for (let field = 2; field < 8; field++) {
    const addresses = items[field];
    if (addresses?.kind !== 'list') continue;
    for (let i = 1; i < addresses.items.length; i++) {
      const before = addresses.items[i - 1];
      const address = addresses.items[i];
      if (before && address && before.range.end < address.range.start) say('space-between-addresses', address);
    }
  }
}

/** `body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets` (RFC 9051 §9). */
function structureQuirks(items: readonly ImapValue[], say: Say): void {
  if (items[0]?.kind === 'list') {
    for (const part of items) {
      if (part.kind !== 'list') break;
      structureQuirks(part.items, say);
    }
    return;
  }
  if (items[5]?.kind === 'nil') say('nil-encoding', items[5]);
  if (items[6]?.kind === 'nil') say('missing-size', items[6]);
}
