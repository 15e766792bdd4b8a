/** Checks of strings: astring, nstring, base64 (RFC 9051 §9), and how to quote what must be quoted. */
import { explainBase64, isBase64 } from '../../base64-faults';
import { replacing } from '../../correction';
import type { ImapValue } from '../value';
import { type Arguments, type Check, isUnknown, knownText, take, wrong } from './arguments';

/** atom-specials that the scanner leaves in an atom: `ASTRING-CHAR = ATOM-CHAR / "]"`. */
const special = /[%*"\\{]/;
export const beyondAscii = /[^\x00-\x7f]/;

/** A quoted string with that content. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** `astring = 1*ASTRING-CHAR / string` */
export const astring =
  (what: string): Check =>
  (args) => {
    const value = take(args, what);
    if (value) checkAstring(args, value, what);
  };

export function checkAstring(args: Arguments, value: ImapValue, what: string): void {
  if (isUnknown(value)) return;
  if (value.kind === 'list') {
    wrong(args, value, `${what} is to be an atom or a string, not a list`);
    return;
  }
  if (value.kind === 'atom') checkAtom(args, value.text, value.range.start, value.range.end, special, what);
  else checkQuoted(args, value);
}

/** An atom without the characters of `bad`, which only a string may hold. */
export function checkAtom(args: Arguments, text: string, start: number, end: number, bad: RegExp, what: string): void {
  const found = bad.exec(text);
  if (!found) return;
  const message = `${what} holds ${found[0]}: only a string may`;
  args.report('bad-astring', start, end, { message, fix: replacing('Quote it', start, end, quoted(text)) });
}

/** What beyond ASCII stands in a quoted string is for those who have agreed on UTF-8 (RFC 9051 §4.3, RFC 6855 §3). */
export function checkQuoted(args: Arguments, value: ImapValue): void {
  if (value.kind !== 'string' || value.form !== 'quoted' || args.utf8 || !beyondAscii.test(value.text)) return;
  args.report('eight-bit-string', value.range.start, value.range.end);
}

/** `string = quoted / literal` */
export const string =
  (what: string): Check =>
  (args) => {
    const value = take(args, what);
    if (!value || isUnknown(value)) return;
    if (value.kind === 'string') return checkQuoted(args, value);
    const text = knownText(value);
    const { start, end } = value.range;
    const more = text === undefined ? {} : { fix: replacing('Quote it', start, end, quoted(text)) };
    wrong(args, value, `${what} is to be a string in quotes`, more);
  };

/** `nstring = string / nil` */
export const nstring =
  (what: string): Check =>
  (args) => {
    if (args.items[args.at]?.kind === 'nil') args.at++;
    else string(what)(args);
  };

/** The initial response of AUTHENTICATE: `base64 / "="` (RFC 4959 §3). */
export const initialResponse: Check = (args) => {
  const value = take(args, 'the initial response');
  const text = knownText(value);
  if (!value || text === undefined || text === '=' || isBase64(text)) return;
  const { start, end } = value.range;
  const { why, right } = explainBase64(text);
  const fix = right === undefined ? {} : { fix: replacing('Write it as base64', start, end, right) };
  args.report('bad-initial-response', start, end, { message: `the initial response is no base64: ${why}`, ...fix });
};
