/** Puts one member into a JSON text and leaves every other octet as it is: order, indentation, line ends. */
import { err, ok, type Result } from '../base';

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edit that sets the member at `path` (keys from the outside in) to `value`: a member that is there gets the new value, one that is
 * not is added as the last, in the text's own indentation; objects on the way that are missing are made. The text must be JSON, and
 * what lies on the way objects.
 */
export function setMember(text: string, path: readonly string[], value: unknown): Result<TextEdit, string> {
  try {
    JSON.parse(text);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  let at = skipSpace(text, 0);
  for (const [depth, key] of path.entries()) {
    if (text[at] !== '{') return err(`${path.slice(0, depth).join('.') || 'the file'} is no object`);
    const { members, close } = membersOf(text, at);
    // of a key that comes twice JSON.parse takes the last
    const found = members.findLast((member) => member.key === key);
    const rest = path.slice(depth + 1);
    if (!found) {
      const nested = rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
      return ok(added(text, { open: at, members, close, key, value: nested, unit, eol }));
    }
    if (rest.length === 0) {
      const written = indented(JSON.stringify(value, undefined, unit), indentAt(text, found.keyStart), eol);
      return ok({ start: found.start, end: found.end, text: written });
    }
    at = found.start;
  }
  return err('no member is named');
}

/** The text after an edit. */
export const applyEdit = (text: string, edit: TextEdit): string =>
  text.slice(0, edit.start) + edit.text + text.slice(edit.end);

interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly start: number;
  readonly end: number;
}

interface Addition {
  readonly open: number;
  readonly members: readonly Member[];
  readonly close: number;
  readonly key: string;
  readonly value: unknown;
  readonly unit: string;
  readonly eol: string;
}

function added(text: string, { open, members, close, key, value, unit, eol }: Addition): TextEdit {
  const last = members.at(-1);
  const outer = indentAt(text, open);
  const inner = last && text.slice(open, last.keyStart).includes('\n') ? indentAt(text, last.keyStart) : outer + unit;
  const member = `${JSON.stringify(key)}: ${indented(JSON.stringify(value, undefined, unit), inner, eol)}`;
  if (!last) return { start: open, end: close + 1, text: `{${eol}${inner}${member}${eol}${outer}}` };
  const oneLine = !text.slice(open, close).includes('\n');
  const behind = oneLine ? `${eol}${outer}` : text.slice(last.end, close);
  return { start: last.end, end: close, text: `,${eol}${inner}${member}${behind}` };
}

const indented = (json: string, indent: string, eol: string): string => json.replaceAll('\n', eol + indent);

/** The white space that the line of `at` begins with. */
function indentAt(text: string, at: number): string {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, at))?.[0] ?? '';
}

function membersOf(text: string, open: number): { readonly members: readonly Member[]; readonly close: number } {
  const members: Member[] = [];
  let at = skipSpace(text, open + 1);
  while (text[at] !== '}') {
    const keyStart = at;
    const keyEnd = skipString(text, keyStart);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, start);
    members.push({ key: JSON.parse(text.slice(keyStart, keyEnd)) as string, keyStart, start, end });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return { members, close: at };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  return at;
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Behind the value that begins at `from`; the text is known to be JSON. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const character = text[at] ?? '';
    if (character === '"') at = skipString(text, at);
    else if (/[{[]/.test(character)) {
      depth++;
      at++;
    } else if (/[}\]]/.test(character)) {
      depth--;
      at++;
    } else if (depth > 0) at++;
    else while (at < text.length && !/[,}\]\s]/.test(text[at] ?? '')) at++;
  } while (depth > 0);
  return at;
}
