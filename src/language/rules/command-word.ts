/** Where the word of a command stands in its line. */
import { type Range, range } from '../../base';
import type { CommandMoment } from '../dialogue/walk';

/** The command's name as written (with `UID` and the word behind it), else the line. */
export function nameRange({ command, line }: Pick<CommandMoment, 'command' | 'line'>, text: string): Range {
  const [first] = command.payload;
  const part = first?.kind === 'text' ? first.template[0] : undefined;
  const { place } = command;
  if (part?.kind !== 'text') return place.range;
  const written = text.slice(part.range.start, Math.min(part.range.end, part.range.start + 200));
  const tag = line.tag === undefined ? '' : '[^ \\t]+[ \\t]+';
  const match = new RegExp(`^([ \\t]*${tag})((?:UID[ \\t]+)?[^ \\t\\r\\n]+)`, 'i').exec(written);
  if (!match) return part.range;
  const start = part.range.start + (match[1]?.length ?? 0);
  return range(start, start + (match[2]?.length ?? 0));
}
