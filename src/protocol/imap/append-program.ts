/** The arguments of APPEND, with MULTIAPPEND, CATENATE and UTF8 (RFC 9051 §6.3.12, RFC 3502, RFC 4469, RFC 6855 §4), and of REPLACE. */
import { type Parsed, parseArguments, type Reader, readerOf } from './arguments';
import { type ImapDateTime, parseDateTime } from './date';
import { isFlag } from './store-program';
import { type ImapLiteral, type ImapValue, textOf } from './value';

export type CatenatePart =
  | { readonly kind: 'text'; readonly literal: ImapLiteral }
  | { readonly kind: 'url'; readonly url: string };

export interface AppendedMessage {
  readonly flags: readonly string[];
  readonly date: ImapDateTime | undefined;
  /** The whole message as one text part, or the parts of CATENATE. */
  readonly parts: readonly CatenatePart[];
  /** Sent as `UTF8 (~{…})`. */
  readonly utf8: boolean;
}

export interface AppendProgram {
  readonly mailbox: string;
  readonly messages: readonly AppendedMessage[];
}

/** REPLACE's message number or UID, and what takes its place (RFC 8508 §5). */
export interface ReplaceProgram extends AppendProgram {
  readonly number: number;
}

/** `append = "APPEND" SP mailbox 1*append-message` */
export const parseAppend = (args: readonly ImapValue[]): Parsed<AppendProgram> =>
  parseArguments(args, (reader) => {
    const mailbox = reader.astring('the mailbox');
    const messages = [messageOf(reader)];
    while (reader.next) messages.push(messageOf(reader));
    return { mailbox, messages };
  });

/** `replace = "REPLACE" SP seq-number SP mailbox append-message` */
export const parseReplace = (args: readonly ImapValue[]): Parsed<ReplaceProgram> =>
  parseArguments(args, (reader) => {
    const number = reader.number('the number of the message to replace');
    const mailbox = reader.astring('the mailbox');
    const messages = [messageOf(reader)];
    reader.end();
    return { number, mailbox, messages };
  });

function messageOf(reader: Reader): AppendedMessage {
  const flags: string[] = [];
  if (reader.next?.kind === 'list') {
    for (const value of reader.list('the flags')) {
      const text = textOf(value) ?? '';
      flags.push(isFlag(text) ? text : reader.refuse('this is no flag', value));
    }
  }
  let date: ImapDateTime | undefined;
  if (reader.next?.kind === 'string' && reader.next.form === 'quoted') {
    const value = reader.take('the date and time');
    date = parseDateTime(textOf(value) ?? '');
    if (!date) reader.refuse('a date and time is written " 1-Feb-1994 21:52:25 -0800"', value);
  }
  if (reader.keyword('CATENATE'))
    return { flags, date, parts: catenated(readerOf(reader.list('the parts'))), utf8: false };
  if (reader.keyword('UTF8')) {
    const inner = readerOf(reader.list('the message'));
    const message = { flags, date, parts: [{ kind: 'text', literal: literalOf(inner) }], utf8: true } as const;
    inner.end();
    return message;
  }
  return { flags, date, parts: [{ kind: 'text', literal: literalOf(reader) }], utf8: false };
}

function literalOf(reader: Reader): ImapLiteral {
  const value = reader.take('the message');
  return value.kind === 'string' && value.form !== 'quoted'
    ? value
    : reader.refuse('the message is to be a literal', value);
}

function catenated(reader: Reader): readonly CatenatePart[] {
  const parts: CatenatePart[] = [];
  do {
    if (reader.keyword('TEXT')) parts.push({ kind: 'text', literal: literalOf(reader) });
    else if (reader.keyword('URL')) parts.push({ kind: 'url', url: reader.astring('the URL') });
    else reader.refuse('TEXT or URL is due here', reader.next);
  } while (reader.next);
  return parts;
}
