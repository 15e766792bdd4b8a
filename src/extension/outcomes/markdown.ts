/** What servers and scripts say, as Markdown that cannot be anything but their text. */
import { visible } from '../../report';
import type { Failure } from '../../transcript/event';
import type { LineOutcome } from './line-outcomes';

/** So much of one text is put into a hover or a message; the transcript has the rest. */
const longest = 4_000;

/** Text in a paragraph: every character that Markdown or HTML could take for its own is escaped. */
export const inline = (text: string): string =>
  visible(clipped(text)).replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@]/g, (mark) => `\\${mark}`);

/** Text in a fence that it cannot close. */
export function fenced(text: string, language = 'text'): string {
  const shown = clipped(text)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => visible(line))
    .join('\n');
  const longestRun = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longestRun + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A failure as a hover or a peek shows it: what is wrong, expected and actual as a diff, the nearest miss, what to do. */
export function failureMarkdown(failure: Failure): string {
  const { expected, actual, nearest, advice } = failure;
  const closest = nearest && nearest.text !== actual ? `Nearest: ${inline(nearest.text)}` : undefined;
  return [
    `**${inline(failure.kind)}**: ${inline(failure.message)}`,
    diff(expected, actual),
    closest,
    nearest && `Wanted ${code(nearest.wanted)}, got ${code(nearest.got)}`,
    advice && inline(advice),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}

function diff(expected: string | undefined, actual: string | undefined): string | undefined {
  const marked = (mark: string, text: string | undefined): string[] =>
    text === undefined
      ? []
      : clipped(text)
          .replace(/\r?\n$/, '')
          .split(/\r?\n/)
          .map((line) => `${mark} ${line}`);
  const lines = [...marked('-', expected), ...marked('+', actual)];
  return lines.length === 0 ? undefined : fenced(lines.join('\n'), 'diff');
}

/** A code span that its text cannot end. */
function code(text: string): string {
  const shown = visible(clipped(text).replace(/\s+/g, ' '));
  const longestRun = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longestRun + 1);
  return `${ticks} ${shown} ${ticks}`;
}

const clipped = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)} … (${text.length - longest} more characters)` : text;

/** What the hover over a line says of its last run; empty when it is all beside the line. */
export function outcomeMarkdown({ failure, lines, text }: LineOutcome): string {
  if (failure) return failureMarkdown(failure);
  if (lines && lines.length > 0) return fenced(lines.join('\n'));
  return text.length > 40 ? fenced(text) : '';
}
