/** Cuts a text into sections just as the parser does, each read on its own, so that an edit costs only the sections it touches. */
import type { Problem } from '../base';
import type { Section } from '../script';
import { BYTE_ORDER_MARK, skipWhite } from '../script/characters';
import { parseSection } from '../script/parse';
import { parseStatement } from '../script/parse-statement';
import { behindLineEnd, findFences, isTitle, lineEnd, type Source, source } from '../script/source';

/** `preamble`: what stands before the first title, perhaps nothing. `session`: begins with its title. */
export type SectionKind = 'preamble' | 'session';

/** A section as text: all that its tree depends on. */
export interface SectionText {
  readonly kind: SectionKind;
  readonly text: string;
  /** How many quotes open the block at its end that no later line of the document closes. */
  readonly unclosed: number | undefined;
}

/** A section's tree and what is wrong with its text, with ranges that count from its start. */
export interface ReadSection {
  readonly tree: Section;
  readonly problems: readonly Problem[];
}

/** Reads a section whose limits are known. */
export function readSection({ kind, text }: Pick<SectionText, 'kind' | 'text'>): ReadSection {
  const input = source(text);
  const { section } = parseSection(input, 0, kind);
  return { tree: section, problems: input.problems.sort((a, b) => a.range.start - b.range.start) };
}

/** Text that may be appended to the region being cut, when a block of it goes on there. */
export interface Further {
  /** The text up to and with the first section that has a line beginning with exactly so many quotes, and at least `atLeast` long. */
  upToFence(quotes: number, atLeast: number): string | undefined;
}

const nothingFurther: Further = { upToFence: () => undefined };

/**
 * The sections of `text`, which begins where a section of kind `first` does and ends where one does. They tile it, with what was
 * taken from `further`.
 */
export function cutSections(text: string, first: SectionKind, further: Further = nothingFurther): SectionText[] {
  const found: SectionText[] = [];
  let region = regionOf(text);
  let start = 0;
  let kind = first;
  do {
    const whole = region.titleBehind(kind === 'preamble' && start === 0 ? -1 : start);
    const piece = region.text.slice(start, whole);
    // Without quotes there is no block, and without a block the next title ends the section.
    if (!piece.includes('"""')) {
      found.push({ kind, text: piece, unclosed: undefined });
      start = whole;
      kind = 'session';
      continue;
    }
    let end = whole;
    for (;;) {
      const input = source(region.text.slice(start, end));
      const size = sectionEnd(input, kind);
      const { unclosed } = input;
      const take = (): void => {
        found.push({ kind, text: input.text.slice(0, size), unclosed });
        start += size;
      };
      if (unclosed === undefined) {
        take();
        break;
      }
      // The block may be closed behind the next title: read on, in steps that double, so that this stays linear.
      const wanted = end - start;
      const fence = region.fenceBehind(end, unclosed);
      if (fence !== -1) end = region.titleBehind(Math.max(fence, start + 2 * wanted));
      else {
        const more = further.upToFence(unclosed, wanted);
        if (more === undefined) {
          take();
          break;
        }
        region = regionOf(region.text + more);
      }
    }
    kind = 'session';
  } while (start < region.text.length);
  return found;
}

/** Where the section ends that begins the text, as `parseSection` has it: only what may hold a block is read for that. */
function sectionEnd(input: Source, kind: SectionKind): number {
  const { text } = input;
  let title = kind === 'session' ? nextTitle(text, behindLine(text, 0)) : nextTitle(text, 0);
  for (let quotes = text.indexOf('"""'); quotes !== -1 && quotes < title; ) {
    const start = text.lastIndexOf('\n', quotes) + 1;
    const stop = lineEnd(text, start);
    const first = start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : start;
    const { end } = parseStatement(input, start, skipWhite(text, first, stop), stop).range;
    if (end > title) title = nextTitle(text, end);
    quotes = text.indexOf('"""', end);
  }
  return title;
}

interface Region {
  readonly text: string;
  /** Where the next line behind `at` begins that looks like a title, or the end. */
  titleBehind(at: number): number;
  /** Where the next line from `at` on begins with exactly so many quotes, or -1. */
  fenceBehind(at: number, quotes: number): number;
}

function regionOf(text: string): Region {
  const titles = titleOffsets(text);
  let fences: ReadonlyMap<number, readonly number[]> | undefined;
  return {
    text,
    titleBehind: (at) => titles[firstAfter(titles, at)] ?? text.length,
    fenceBehind(at, quotes) {
      fences ??= findFences(text);
      const starts = fences.get(quotes) ?? [];
      return starts[firstAfter(starts, at - 1)] ?? -1;
    },
  };
}

/** The index of the first number above `value` in a rising list. */
export function firstAfter(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the next line from `at` on begins that looks like a title, or the end. `at` begins a line. */
function nextTitle(text: string, at: number): number {
  for (let mark = text.indexOf('###', at); mark !== -1; ) {
    const line = Math.max(at, text.lastIndexOf('\n', mark) + 1);
    if (beginsWithTitle(text, line)) return line;
    const next = text.indexOf('\n', mark);
    mark = next === -1 ? -1 : text.indexOf('###', next + 1);
  }
  return text.length;
}

/** Where the lines begin that look like titles: sections begin at some of them, and nowhere else. */
function titleOffsets(text: string): readonly number[] {
  const found: number[] = [];
  for (let at = nextTitle(text, 0); at < text.length; at = nextTitle(text, behindLine(text, at))) found.push(at);
  return found;
}

const behindLine = (text: string, at: number): number => behindLineEnd(text, lineEnd(text, at));

/** Whether the line at `at` is a title; a byte order mark may stand before the document's first character. */
export const beginsWithTitle = (text: string, at = 0): boolean =>
  isTitle(text, at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : at);

/** How many quotes the lines of `text` begin with, where they begin with three or more. */
export const fenceCounts = (text: string): readonly number[] =>
  text.includes('"""') ? [...findFences(text).keys()] : [];
