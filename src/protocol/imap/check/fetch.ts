/** Checks of FETCH's items, sections, partials and modifiers (RFC 9051 §6.4.5, §9: fetch-att). */
import { nearest } from '../../../base';
import { replacing } from '../../correction';
import { fetchModifiers } from '../command-options';
import { type FetchItem, fetchItemNamed, fetchItems, fetchMacros } from '../fetch-items';
import type { ImapAtom } from '../value';
import {
  type Arguments,
  asAtom,
  type Check,
  inside,
  isUnknown,
  list,
  number,
  peek,
  take,
  unknown,
  wrong,
} from './arguments';
import { checkSection } from './section';

const requested: readonly string[] = fetchItems.filter((row) => row.use !== 'response').map((row) => row.name);
const listed: readonly string[] = fetchItems
  .filter((row) => row.use === 'item' || row.use === 'request')
  .map((row) => row.name);

/** `"ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")"` */
export const fetchAttributes: Check = (args) => {
  const asked = take(args, 'what to fetch');
  if (!asked || isUnknown(asked)) return;
  if (asked.kind === 'list') {
    if (asked.items.length === 0) return wrong(args, asked, 'nothing is asked for');
    const items = inside(args, asked);
    while (peek(items)) item(items, true);
    return;
  }
  args.at--;
  const first = args.at;
  item(args, false);
  // Several items without parentheses: each that is one belongs to them.
  const next = asAtom(peek(args));
  if (!next || !fetchItemNamed(next.text) || isUnknown(next)) return;
  const last = args.items.findLast((value) => value.kind === 'atom') ?? next;
  const from = args.items[first]?.range.start ?? next.range.start;
  args.report('unexpected-argument', next.range.start, last.range.end, {
    message: 'several items stand in parentheses',
    fix: {
      title: 'Put the items in parentheses',
      edits: [
        { range: { start: from, end: from }, text: '(' },
        { range: { start: last.range.end, end: last.range.end }, text: ')' },
      ],
    },
  });
  args.at = args.items.indexOf(last) + 1;
};

function item(args: Arguments, inList: boolean): void {
  const value = take(args, 'an item of FETCH');
  if (!value || isUnknown(value)) return;
  if (value.kind !== 'atom') {
    wrong(args, value, 'an item of FETCH is to be an atom');
    return;
  }
  const { text } = value;
  const name = /^[^[<]*/.exec(text)?.[0] ?? '';
  const row = fetchItemNamed(name);
  if (!row || row.use === 'response') {
    if (/^X/i.test(name)) return;
    const place = { range: { start: value.range.start, end: value.range.start + name.length } };
    unknown(
      args,
      'unknown-fetch-item',
      place,
      name,
      inList ? listed : requested,
      `${name || text} is no item of FETCH`,
    );
    return;
  }
  if (row.use === 'macro') {
    if (inList) macroInList(args, value, row.name);
    else if (text.length > name.length) wrong(args, value, `${row.name} is a macro and takes nothing more`);
    return;
  }
  checkRest(args, value, row, name.length);
  // (LAZY) behind PREVIEW (RFC 8970 §3.1); entries and attributes behind ANNOTATION (RFC 5257 §4.3).
  if ((row.name === 'PREVIEW' || row.name === 'ANNOTATION') && peek(args)?.kind === 'list') args.at++;
}

function macroInList(args: Arguments, { range }: ImapAtom, name: string): void {
  const items = fetchMacros[name]?.join(' ') ?? '';
  args.report('macro-in-list', range.start, range.end, {
    message: `${name} is a macro: it stands alone, not in a list`,
    fix: replacing(`Write ${items}`, range.start, range.end, items),
  });
}

/** What follows an item's name: `[section]<partial>`. */
function checkRest(args: Arguments, { text, range }: ImapAtom, row: FetchItem, from: number): void {
  const rest = text.slice(from);
  const at = range.start + from;
  if (rest === '') {
    if (row.section !== 'parts') return;
    const message = `${row.name} needs a section in brackets`;
    args.report('bad-section', range.start, range.end, {
      message,
      fix: replacing(`Write ${row.name}[]`, at, at, '[]'),
    });
    return;
  }
  if (row.section === 'none' || rest.startsWith('<')) {
    const message = row.section === 'none' ? `${row.name} takes no section` : 'a partial stands behind a section';
    args.report('bad-section', at, range.end, { message, fix: replacing('Remove it', at, range.end, '') });
    return;
  }
  const close = sectionEnd(rest);
  if (close === -1) return;
  const partsOnly = row.name.startsWith('BINARY') ? row.name : undefined;
  checkSection(args, rest.slice(1, close), at + 1, partsOnly);
  const partial = rest.slice(close + 1);
  if (partial !== '') checkPartial(args, partial, at + close + 1, row.name);
}

/** Where the bracket closes; strings in it may hold brackets. */
function sectionEnd(rest: string): number {
  let quoted = false;
  for (let i = 1; i < rest.length; i++) {
    const character = rest[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (character === ']' && !quoted) return i;
  }
  return -1;
}

/** `partial = "<" number64 "." nz-number64 ">"` */
function checkPartial(args: Arguments, partial: string, start: number, name: string): void {
  const found = /^<(\d{1,19})\.(\d{1,19})>$/.exec(partial);
  const end = start + partial.length;
  if (name === 'BINARY.SIZE') {
    const message = 'BINARY.SIZE takes no partial';
    args.report('bad-partial', start, end, { message, fix: replacing('Remove it', start, end, '') });
  } else if (!found) {
    const only = /^<\d+>$/.test(partial);
    const message = only ? 'a partial says how many octets, too: <0.1024>' : 'a partial is written <0.1024>';
    args.report('bad-partial', start, end, { message });
  } else if (/^0+$/.test(found[2] ?? '')) {
    args.report('bad-partial', start, end, { message: 'a partial has one octet at least' });
  }
}

const modifiers: readonly string[] = fetchModifiers.map((row) => row.name);

/** `fetch-modifiers = SP "(" fetch-modifier *(SP fetch-modifier) ")"` (RFC 7162 §7) */
export const fetchModifierList: Check = (args) => {
  if (!peek(args)) return;
  list('the modifiers of FETCH', (items) => {
    while (peek(items)) modifier(items);
  })(args);
};

function modifier(args: Arguments): void {
  const value = take(args, 'a modifier');
  if (!value || isUnknown(value)) return;
  const written = value.kind === 'atom' ? value.text.toUpperCase() : '';
  const name = modifiers.includes(written) ? written : (nearest(written, modifiers) ?? '');
  if (name !== written || name === '') {
    unknown(args, 'unknown-option', value, written, modifiers, `${written || 'this'} is no modifier of FETCH`);
  }
  if (name === 'CHANGEDSINCE') number('the mod-sequence')(args);
  else if (name === 'PARTIAL') take(args, 'the range of PARTIAL');
}
