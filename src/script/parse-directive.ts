/** Reads a directive's line: its words, its condition, its block. */
import { range } from '../base';
import { skipWhite, trimWhite } from './characters';
import type { DirectiveInfo } from './directives';
import { loneBlock } from './parse-statement';
import { findOpening } from './scan-block';
import { scanCondition } from './scan-condition';
import { scanBytes, scanText, scanWords } from './scan-words';
import { behindLineEnd, type Source } from './source';
import type { Directive, Word } from './tree';

export interface DirectiveLine {
  /** Where the line begins, where its first character is, where it ends. */
  readonly at: number;
  readonly start: number;
  readonly stop: number;
  readonly word: Word;
  readonly info: DirectiveInfo;
  readonly connection?: Word;
}

export function parseDirective(source: Source, line: DirectiveLine): Directive {
  const { text } = source;
  const { at, start, stop, word, info, connection } = line;
  if (connection && !info.connection) source.report('no-connection-here', connection.range, info.word);
  const first = skipWhite(text, word.range.end, stop);
  const last = trimWhite(text, first, stop);
  const node = {
    kind: 'directive',
    range: range(at, behindLineEnd(text, stop)),
    content: range(start, stop),
    word,
    info,
    arguments: [],
    ...(connection && { connection }),
  } as const;

  if (info.rest === 'condition') {
    if (first >= last) source.report('bad-condition', word.range, 'the condition is missing');
    const condition = first < last ? scanCondition(source, first, last) : undefined;
    return condition ? { ...node, condition } : node;
  }
  if (info.rest === 'text') return { ...node, arguments: scanText(source, first, last) };
  if (info.rest === 'bytes') return { ...node, arguments: scanBytes(source, first, last) };
  const opening = info.opens === 'block' ? findOpening(text, first, stop) : undefined;
  if (!opening) {
    if (info.opens === 'block')
      source.report('block-expected', range(word.range.start, Math.max(last, word.range.end)), word.text);
    return { ...node, arguments: scanWords(source, first, last) };
  }
  const words = scanWords(source, first, trimWhite(text, first, opening.start));
  const { block, next, end } = loneBlock(source, opening, stop);
  return { ...node, range: range(at, next), content: range(start, end), arguments: words, block };
}
