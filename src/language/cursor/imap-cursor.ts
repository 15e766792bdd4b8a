/** Where the cursor stands in an IMAP command or response, read word by word as far as it has been typed. */
import { type Range, range } from '../../base';
import { commandOf, type ImapCommand, isCommandWord } from '../../protocol/imap/commands';
import { isExplicitTag } from '../../protocol/imap/tags';

export interface ImapWord {
  /** As written, with its quotes, its brackets and what is in them. */
  readonly text: string;
  /** In the text that was given. */
  readonly range: Range;
}

/** A list or bracket that the cursor is in. */
export interface ImapFrame {
  readonly open: '(' | '[' | '<';
  /** What stands right before it: `RETURN`, `BODY.PEEK`, `HEADER.FIELDS`. Empty where nothing does. */
  readonly before: string;
  /** The words in it before the one at the cursor; inner lists count as one word. */
  readonly items: readonly string[];
}

export interface ImapCursor {
  /** The words before the one at the cursor, outside of every list; a list counts as one word. */
  readonly words: readonly ImapWord[];
  /** The lists around the cursor, outermost first. */
  readonly frames: readonly ImapFrame[];
  /** The word at the cursor, up to the cursor; empty behind white space. */
  readonly word: ImapWord;
  /** The cursor is in a quoted string. */
  readonly quoted: boolean;
}

interface OpenFrame {
  readonly open: '(' | '[' | '<';
  readonly before: string;
  readonly start: number;
  readonly items: string[];
}

/** Reads `text` up to `column`. */
export function imapCursor(text: string, column: number): ImapCursor {
  const words: ImapWord[] = [];
  const frames: OpenFrame[] = [];
  let start = -1;
  const finish = (end: number): void => {
    if (start === -1) return;
    const inside = frames.at(-1);
    if (inside) inside.items.push(text.slice(start, end));
    else words.push({ text: text.slice(start, end), range: range(start, end) });
    start = -1;
  };
  let quoted = false;
  for (let at = 0; at < column; at++) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') {
      if (start === -1) start = at;
      quoted = true;
    } else if (text.startsWith('{{', at)) {
      if (start === -1) start = at;
      const close = text.indexOf('}}', at);
      at = close === -1 || close + 2 > column ? column : close + 1;
    } else if (character === '(' || character === '[' || (character === '<' && text[at - 1] === ']')) {
      const before = start === -1 ? previousWord(words, frames) : text.slice(start, at);
      frames.push({ open: character, before, start: start === -1 ? at : start, items: [] });
      start = -1;
    } else if (character === ')' || character === ']' || (character === '>' && frames.at(-1)?.open === '<')) {
      finish(at);
      const closed = frames.pop();
      // What follows a bracket at once belongs to the same word: `BODY[TEXT]<0.10>`.
      if (closed) start = closed.start;
      if (closed && !/[[<(]/.test(text[at + 1] ?? ' ') && at + 1 < column) finish(at + 1);
    } else if (character === ' ' || character === '\t') finish(at);
    else if (start === -1) start = at;
  }
  const from = start === -1 ? column : start;
  return {
    words,
    frames: frames.map(({ open, before, items }) => ({ open, before, items })),
    word: { text: text.slice(from, column), range: range(from, column) },
    quoted,
  };
}

/** The word before a list that stands by itself: `RETURN (`, `STATUS (`. */
const previousWord = (words: readonly ImapWord[], frames: readonly OpenFrame[]): string => {
  const inside = frames.at(-1);
  return inside ? (inside.items.at(-1) ?? '') : (words.at(-1)?.text ?? '');
};

export interface ImapCommandPlace {
  readonly tag: ImapWord | undefined;
  readonly command: ImapCommand | undefined;
  /** The command's name as written, `UID FETCH` as one; undefined while it is being typed. */
  readonly name: ImapWord | undefined;
  /** The arguments before the one at the cursor. */
  readonly arguments: readonly ImapWord[];
}

/** Tells tag, command and arguments apart. The word at the cursor is in none of them. */
export function commandPlace({ words, word }: Pick<ImapCursor, 'words' | 'word'>): ImapCommandPlace {
  const [first, second] = words;
  const tagged = first !== undefined && isExplicitTag(first.text, second?.text ?? word.text);
  const rest = tagged ? words.slice(1) : words;
  const tag = tagged ? first : undefined;
  const [head, behind] = rest;
  if (!head) return { tag, command: undefined, name: undefined, arguments: [] };
  if (head.text.toUpperCase() !== 'UID') {
    const command = isCommandWord(head.text) ? commandOf([head.text]) : undefined;
    return { tag, command, name: head, arguments: rest.slice(1) };
  }
  if (!behind) return { tag, command: undefined, name: undefined, arguments: [] };
  const name = { text: `UID ${behind.text}`, range: range(head.range.start, behind.range.end) };
  return { tag, command: commandOf(['UID', behind.text]), name, arguments: rest.slice(2) };
}
