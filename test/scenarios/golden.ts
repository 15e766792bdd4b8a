/** A run as a golden text: the dialogue of each session, its outcome and, when it failed, what people are told. */
import { basename } from 'node:path';
import type { Problem } from '../../src/base';
import { dialogueLines } from '../../src/report/dialogue';
import { failureLines } from '../../src/report/failure-text';
import { locator, snippet } from '../../src/report/locate';
import { plain } from '../../src/report/reporter';
import type { Failure } from '../../src/transcript/event';
import type { Played } from './play';
import { stable } from './stable-text';

/** Ends in a line end. */
export function goldenText({ loaded, errors, events }: Played): string {
  const locate = locator({ source: (file) => loaded.program.sources.get(file), name: basename });
  const told = (failure: Failure): string[] =>
    failureLines(failure, failure.place && locate(failure.place), plain).map((line) => `   ${line}`);
  const problem = ({ message, advice, range }: Problem): string[] => {
    const at = locate({ file: loaded.file, range });
    if (!at) return [message];
    const rest = advice === undefined ? [] : [`advice    ${advice}`];
    return [`${at.file}:${at.line}:${at.column}: ${message}`, ...snippet(at), ...rest];
  };
  const lines = errors.flatMap(problem);
  // What goes on at the same time on two connections has no order: each has a dialogue of its own here.
  let dialogues = new Map<string, string[]>();
  for (const event of events) {
    if (event.kind === 'session-started') lines.push(`### ${event.title}`);
    for (const { connection = '', mark, text } of dialogueLines(event)) {
      const dialogue = dialogues.get(connection) ?? [];
      dialogues.set(connection, dialogue);
      dialogue.push(`${connection} ${mark} ${text}`.trim());
    }
    if (event.kind !== 'session-ended') continue;
    lines.push(...[...dialogues.values()].flat());
    dialogues = new Map();
    lines.push(`=> ${event.outcome}${event.reason ? `: ${event.reason}` : ''}`);
    if (event.failure) lines.push(...told(event.failure));
    lines.push('');
  }
  return stable(`${lines.join('\n').trimEnd()}\n`);
}
