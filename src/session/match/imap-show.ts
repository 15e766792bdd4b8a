/** Writes IMAP responses and values as text: for people, for captures, and for regular expressions to see. */
import type { ImapResponse } from '../../protocol/imap/response';
import { type ImapValue, textOf } from '../../protocol/imap/value';

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** `literals`: a literal is written as its bare content, for regular expressions; else all strings are quoted. */
export function showValue(value: ImapValue, literals = false): string {
  switch (value.kind) {
    case 'atom':
      return value.text;
    case 'nil':
      return 'NIL';
    case 'string':
      return literals && value.form !== 'quoted' ? (textOf(value) ?? '') : quote(textOf(value) ?? '');
    case 'list':
      return `(${showValues(value.items, literals)})`;
  }
}

export const showValues = (values: readonly ImapValue[], literals = false): string =>
  values.map((value) => showValue(value, literals)).join(' ');

/** What a capture takes: the content of a string, else the value as written. */
export const contentOf = (value: ImapValue): string => textOf(value) ?? showValue(value);

/** What follows `* ` or the tag. */
export function showBody({ number, name, code, text, values }: ImapResponse, literals = false): string {
  const shown = [number === undefined ? '' : String(number), name];
  if (code) shown.push(`[${[code.name, showValues(code.values, literals)].filter((one) => one !== '').join(' ')}]`);
  if (text) shown.push(text);
  if (values.length > 0) shown.push(showValues(values, literals));
  return shown.filter((one) => one !== '').join(' ');
}

/** Far more than is ever shown, so that masking sees what is shown whole. */
const enough = 16_384;

/** The whole response, but for what nobody would read. */
export function showResponse(response: ImapResponse): string {
  const head = response.kind === 'untagged' ? '* ' : response.kind === 'tagged' ? `${response.tag ?? ''} ` : '';
  return (head + showBody(response)).slice(0, enough);
}
