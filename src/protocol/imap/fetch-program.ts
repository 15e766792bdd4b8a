/** The arguments of FETCH: the set, items with sections and partials, modifiers (RFC 9051 §6.4.5). */
import { type Parsed, parseArguments, type Reader, readerOf } from './arguments';
import { fetchItemNamed, fetchMacros } from './fetch-items';
import type { SequenceSet } from './sequence-set';
import type { ImapValue } from './value';

/** `[1.2.HEADER.FIELDS (FROM TO)]` (RFC 9051 §6.4.5.1). */
export interface FetchSection {
  /** The part's numbers; empty for the message itself. */
  readonly part: readonly number[];
  /** What of it; undefined for the whole. */
  readonly text: 'HEADER' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT' | 'TEXT' | 'MIME' | undefined;
  /** Header field names, as sent. */
  readonly fields: readonly string[];
}

export interface FetchRequest {
  /** Upper case, without `.PEEK`: the name that the response has. */
  readonly name: string;
  /** \Seen is not to be set. */
  readonly peek: boolean;
  readonly section?: FetchSection;
  /** `<start.length>`, in octets. */
  readonly partial?: { readonly start: number; readonly length: number };
  /** The item's name in the response: `BODY[HEADER.FIELDS (FROM)]<0>`. */
  readonly label: string;
}

export interface FetchProgram {
  readonly set: SequenceSet;
  readonly items: readonly FetchRequest[];
  /** RFC 7162 §3.1.4.1. */
  readonly changedSince?: number;
  /** RFC 7162 §3.2.6. */
  readonly vanished: boolean;
}

/** `fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" … ")") [fetch-modifiers]` */
export const parseFetch = (args: readonly ImapValue[]): Parsed<FetchProgram> =>
  parseArguments(args, (reader) => {
    const set = reader.sequenceSet('the sequence set');
    const asked = reader.take('what to fetch');
    const items: FetchRequest[] = [];
    if (asked.kind === 'list') {
      const list = readerOf(asked.items);
      if (!list.next) reader.refuse('nothing is asked for', asked);
      while (list.next) items.push(itemOf(list));
    } else {
      const macro = asked.kind === 'atom' ? fetchMacros[asked.text.toUpperCase()] : undefined;
      if (macro) items.push(...macro.map((name) => ({ name, peek: true, label: name })));
      else items.push(itemOf(readerOf([asked])));
    }
    const modifiers =
      reader.next?.kind === 'list' ? fetchModifiers(readerOf(reader.list('the modifiers'))) : { vanished: false };
    reader.end();
    return { set, items, ...modifiers };
  });

function fetchModifiers(reader: Reader): Pick<FetchProgram, 'changedSince' | 'vanished'> {
  let changedSince: number | undefined;
  let vanished = false;
  while (reader.next) {
    if (reader.keyword('VANISHED')) vanished = true;
    else if (reader.keyword('CHANGEDSINCE')) changedSince = reader.number('the mod-sequence');
    else reader.refuse('this is no modifier of FETCH', reader.next);
  }
  return { vanished, ...(changedSince === undefined ? {} : { changedSince }) };
}

const itemPattern = /^([A-Z0-9.-]+)(?:\[(.*)\])?(?:<(\d{1,15})\.(\d{1,15})>)?$/is;

function itemOf(reader: Reader): FetchRequest {
  const value = reader.take('an item');
  const found = value.kind === 'atom' ? itemPattern.exec(value.text) : null;
  const row = fetchItemNamed(found?.[1] ?? '');
  if (!found || !row || row.use === 'macro') return reader.refuse('this is no item of FETCH', value);
  const [, , inside, start, length] = found;
  if (inside === undefined) {
    if (row.section === 'parts' || start !== undefined) return reader.refuse(`${row.name} needs a [section]`, value);
    // (LAZY) behind PREVIEW: the server may always take the time (RFC 8970 §4.1).
    if (row.name === 'PREVIEW' && reader.next?.kind === 'list') reader.list('the modifiers of PREVIEW');
    // RFC822 and RFC822.TEXT set \Seen; RFC822.HEADER does not (RFC 3501 §6.4.5).
    return { name: row.name, peek: row.name !== 'RFC822' && row.name !== 'RFC822.TEXT', label: row.name };
  }
  if (row.section === 'none') return reader.refuse(`${row.name} takes no [section]`, value);
  const section = sectionOf(inside);
  if (!section) return reader.refuse(`[${inside}] is no section`, value);
  const name = row.answer ?? row.name;
  if (name !== 'BODY' && section.text) return reader.refuse(`${row.name} takes part numbers only`, value);
  if (length !== undefined && Number(length) === 0) return reader.refuse('a partial of no octets', value);
  const peek = row.use === 'request' || name === 'BINARY.SIZE';
  const partial = start === undefined ? {} : { partial: { start: Number(start), length: Number(length) } };
  const label = `${name}[${printSection(section)}]${start === undefined ? '' : `<${Number(start)}>`}`;
  return { name, peek, section, ...partial, label };
}

const sectionPattern =
  /^((?:[1-9]\d{0,8}\.)*[1-9]\d{0,8})?(?:(^|\.)(HEADER|TEXT|MIME|HEADER\.FIELDS(?:\.NOT)?)( +\((.*)\))?)?$/is;

/** `section-spec = section-msgtext / (section-part ["." section-text])`; MIME needs a part, HEADER.FIELDS names. */
function sectionOf(inside: string): FetchSection | undefined {
  const found = sectionPattern.exec(inside.trim());
  if (!found) return undefined;
  const [, part, dot, name, , list] = found;
  if (name !== undefined && (part === undefined) !== (dot === '')) return undefined;
  const text = name?.toUpperCase() as FetchSection['text'];
  const withFields = text?.startsWith('HEADER.FIELDS') ?? false;
  if (withFields !== (list !== undefined) || (text === 'MIME' && part === undefined)) return undefined;
  const fields = (list ?? '').match(/"(?:[^"\\]|\\.)*"|[^ ()"]+/g) ?? [];
  if (withFields && fields.length === 0) return undefined;
  return { part: part?.split('.').map(Number) ?? [], text, fields: fields.map(unquote) };
}

const unquote = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text);

/** The section as it stands between the brackets. */
export function printSection({ part, text, fields }: FetchSection): string {
  const names =
    fields.length > 0
      ? ` (${fields.map((field) => (/^[^\x00-\x20\x7f-\uffff(){%*"\\\]]+$/.test(field) ? field : `"${field.replace(/["\\]/g, '\\$&')}"`)).join(' ')})`
      : '';
  return [...part.map(String), ...(text ? [text] : [])].join('.') + names;
}
