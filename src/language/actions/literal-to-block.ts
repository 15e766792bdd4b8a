/** Hand-made literals and messages as blocks, which are counted by themselves: the octets on the wire stay the same. */

import { type HandMade, handMadeIn } from '../hand-made';
import { type ActionPlace, type CodeAction, escaped, inFile, lineEndOf, meets } from './action';

export function literalToBlock(place: ActionPlace): readonly CodeAction[] {
  const { section, selected } = place;
  return handMadeIn(section.tree, section.text).flatMap((made): readonly CodeAction[] => {
    const last = made.lines.at(-1);
    if (!last) return [];
    const end = made.kind === 'message' ? made.mark.end : last.content.end;
    const start = made.kind === 'message' ? (made.lines[0]?.content.start ?? end) : made.head.content.start;
    if (!meets(selected, { start: made.head.content.start, end })) return [];
    const written = section.text.slice(made.head.content.start, end);
    if (/(?:^|\n)[ \t]*#/.test(written) || !plainContinuations(made, section.text)) return [];
    const block = blockOf(made, lineEndOf(section));
    if (block === undefined) return [];
    const edit =
      made.kind === 'message'
        ? { range: { start, end }, text: `${prefixOf(section.text, made)}${block}` }
        : { range: { start: made.mark.start, end }, text: `${block}${made.rest}` };
    return [
      {
        id: 'literal-to-block',
        title: titles[made.kind](made.octets),
        kind: 'refactor.rewrite',
        edits: inFile(place, [edit]),
      },
    ];
  });
}

const titles: Readonly<Record<HandMade['kind'], (octets: number) => string>> = {
  literal: (octets) => `Write the literal {${octets}} as a block`,
  message: () => 'Write the message as a block',
  chunk: (octets) => `Write the chunk of ${octets} octets as a block`,
};

/** `C: ` as the first line has it, with its connection. */
const prefixOf = (text: string, { lines: [first] }: HandMade): string =>
  first ? `${text.slice(first.content.start, first.mark.end)} ` : 'C: ';

/** Whether what the server says in between is no more than "go ahead": a block waits for that by itself. */
const plainContinuations = ({ kind, between }: HandMade, text: string): boolean =>
  kind !== 'literal' ||
  between.every(({ parts, mark, content }) => {
    const said = text.slice(mark.end, content.end);
    return parts.every((part) => part.kind === 'text' || part.kind === 'any') && /^ *\+/.test(said);
  });

function blockOf(made: HandMade, lineEnd: string): string | undefined {
  const text = made.content;
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) return undefined;
  let lines = text.split('\r\n');
  const isEnded = text === '' || lines.at(-1) === '';
  if (isEnded) lines = lines.slice(0, -1);
  if (made.kind === 'message') {
    // A block doubles dots by itself; a line whose dot stands alone would get another.
    if (lines.some((line) => /^\.(?!\.)/.test(line))) return undefined;
    lines = lines.map((line) => line.replace(/^\.\./, '.'));
  }
  const longest = Math.max(2, ...lines.map((line) => /^\s*("*)/.exec(line)?.[1]?.length ?? 0));
  const quotes = '"'.repeat(longest + 1);
  const form = `${isEnded ? '' : '-'}${made.nonSync ? '+' : ''}${made.literal8 ? '~' : ''}`;
  return [`${quotes}${form}`, ...lines.map(escaped), quotes].join(lineEnd);
}
