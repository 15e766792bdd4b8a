/** Says what a line that is no statement was probably meant to be. */
import { nearest, range } from '../base';
import { isCommandWord } from '../protocol/imap/commands';
import { isExplicitTag } from '../protocol/imap/tags';
import { commandInfo as pop3Command } from '../protocol/pop3/commands';
import { commandInfo as smtpCommand } from '../protocol/smtp/commands';
import { trimWhite } from './characters';
import { directives } from './directives';
import type { Source } from './source';

const words = directives.map((info) => info.word);

/** Reports why `start` to `stop` is no statement, with a fix where one suggests itself. */
export function explainUnknown(source: Source, start: number, stop: number): void {
  if (source.full()) return;
  const end = trimWhite(source.text, start, stop);
  const line = source.text.slice(start, Math.min(end, start + 60));
  const shown = start + 60 < end ? `${line}…` : line;
  const [first = '', second = ''] = line.split(/[ \t]+/, 2);
  const firstWord = range(start, start + first.length);
  const whole = range(start, end);

  const mark = /^(?:([A-Za-z][\w-]*)[ \t]+)?([CScs])[ \t]?(?:([!?])[ \t]?[:>]?|[:>])[ \t]*/.exec(line);
  if (mark) {
    const [written, connection, side = '', sign = ''] = mark;
    const letter = side.toUpperCase();
    const rest = shown.slice(written.length);
    const fix = `${connection ? `${connection} ` : ''}${letter}${letter === 'S' ? sign : ''}:${rest ? ` ${rest}` : ''}`;
    source.report('bad-mark', range(start, start + written.trimEnd().length), written.trimEnd(), fix);
  } else if (isReply(first, second)) source.report('missing-mark', whole, 'reply', `S: ${shown}`);
  else if (isCommand(first, second)) source.report('missing-mark', whole, 'command', `C: ${shown}`);
  else if (/^[A-Za-z][\w-]*$/.test(first)) {
    const near = first.length > 20 ? undefined : nearest(first, words);
    source.report('unknown-directive', firstWord, first, near);
  } else if (line.startsWith('"""')) source.report('stray-quotes', whole);
  else source.report('not-a-statement', whole);
}

const status = /^(OK|NO|BAD|BYE|PREAUTH)$/i;

const isReply = (first: string, second: string): boolean =>
  /^[2-5][0-9]{2}(-.*)?$/.test(first) ||
  first === '*' ||
  first === '+' ||
  /^(\+OK|-ERR)$/i.test(first) ||
  (isExplicitTag(first, second) && status.test(second));

/** A verb that any of the protocols knows, or a tag and an IMAP command. */
const isCommand = (first: string, second: string): boolean =>
  smtpCommand(first.replace(/:.*/, '')) !== undefined ||
  pop3Command(first) !== undefined ||
  isCommandWord(first) ||
  (isExplicitTag(first, second) && isCommandWord(second));
