/** Reads texts that may hold `"""` blocks: the opening at a line's end, the lines, and what follows the closing quotes. */
import { type Range, range } from '../base';
import { QUOTE, trimWhite } from './characters';
import { addPart, addText, flush, type Mode, newParts, type Parts } from './parts';
import { scanInto, scanPattern } from './scan-parts';
import { behindLineEnd, isTitle, lineEnd, type Source } from './source';
import type { BlockPart, Part } from './tree';

export interface ScannedText {
  readonly parts: readonly Part[];
  /** Behind the last character. */
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

/** Reads from `start`, on the line that ends at `stop`, to the end of the line on which no further block opens. */
export function scanWithBlocks(source: Source, start: number, stop: number, mode: 'command' | 'pattern'): ScannedText {
  const { text } = source;
  const parts = newParts();
  const scan = mode === 'pattern' ? scanPattern : scanCommand;
  let at = start;
  let end = stop;
  for (;;) {
    const opening = findOpening(text, at, end);
    if (opening === undefined) {
      scan(source, parts, at, end);
      flush(parts);
      return { parts: parts.list, end, next: behindLineEnd(text, end) };
    }
    if (mode === 'pattern') scanInto(source, parts, at, opening.start, 'pattern');
    else scan(source, parts, at, opening.start);
    const { block, next } = readBlock(source, opening, end, mode === 'pattern' ? 'content' : 'value');
    addPart(parts, block);
    if (!block.close) return { parts: parts.list, end: block.range.end, next };
    at = block.range.end;
    end = lineEnd(text, at);
  }
}

const scanCommand = (source: Source, parts: Parts, start: number, end: number): void =>
  scanInto(source, parts, start, end, 'command');

export interface Opening {
  readonly start: number;
  /** Behind the quotes. */
  readonly quotesEnd: number;
  /** Behind what modifies them. */
  readonly end: number;
}

/** The quotes that open a block at the end of `start` to `stop`. */
export function findOpening(text: string, start: number, stop: number): Opening | undefined {
  const end = trimWhite(text, start, stop);
  let quotesEnd = end;
  while (quotesEnd > start && '-+~'.includes(text[quotesEnd - 1] ?? ' ')) quotesEnd--;
  let at = quotesEnd;
  while (at > start && text.charCodeAt(at - 1) === QUOTE) at--;
  return quotesEnd - at >= 3 ? { start: at, quotesEnd, end } : undefined;
}

/** Reads the block that opens on the line which ends at `stop`. A block that nothing closes runs to the next title. */
export function readBlock(
  source: Source,
  opening: Opening,
  stop: number,
  mode: Mode,
): { readonly block: BlockPart; readonly next: number } {
  const { text } = source;
  const first = behindLineEnd(text, stop);
  const count = opening.quotesEnd - opening.start;
  const closing = source.closingQuotes(first, count);
  let linesEnd = closing;
  if (closing === -1) {
    source.unclosed = count;
    source.report('unclosed-block', range(opening.start, opening.end), '"'.repeat(Math.min(count, 20)));
    linesEnd = first;
    while (linesEnd < text.length && !isTitle(text, linesEnd)) linesEnd = behindLineEnd(text, lineEnd(text, linesEnd));
  } else {
    while (linesEnd > first && text[linesEnd - 1] !== '\n') linesEnd--;
  }
  const modifiers = text.slice(opening.quotesEnd, opening.end);
  const indent = closing === -1 ? '' : text.slice(linesEnd, closing);
  const content = readLines(source, range(first, linesEnd), indent, modifiers.includes('-'), mode);
  const next = closing === -1 ? linesEnd : closing + count;
  const block: BlockPart = {
    kind: 'block',
    range: range(opening.start, next),
    open: range(opening.start, opening.end),
    lines: range(first, linesEnd),
    form: { nonSync: modifiers.includes('+'), literal8: modifiers.includes('~') },
    content,
    ...(closing !== -1 && { close: range(closing, next) }),
  };
  return { block, next };
}

/** The lines of a block as they are sent: without the closing line's indentation, with CRLF line ends. */
function readLines(source: Source, lines: Range, indent: string, chomp: boolean, mode: Mode): readonly Part[] {
  const { text } = source;
  const parts = newParts();
  for (let at = lines.start; at < lines.end; ) {
    const end = lineEnd(text, at);
    const next = Math.min(behindLineEnd(text, end), lines.end);
    let from = at;
    while (from < end && from - at < indent.length && text[from] === indent[from - at]) from++;
    scanInto(source, parts, from, end, mode);
    if (!chomp || next < lines.end) addText(parts, '\r\n', end, next);
    at = next;
  }
  flush(parts);
  return parts.list;
}
