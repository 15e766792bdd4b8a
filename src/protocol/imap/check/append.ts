/** Checks of APPEND's and REPLACE's messages: flags, date, literal, CATENATE, UTF8 (RFC 9051 §6.3.12, RFC 4469 §5, RFC 6855 §4). */
import { type Arguments, type Check, isUnknown, list, peek, take, takeWord, unknown, wrong } from './arguments';
import { checkDateTime } from './dates';
import { flag } from './flags';
import { astring } from './strings';

/** `append-message = [SP flag-list] [SP date-time] SP append-data` */
export const message: Check = (args) => {
  const first = peek(args);
  if (first?.kind === 'list') list('the flags', eachFlag, { empty: true })(args);
  const next = peek(args);
  if (next?.kind === 'string' && next.form === 'quoted' && (args.items[args.at + 1] || looksLikeDate(next.text))) {
    args.at++;
    checkDateTime(args, next);
  }
  // RFC 5257 §4.5
  if (takeWord(args, 'ANNOTATION') && peek(args)?.kind === 'list') args.at++;
  const word = takeWord(args, 'CATENATE', 'UTF8');
  if (word === 'CATENATE') list('the parts', parts)(args);
  else if (word === 'UTF8') list('the message', literal)(args);
  else literal(args);
};

const looksLikeDate = (text: string): boolean => /^[ \d]\d?-/.test(text);

const eachFlag: Check = (args) => {
  while (peek(args)) flag(args);
};

const literal: Check = (args) => {
  const value = take(args, 'the message');
  if (!value || isUnknown(value)) return;
  const { start, end } = value.range;
  const date = value.kind === 'atom' && /^\d{1,2}-[A-Z]{3}-\d{4}$/i.test(value.text);
  if (date) {
    args.report('bad-date-time', start, end, { message: 'a date and time stands in quotes' });
    args.at = args.items.length;
  } else {
    args.report('message-not-literal', start, end);
  }
};

/** `cat-part = "URL" SP url / "TEXT" SP literal` */
const parts: Check = (args) => {
  while (peek(args)) part(args);
};

function part(args: Arguments): void {
  const word = takeWord(args, 'URL', 'TEXT');
  if (word === 'TEXT') {
    literal(args);
    return;
  }
  if (word === 'URL') {
    astring('the URL')(args);
    return;
  }
  const value = take(args, 'a part');
  if (!value || isUnknown(value)) return;
  const written = value.kind === 'atom' ? value.text.toUpperCase() : '';
  if (written === '') wrong(args, value, 'TEXT or URL is due here');
  else unknown(args, 'unknown-option', value, written, ['TEXT', 'URL'], `TEXT or URL is due here, not ${written}`);
  if (peek(args)) args.at++;
}

/** `append = "APPEND" SP mailbox 1*append-message` */
export const messages: Check = (args) => {
  do message(args);
  while (peek(args));
};
