/** Reads one statement: a blank line, a comment, a wire line, an assignment or a directive. */
import { range } from '../base';
import { AT, HASH, skipName, skipWhite, trimWhite } from './characters';
import { directive } from './directives';
import { explainUnknown } from './explain-unknown';
import { parseDirective } from './parse-directive';
import { findOpening, readBlock, scanWithBlocks } from './scan-block';
import { scanValue } from './scan-parts';
import { behindLineEnd, lineEnd, type Source } from './source';
import type { Assignment, Statement, Wire, Word } from './tree';

/** Reads the statement whose line begins at `at`, has its first character at `start`, and ends at `stop`. */
export function parseStatement(source: Source, at: number, start: number, stop: number): Statement {
  const { text } = source;
  const plain = <Kind extends 'blank' | 'comment' | 'unknown'>(kind: Kind) => ({
    kind,
    range: range(at, behindLineEnd(text, stop)),
    content: range(start, stop),
  });
  if (start === stop) return plain('blank');
  const code = text.charCodeAt(start);
  if (code === HASH) return plain('comment');
  if (code === AT) return parseAssignment(source, at, start, stop) ?? plain('unknown');

  const mark = markAt(text, start, stop);
  if (mark) return parseWire(source, at, start, stop, mark, undefined);
  const wordEnd = skipName(text, start, stop);
  if (wordEnd > start) {
    const word: Word = { text: text.slice(start, wordEnd), range: range(start, wordEnd) };
    const second = skipWhite(text, wordEnd, stop);
    if (second > wordEnd) {
      const named = markAt(text, second, stop);
      if (named) return parseWire(source, at, start, stop, named, word);
    }
    if (second > wordEnd || wordEnd === stop) {
      const info = directive(word.text);
      if (info) return parseDirective(source, { at, start, stop, word, info });
      const secondEnd = skipName(text, second, stop);
      const behind = directive(text.slice(second, secondEnd));
      if (behind && (secondEnd === stop || skipWhite(text, secondEnd, stop) > secondEnd)) {
        const verb: Word = { text: behind.word, range: range(second, secondEnd) };
        return parseDirective(source, { at, start, stop, word: verb, info: behind, connection: word });
      }
    }
  }
  explainUnknown(source, start, stop);
  return plain('unknown');
}

interface Mark {
  readonly side: Wire['side'];
  readonly mode: Wire['mode'];
  readonly start: number;
  readonly end: number;
}

/** `C:`, `S:`, `S!:` or `S?:` at `at`. */
function markAt(text: string, at: number, stop: number): Mark | undefined {
  const letter = text.charCodeAt(at);
  if ((letter !== 67 && letter !== 83) || at + 2 > stop) return undefined;
  const next = text[at + 1];
  if (next === ':') return { side: letter === 67 ? 'client' : 'server', mode: 'must', start: at, end: at + 2 };
  if (letter !== 83 || at + 3 > stop || text[at + 2] !== ':') return undefined;
  if (next === '!') return { side: 'server', mode: 'mustNot', start: at, end: at + 3 };
  return next === '?' ? { side: 'server', mode: 'may', start: at, end: at + 3 } : undefined;
}

function parseWire(
  source: Source,
  at: number,
  start: number,
  stop: number,
  mark: Mark,
  connection: Word | undefined,
): Wire {
  // One space behind the colon belongs to the mark; all else is the line's own.
  const textStart = mark.end < stop && source.text[mark.end] === ' ' ? mark.end + 1 : mark.end;
  const scanned = scanWithBlocks(source, textStart, stop, mark.side === 'client' ? 'command' : 'pattern');
  const wire = {
    kind: 'wire',
    range: range(at, scanned.next),
    content: range(start, scanned.end),
    side: mark.side,
    mode: mark.mode,
    mark: range(mark.start, mark.end),
    parts: scanned.parts,
  } as const;
  return connection ? { ...wire, connection } : wire;
}

/** `@name = value`, the value a text or one block. */
function parseAssignment(source: Source, at: number, start: number, stop: number): Assignment | undefined {
  const { text } = source;
  const nameEnd = skipName(text, start + 1, stop);
  const equals = skipWhite(text, nameEnd, stop);
  if (nameEnd === start + 1 || text[equals] !== '=' || equals >= stop) {
    source.report('bad-assignment', range(start, Math.max(nameEnd, Math.min(stop, start + 1))));
    return undefined;
  }
  const valueStart = skipWhite(text, equals + 1, stop);
  const node = {
    kind: 'assignment',
    mark: range(start, nameEnd),
    name: { text: text.slice(start + 1, nameEnd), range: range(start + 1, nameEnd) },
    equals: range(equals, equals + 1),
  } as const;
  const opening = findOpening(text, valueStart, stop);
  if (opening?.start !== valueStart) {
    const valueEnd = trimWhite(text, valueStart, stop);
    return {
      ...node,
      range: range(at, behindLineEnd(text, stop)),
      content: range(start, stop),
      value: scanValue(source, valueStart, valueEnd),
      valueRange: range(valueStart, valueEnd),
    };
  }
  const { block, next, end } = loneBlock(source, opening, stop);
  return { ...node, range: range(at, next), content: range(start, end), value: [block], valueRange: block.range };
}

/** A block behind which nothing may follow. */
export function loneBlock(source: Source, opening: Parameters<typeof readBlock>[1], stop: number) {
  const { text } = source;
  const { block, next } = readBlock(source, opening, stop, 'value');
  if (block.form.literal8 || block.form.nonSync) {
    const form = range(opening.quotesEnd, opening.end);
    source.report('block-form', form, text.slice(form.start, form.end).slice(0, 10));
  }
  if (!block.close) return { block, next, end: next };
  const end = lineEnd(text, next);
  const rest = skipWhite(text, next, end);
  if (rest < end) source.report('text-after-block', range(rest, end));
  return { block, next: behindLineEnd(text, end), end };
}
