/** For people at a terminal: the dialogues as they run, then what failed and how many passed. */
import type { Outcome } from '../transcript/event';
import { type DialogueLine, dialogueLines, milliseconds } from './dialogue';
import { failureLines } from './failure-text';
import { locator } from './locate';
import type { Colour, Reporter, ReportOptions } from './reporter';
import { tally } from './tally';
import { visible } from './visible';

const signs: Readonly<Record<Outcome, readonly [sign: string, colour: Colour]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['○', 'yellow'],
  cancelled: ['◌', 'yellow'],
};

export function pretty(options: ReportOptions): Reporter {
  const { paint } = options;
  const locate = locator(options);
  const results = tally();
  let lastFile: string | undefined;

  const dialogue = (line: DialogueLine): string => {
    const time = line.ms === undefined ? '' : milliseconds(line.ms);
    const name = line.connection ? `${line.connection} ` : '';
    const text = `${name}${line.mark} ${line.text}`.trimEnd();
    return `${paint('dim', time.padStart(9))}  ${line.colour ? paint(line.colour, text) : text}\n`;
  };

  return {
    event(file, event) {
      let text = '';
      if (event.kind === 'session-started') {
        if (file !== lastFile) text += `${lastFile === undefined ? '' : '\n'}${paint('bold', options.name(file))}\n`;
        lastFile = file;
        if (options.dialogues) text += `\n  ${paint('bold', `### ${visible(event.title)}`)}\n`;
      }
      if (options.dialogues) text += dialogueLines(event).map(dialogue).join('');
      const done = results.event(file, event);
      if (done) {
        const [sign, colour] = signs[done.outcome];
        const why = done.reason ? `: ${visible(done.reason)}` : '';
        text += `  ${paint(colour, `${sign} ${visible(done.title)}`)}${why} ${paint('dim', `(${milliseconds(done.ms)})`)}\n`;
        if (done.failure) {
          const lines = failureLines(done.failure, done.failure.place && locate(done.failure.place), paint);
          text += `${lines.map((line) => `    ${line}\n`).join('')}`;
        }
      }
      return text;
    },
    end(ms) {
      const { counts } = results;
      const parts = (['passed', 'failed', 'skipped', 'cancelled'] as const)
        .filter((outcome) => outcome === 'passed' || outcome === 'failed' || counts[outcome] > 0)
        .map((outcome) => {
          const text = `${counts[outcome]} ${outcome}`;
          return counts[outcome] > 0 ? paint(signs[outcome][1], text) : text;
        });
      return `\n${parts.join(', ')} ${paint('dim', `in ${milliseconds(ms)}`)}\n`;
    },
  };
}
