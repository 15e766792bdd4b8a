/** Patterns over text (SMTP, POP3, IMAP's human text): what a pattern's parts mean one after the other. */
import type { Expression, Pattern, Take } from '../../script/program';

export type Element =
  | { readonly kind: 'literal'; readonly text: string }
  /** Any white space, but some. */
  | { readonly kind: 'space' }
  /** `...` glued to a word: any run of characters. */
  | { readonly kind: 'any' }
  /** `...` between spaces: any run of whole words, none included. */
  | { readonly kind: 'words' }
  /** A line `...` of a block: any run of whole lines, none included. */
  | { readonly kind: 'lines' }
  | { readonly kind: 'capture'; readonly name: string; readonly take: Take }
  | { readonly kind: 'value'; readonly expression: Expression }
  /** Characters that a regular expression matches where they stand: enhanced codes with `x`. */
  | { readonly kind: 'shape'; readonly regex: RegExp; readonly shown: string }
  /** `/regex/`: what is left has a match somewhere. */
  | { readonly kind: 'regex'; readonly regex: RegExp };

/** Compiles a regular expression of a script; one that JavaScript refuses matches its own text (the compiler has reported it). */
export function safeRegex(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return new RegExp(source.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags.replace(/[^imsuy]/g, ''));
  }
}

/** Words and spaces; white space at both ends is dropped. Blocks are no part of a line of text and are left out. */
export function wordElements(pattern: Pattern): readonly Element[] {
  const elements: Element[] = [];
  for (const part of pattern) {
    switch (part.kind) {
      case 'text':
        for (const piece of part.text.match(/\s+|\S+/g) ?? []) {
          elements.push(/^\s/.test(piece) ? { kind: 'space' } : { kind: 'literal', text: piece });
        }
        break;
      case 'regex':
        elements.push({ kind: 'regex', regex: safeRegex(part.source, part.flags.replace(/[gy]/g, '')) });
        break;
      case 'block':
        break;
      default:
        elements.push(part);
    }
  }
  while (elements[0]?.kind === 'space') elements.shift();
  while (elements.at(-1)?.kind === 'space') elements.pop();
  return joinAny(elements);
}

/** Turns `... ` between spaces or at an end into `words`. */
function joinAny(elements: readonly Element[]): readonly Element[] {
  const joined: Element[] = [];
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i];
    if (!element) continue;
    const before = joined.at(-1);
    const after = elements[i + 1];
    const free = (neighbour: Element | undefined): boolean => neighbour === undefined || neighbour.kind === 'space';
    if (element.kind === 'any' && free(before) && free(after)) {
      if (before) joined.pop();
      if (after) i++;
      if (joined.at(-1)?.kind !== 'words') joined.push({ kind: 'words' });
    } else if (element.kind !== 'space' || before?.kind !== 'words') joined.push(element);
  }
  return joined;
}

/** A block's content, compared character by character; a line `...` is any lines. Nested blocks there are none. */
export function blockElements(content: Pattern): readonly Element[] {
  const elements: Element[] = [];
  for (let i = 0; i < content.length; i++) {
    const part = content[i];
    if (!part || part.kind === 'block') continue;
    if (part.kind === 'text') {
      const previous = elements.at(-1);
      // The line end behind a line `...` belongs to the lines that it stands for.
      const text = previous?.kind === 'lines' ? part.text.replace(/^\r?\n/, '') : part.text;
      if (text !== '') elements.push({ kind: 'literal', text });
    } else if (part.kind === 'any') {
      const before = content[i - 1];
      const after = content[i + 1];
      const lineStart = before === undefined || (before.kind === 'text' && before.text.endsWith('\n'));
      const lineEnd = after === undefined || (after.kind === 'text' && /^\r?\n/.test(after.text));
      elements.push({ kind: lineStart && lineEnd ? 'lines' : 'any' });
    } else if (part.kind === 'regex') {
      elements.push({ kind: 'regex', regex: safeRegex(part.source, part.flags.replace(/[gy]/g, '')) });
    } else elements.push(part);
  }
  return elements;
}

export const holdsValue = (elements: readonly Element[]): boolean =>
  elements.some((element) => element.kind === 'value');
