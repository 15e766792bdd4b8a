/** Values and text back to octets for the wire: atom, quoted string or literal, as the content needs (RFC 9051 §4, §9). */
import { concat, range, utf8 } from '../../base';
import { bytesOf, type ImapValue } from './value';

export interface PrintOptions {
  /** Octets above 127 may stand in quoted strings: IMAP4rev2, or UTF8=ACCEPT enabled (RFC 6855 §3). Default no. */
  readonly utf8?: boolean;
  /** `{n+}` for literals (RFC 7888 §4): the client's way only. Default no. */
  readonly nonSync?: boolean;
}

/** Which form an astring's text needs at least. */
export function formOf(text: string, allowUtf8 = false): 'atom' | 'quoted' | 'literal' {
  if (/[\0\r\n]/.test(text)) return 'literal';
  if (/[^\x00-\x7f]/.test(text)) return allowUtf8 ? 'quoted' : 'literal';
  if (text === '' || text.toUpperCase() === 'NIL' || /[\x00-\x20\x7f(){%*"\\]/.test(text)) return 'quoted';
  return 'atom';
}

/** Text in quotes, `"` and `\` escaped; the caller has seen to it that it may be quoted (`formOf`). */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** What an astring's text looks like in a line: as an atom or quoted; undefined when only a literal will do. */
export function quote(text: string, allowUtf8 = false): string | undefined {
  const form = formOf(text, allowUtf8);
  return form === 'literal' ? undefined : form === 'atom' ? text : quoted(text);
}

const nowhere = range(0, 0);

/** An atom, as a value to print. */
export const atom = (text: string): ImapValue => ({ kind: 'atom', text, range: nowhere });
/** NIL, as a value to print. */
export const nil: ImapValue = { kind: 'nil', range: nowhere };
/** A list, as a value to print. */
export const list = (items: readonly ImapValue[]): ImapValue => ({ kind: 'list', items, range: nowhere });
/** A string that is quoted where it can be, as a value to print; undefined gives NIL (nstring). */
export const string = (text: string | undefined): ImapValue =>
  text === undefined ? nil : { kind: 'string', form: 'quoted', text, range: nowhere };
/** A name that is an atom where it can be, as a value to print (astring). */
export const astring = (text: string): ImapValue => (formOf(text) === 'atom' ? atom(text) : string(text));
/** A literal, as a value to print. */
export const literal = (bytes: Uint8Array, binary = false): ImapValue => ({
  kind: 'string',
  form: binary ? 'literal8' : 'literal',
  bytes,
  size: bytes.length,
  spilled: false,
  range: nowhere,
});

/** The values with SP between them, without a line end. A quoted string that cannot be one becomes a literal. */
export function printValues(values: readonly ImapValue[], options: PrintOptions = {}): Uint8Array {
  const chunks: Uint8Array[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') chunks.push(utf8(text));
    text = '';
  };
  const writeBytes = (announcement: string, bytes: Uint8Array): void => {
    text += `${announcement}{${bytes.length}${options.nonSync ? '+' : ''}}\r\n`;
    flush();
    chunks.push(bytes);
  };
  const write = (value: ImapValue): void => {
    switch (value.kind) {
      case 'nil':
        text += 'NIL';
        return;
      case 'atom': {
        if (!value.latin1) {
          text += value.text;
          return;
        }
        flush();
        chunks.push(bytesOf(value) ?? new Uint8Array(0));
        return;
      }
      case 'list':
        text += '(';
        value.items.forEach((item, index) => {
          if (index > 0) text += ' ';
          write(item);
        });
        text += ')';
        return;
      case 'string':
        if (value.form !== 'quoted') writeBytes(value.form === 'literal8' ? '~' : '', value.bytes);
        else if (value.latin1 || formOf(value.text, options.utf8) === 'literal')
          writeBytes('', bytesOf(value) ?? utf8(''));
        else text += quoted(value.text);
        return;
    }
  };
  values.forEach((value, index) => {
    if (index > 0) text += ' ';
    write(value);
  });
  flush();
  return concat(chunks);
}
