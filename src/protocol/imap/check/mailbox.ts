/** Checks of mailbox names and LIST patterns (RFC 3501 §5.1.3, RFC 9051 §5.1, §6.3.9). */
import { type Correction, replacing } from '../../correction';
import { decodeMailboxName, encodeMailboxName } from '../mailbox-name';
import type { ImapValue } from '../value';
import { type Arguments, type Check, isUnknown, knownText, list, several, take } from './arguments';
import { beyondAscii, checkAstring, checkAtom, quoted } from './strings';

export const mailbox =
  (what = 'the mailbox', more: { readonly empty?: boolean } = {}): Check =>
  (args) => {
    const value = take(args, what);
    if (!value) return;
    const text = knownText(value);
    if (text !== undefined && beyondAscii.test(text)) return checkRaw(args, value, text);
    checkAstring(args, value, what);
    if (text === undefined) return;
    const { start, end } = value.range;
    if (text === '' && !more.empty) args.report('empty-mailbox-name', start, end);
    if (value.kind === 'string' && /[%*]/.test(text)) args.report('wildcard-in-mailbox', start, end);
    checkEncoding(args, value, text);
  };

/** A name beyond ASCII: encoded, unless UTF-8 is agreed on; then in quotes. */
function checkRaw(args: Arguments, value: ImapValue, text: string): void {
  const { start, end } = value.range;
  if (!args.utf8) {
    const encoded = written(encodeMailboxName(text), value);
    args.report('raw-utf8-mailbox', start, end, { fix: replacing(`Write ${encoded}`, start, end, encoded) });
  } else if (value.kind === 'atom') {
    const message = 'a name beyond ASCII stands in quotes';
    args.report('bad-astring', start, end, { message, fix: replacing('Quote it', start, end, quoted(text)) });
  }
}

const written = (name: string, value: ImapValue): string =>
  value.kind === 'string' || /[\x00-\x20(){%*"\\]/.test(name) || name === '' ? quoted(name) : name;

/** Modified UTF-7, and in its one right form; in UTF-8 mode `&` has no meaning. */
function checkEncoding(args: Arguments, value: ImapValue, text: string): void {
  if (args.utf8 || !text.includes('&')) return;
  const { start, end } = value.range;
  const name = decodeMailboxName(text);
  if (name === undefined) {
    const right = written(text.replace(/&(?!-|[A-Za-z0-9+,]+-)/g, '&-'), value);
    const fixed = right !== text && decodeMailboxName(knownContent(right)) !== undefined;
    const fix: Correction = replacing(`Write ${right}`, start, end, right);
    args.report('bad-mailbox-name', start, end, fixed ? { fix } : {});
    return;
  }
  const canonical = encodeMailboxName(name);
  if (canonical === text) return;
  const right = written(canonical, value);
  args.report('bad-mailbox-name', start, end, {
    message: 'the name is in modified UTF-7, but not in its one right form',
    fix: replacing(`Write ${right}`, start, end, right),
  });
}

const knownContent = (right: string): string =>
  right.startsWith('"') ? right.slice(1, -1).replace(/\\(.)/g, '$1') : right;

/** `list-mailbox = 1*list-char / string`: with wildcards. */
const pattern =
  (what: string): Check =>
  (args) => {
    const value = take(args, what);
    if (!value || isUnknown(value)) return;
    const text = knownText(value);
    if (text !== undefined && beyondAscii.test(text)) return checkRaw(args, value, text);
    if (value.kind === 'atom') checkAtom(args, value.text, value.range.start, value.range.end, /["\\{]/, what);
    else checkAstring(args, value, what);
    if (text !== undefined) checkEncoding(args, value, text);
  };

/** `mbox-or-pat = list-mailbox / patterns` */
export const patterns: Check = (args) => {
  const what = 'the pattern of mailbox names';
  if (args.items[args.at]?.kind === 'list') list('the list of patterns', several(pattern(what)))(args);
  else pattern(what)(args);
};
