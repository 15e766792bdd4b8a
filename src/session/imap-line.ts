/** An IMAP command line: its tag, its name, and its literals as stages that wait for `+` (RFC 9051 §2.2, §4.3). */
import { concat, utf8 } from '../base';
import { commandOf } from '../protocol/imap/commands';
import { announcedLiteral, type LiteralAnnouncement } from '../protocol/imap/literal-announcement';
import type { ImapPart } from '../protocol/imap/part';
import { isExplicitTag } from '../protocol/imap/tags';
import type { Asking, Line, Piece } from './conversation';
import { firstText } from './line-bytes';

export interface CommandHead {
  readonly tag: string | undefined;
  /** In upper case; `UID FETCH` is one name. */
  readonly name: string;
  /** Whether the server may ask for more with `+`: IDLE, AUTHENTICATE, and what we do not know. */
  readonly continuable: boolean;
}

/** Reads the beginning of a line. */
export function commandHead(line: Line): CommandHead {
  const [first = '', second = '', third = ''] = firstText(line.segments)
    .slice(0, 512)
    .split(/[ \t\r\n]+/);
  const tagged = isExplicitTag(first, second);
  const words = tagged ? [second, third] : [first, second];
  const row = commandOf(words);
  return {
    tag: tagged ? first : undefined,
    name: row?.name ?? (words[0] ?? '').toUpperCase(),
    continuable: row === undefined || row.continuation !== 'none',
  };
}

export interface Staged {
  readonly stages: readonly (readonly Piece[])[];
  /** The octets up to the first literal, for messages. */
  readonly first: string;
  /** A literal announced by hand at the end, whose octets the next lines bring. */
  readonly open: { readonly size: number; readonly sync: boolean } | undefined;
}

/** Lays a line out: literals counted, a new stage after each one that waits for the server. `tag` is put in front. */
export function stagesOf(line: Line, tag: string | undefined, asking: Asking): Staged {
  const [only] = line.segments;
  if (line.segments.length === 1 && only?.kind === 'text') {
    const content = tag === undefined ? `${only.text}\r\n` : `${tag} ${only.text}\r\n`;
    const role = asking.role ?? 'command';
    return {
      stages: [[{ content, role, shown: asking.shown, note: asking.note }]],
      first: content,
      open: literalAtEnd(content),
    };
  }
  const stages: Piece[][] = [[]];
  let text = tag === undefined ? '' : `${tag} `;
  let first: string | undefined;
  const add = (piece: Piece): void => {
    stages.at(-1)?.push(piece);
  };
  const flush = (): string => {
    const content = text;
    first ??= content;
    add({ content, role: asking.role ?? 'command', shown: asking.shown, note: asking.note });
    text = '';
    return content;
  };
  for (const segment of line.segments) {
    if (segment.kind === 'text') {
      text += segment.text;
      continue;
    }
    const { nonSync, literal8 } = segment.form;
    text += `${literal8 ? '~' : ''}{${segment.bytes.length}${nonSync ? '+' : ''}}\r\n`;
    flush();
    if (!nonSync) stages.push([]);
    add({ content: segment.bytes, role: 'literal', note: `a literal of ${segment.bytes.length} octets` });
  }
  text += '\r\n';
  const last = flush();
  return { stages, first: first ?? last, open: literalAtEnd(last) };
}

/** The literal that a line of the client's (with its line end) announces. */
export const literalAtEnd = (line: string): LiteralAnnouncement | undefined =>
  line.endsWith('}\r\n') ? announcedLiteral(utf8(line)) : undefined;

export const waits = (staged: Staged): boolean => staged.stages.length > 1 || (staged.open?.sync ?? false);

/** The octets of a framed response; literals that were spilled are not there. */
export const partOctets = (parts: readonly ImapPart[]): Uint8Array => {
  const [only] = parts;
  return parts.length === 1 && only ? only.bytes : concat(parts.map((part) => part.bytes));
};
