/** Checks of what stands in the brackets of `BODY[…]` and `BINARY[…]` (RFC 9051 §6.4.5.1, §9: section-spec). */
import { nearest } from '../../../base';
import { type Correction, replacing } from '../../correction';
import { isOpaque } from '../../opaque';
import type { Arguments } from './arguments';

const texts: readonly string[] = ['HEADER', 'HEADER.FIELDS', 'HEADER.FIELDS.NOT', 'TEXT', 'MIME'];

/** What is wrong with a section; offsets in its text. */
interface Fault {
  readonly from: number;
  readonly length: number;
  readonly message: string;
  readonly fix?: Correction;
}

/**
 * `section-spec = section-msgtext / (section-part ["." section-text])`. `text` begins at `start`; `partsOnly` is the item that takes
 * part numbers and nothing else (BINARY).
 */
export function checkSection(args: Arguments, text: string, start: number, partsOnly: string | undefined): void {
  if (text === '' || isOpaque(text)) return;
  const fault = partsFault(text, start, partsOnly);
  if (!fault) return;
  const { from, length, message, fix } = fault;
  const end = start + from + Math.max(length, 1);
  args.report('bad-section', start + from, end, { message, ...(fix ? { fix } : {}) });
}

function partsFault(text: string, start: number, partsOnly: string | undefined): Fault | undefined {
  const parts = /^\d[\d.]*/.exec(text)?.[0] ?? '';
  const whole = { from: 0, length: parts.length };
  if (parts !== '' && parts.split('.').some((part) => part.startsWith('0'))) {
    return { ...whole, message: 'parts are numbered from 1' };
  }
  if (parts.includes('..')) return { ...whole, message: 'two dots stand together' };
  const rest = text.slice(parts.length);
  if (rest === '') {
    if (!parts.endsWith('.')) return undefined;
    const at = start + parts.length - 1;
    const message = 'a part number, or a name, is missing behind the dot';
    return { from: parts.length - 1, length: 1, message, fix: replacing('Remove the dot', at, at + 1, '') };
  }
  const behind = { from: parts.length, length: rest.length };
  if (parts !== '' && !parts.endsWith('.')) return { ...behind, message: 'a dot stands between part and name' };
  if (partsOnly) return { ...behind, message: `${partsOnly} takes part numbers only` };
  return textFault(rest, parts, start);
}

/** `section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"`, and MIME behind a part. */
function textFault(rest: string, parts: string, start: number): Fault | undefined {
  const from = parts.length;
  const name = /^[^ (]*/.exec(rest)?.[0] ?? '';
  const upper = name.toUpperCase();
  const named = { from, length: name.length };
  if (!texts.includes(upper)) {
    if (/^(HEADER|TEXT|MIME)\.\d/.test(upper)) {
      return { ...named, message: 'part numbers stand before the name: 1.TEXT' };
    }
    const at = start + from;
    const near = nearest(upper, texts);
    const message = `${name || rest} is no section${near ? `; did you mean ${near}?` : ''}`;
    return { ...named, message, ...(near ? { fix: replacing(`Replace by ${near}`, at, at + name.length, near) } : {}) };
  }
  if (upper === 'MIME' && parts === '') return { ...named, message: 'MIME needs a part number before it: 1.MIME' };
  const list = rest.slice(name.length);
  const listed = { from: from + name.length, length: list.length };
  if (!upper.startsWith('HEADER.FIELDS')) {
    return list === '' ? undefined : { ...listed, message: `${upper} takes nothing behind it` };
  }
  if (list === '') return { ...named, message: `${upper} needs header field names: ${upper} (FROM TO)` };
  const inner = /^ +\(([^()]*)\)$/.exec(list)?.[1];
  if (inner === undefined) {
    return { ...listed, message: 'the header field names stand in parentheses behind a space' };
  }
  if (inner.trim() === '') return { ...listed, message: 'a header field name is missing' };
  const colon = inner.indexOf(':');
  if (colon === -1) return undefined;
  const at = from + name.length + list.indexOf('(') + 1 + colon;
  const fix = replacing('Remove the colon', start + at, start + at + 1, '');
  return { from: at, length: 1, message: 'header field names have no colon here', fix };
}
