/** Turns what a transcript holds into text that a session script can hold: secrets, interpolation, blocks. */

const mask = /‹secret ([^›]*)›/g;

/** Masks become the secrets that they stand for; `{{` that was on the wire stays on the wire. */
export const scriptText = (text: string): string =>
  text.replaceAll('{{', '\\{{').replace(mask, (_, name: string) => `{{$secret ${name}}}`);

/** The name of the first secret that is masked in the text. */
export const secretIn = (text: string): string | undefined => new RegExp(mask.source).exec(text)?.[1];

/** Whether the text can stand in a block and come back byte for byte: CRLF line ends, and nothing that an editor would lose. */
export const fitsBlock = (text: string): boolean =>
  !/\r(?!\n)|(?<!\r)\n/.test(text) && !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffd]/.test(text);

/** A block, from its opening quotes to its closing ones, both included; `form` goes behind the opening quotes. */
export function block(content: string, form = ''): string {
  const lines = content.replace(/\r\n/g, '\n');
  const longest = Math.max(2, ...(lines.match(/^\s*"+/gm) ?? []).map((run) => run.trim().length));
  const quotes = '"'.repeat(longest + 1);
  const ended = lines === '' || lines.endsWith('\n');
  return `${quotes}${ended ? '' : '-'}${form}\n${scriptText(lines)}${ended ? '' : '\n'}${quotes}`;
}

/** A message as it was sent after DATA: the final dot and doubled dots undone (RFC 5321 §4.5.2). */
export const undoDots = (text: string): string => text.replace(/(^|\r\n)\.\r\n$/, '$1').replace(/^\.\./gm, '.');

/** The bytes of `raw "…"`. */
export const rawText = (text: string): string =>
  `"${text.replace(/[\x00-\x1f"\\\x7f-\xff]/g, (c) => shortEscapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;

const shortEscapes: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '"': '\\"', '\\': '\\\\' };
