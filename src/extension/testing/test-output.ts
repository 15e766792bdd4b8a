/** A run's transcript as the terminal of the test results shows it: lines that end in CRLF, with colours. */
import { type Colour, dialogueLines, milliseconds, visible } from '../../report';
import type { RunEvent } from '../../transcript/event';

/** ECMA-48 §8.3.117 (SGR). */
const codes: Readonly<Record<Colour, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
};
const paint = (colour: Colour, text: string): string => `\x1b[${codes[colour]}m${text}\x1b[0m`;

const signs = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['○', 'yellow'],
  cancelled: ['◌', 'yellow'],
} as const;

/** What an event adds to the output; empty when nothing. */
export function outputOf(event: RunEvent): string {
  switch (event.kind) {
    case 'session-started':
      return `${paint('bold', `### ${visible(event.title)}`)}\r\n`;
    case 'session-ended': {
      const [sign, colour] = signs[event.outcome];
      const why = event.reason ? `: ${visible(event.reason)}` : '';
      const failure = event.failure ? `: ${event.failure.kind}: ${visible(event.failure.message)}` : '';
      return `${paint(colour, `${sign} ${event.outcome}`)}${why}${failure} ${paint('dim', `(${milliseconds(event.ms)})`)}\r\n\r\n`;
    }
    default:
      return dialogueLines(event)
        .map(({ mark, text, connection, colour, ms }) => {
          const line = `${connection ? `${connection} ` : ''}${mark} ${text}`.trimEnd();
          const time = ms === undefined ? '' : milliseconds(ms);
          return `${paint('dim', time.padStart(9))}  ${colour ? paint(colour, line) : line}\r\n`;
        })
        .join('');
  }
}
