/** Parses one framed client command into tag, name and generic arguments (RFC 9051 §2.2.1): the server's side. */
import { type Range, range } from '../../base';
import type { Finding } from '../finding';
import { type ImapPart, sizeOfParts } from './part';
import { cursorOver, note, readValues, skipSpace, word } from './scan';
import { isTag } from './tags';
import type { ImapValue } from './value';

export interface ParsedCommand {
  /** As sent; empty when the line has none. */
  readonly tag: string;
  /** Upper case; `UID FETCH` and the like are one name. Empty when the line has none. */
  readonly name: string;
  /** Of the name, `UID` included. */
  readonly nameRange: Range;
  readonly args: readonly ImapValue[];
  /** What breaks the grammar: a server answers BAD when there is any of kind `broken`. */
  readonly problems: readonly Finding[];
  readonly range: Range;
}

/** Parses the parts of a `command` frame; `tagged`: it begins with a tag. Never throws; ranges are octets from the frame's start. */
export function parseCommand(parts: readonly ImapPart[], tagged = true): ParsedCommand {
  const cursor = cursorOver(parts, true);
  const tag = tagged ? word(cursor) : '';
  if (tagged && tag === '') note(cursor, 'empty-command', 0, cursor.end);
  else if (tagged && !isTag(tag)) note(cursor, 'bad-client-tag', 0, tag.length);
  if (tagged) skipSpace(cursor);
  const start = cursor.at;
  let name = word(cursor).toUpperCase();
  let end = cursor.at;
  if (name === 'UID') {
    skipSpace(cursor);
    name = `UID ${word(cursor).toUpperCase()}`;
    end = cursor.at;
  }
  if ((tag !== '' || !tagged) && (name === '' || name === 'UID ')) note(cursor, 'missing-command', start, cursor.end);
  const args = readValues(cursor);
  return {
    tag,
    name: name.trim(),
    nameRange: range(start, end),
    args,
    problems: cursor.findings ?? [],
    range: range(0, sizeOfParts(parts)),
  };
}
