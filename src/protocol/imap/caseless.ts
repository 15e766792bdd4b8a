/** Which strings of a MIME structure compare without case: types, encodings, parameter names (RFC 9051 §7.5.2, RFC 2045 §5.1, §6.1). */
import { type ImapValue, itemsOf, textOf } from './value';

/** Those values of a BODY or BODYSTRUCTURE, by identity; what is not in the set compares exactly. */
export function caselessOf(structure: ImapValue): ReadonlySet<ImapValue> {
  const found = new Set<ImapValue>();
  visit(structure, found);
  return found;
}

function visit(structure: ImapValue | undefined, found: Set<ImapValue>): void {
  const fields = itemsOf(structure) ?? [];
  const add = (value: ImapValue | undefined): void => {
    if (value) found.add(value);
  };
  const parameters = (value: ImapValue | undefined): void => {
    (itemsOf(value) ?? []).forEach((item, index) => {
      if (index % 2 === 0) add(item);
    });
  };
  /** Disposition and languages. */
  const extension = (at: number): void => {
    const [type, values] = itemsOf(fields[at]) ?? [];
    add(type);
    parameters(values);
    const languages = fields[at + 1];
    for (const language of itemsOf(languages) ?? [languages]) add(language);
  };
  if (fields[0]?.kind === 'list') {
    const subtype = fields.findIndex((field) => field.kind !== 'list');
    const count = subtype === -1 ? fields.length : subtype;
    for (const part of fields.slice(0, count)) visit(part, found);
    add(fields[count]);
    parameters(fields[count + 1]);
    extension(count + 2);
    return;
  }
  add(fields[0]);
  add(fields[1]);
  parameters(fields[2]);
  add(fields[5]);
  const type = textOf(fields[0])?.toLowerCase();
  const message = type === 'message' && fields[7]?.kind === 'list';
  if (message) visit(fields[8], found);
  extension(message ? 11 : type === 'text' ? 9 : 8);
}
