/** What base64 in a script says, in a few readable characters, without what is secret (RFC 4648 §4, RFC 4422). */
import { fromBase64, fromStrictUtf8, type Range } from '../base';
import type { Wire } from '../script';

export interface Decoded {
  /** Of the base64, in the section. */
  readonly range: Range;
  /** What it says, secrets as `…`; undefined when all of it is secret. */
  readonly text: string | undefined;
  /** What it says in full: for an edit of the script itself, which holds it already. */
  readonly whole: string;
}

/** `AUTH MECH base64`, the server's challenges, and lines that are nothing but base64. */
const places: readonly { readonly side: Wire['side']; readonly form: RegExp }[] = [
  { side: 'client', form: /^(\s*(?:\S+ )?(?:AUTH|AUTHENTICATE) +[A-Za-z0-9_-]+ +)([A-Za-z0-9+/]+={0,2})\s*$/i },
  { side: 'server', form: /^(\s*(?:334|\+) +)([A-Za-z0-9+/]+={0,2})\s*$/ },
  { side: 'client', form: /^(\s*)([A-Za-z0-9+/]{8,}={0,2})\s*$/ },
];

/** The base64 that a wire line holds, when it is text. */
export function decodedIn(line: Wire, source: string): Decoded | undefined {
  const [part] = line.parts;
  if (part?.kind !== 'text' || line.parts.length > 1) return undefined;
  const written = source.slice(part.range.start, part.range.end);
  for (const { side, form } of places) {
    const found = side === line.side ? form.exec(written) : null;
    const [, before = '', encoded = ''] = found ?? [];
    if (encoded === '' || encoded.length % 4 !== 0) continue;
    const whole = readable(encoded);
    if (whole === undefined) continue;
    const start = part.range.start + before.length;
    const text = side === 'server' ? whole : withoutSecrets(whole, before.trim() !== '');
    return { range: { start, end: start + encoded.length }, whole, text };
  }
  return undefined;
}

/** The text that base64 stands for; undefined when it is none. */
export function readable(encoded: string): string | undefined {
  const bytes = fromBase64(encoded);
  const text = bytes && fromStrictUtf8(bytes);
  return text === undefined || text === '' || /[\x02-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) ? undefined : text;
}

/** PLAIN's password, a token, SCRAM's proof; a response that says nothing of itself may be a password. */
function withoutSecrets(text: string, isInitial: boolean): string | undefined {
  const plain = /^([^\0]*)\0([^\0]*)\0/.exec(text);
  if (plain) return `${plain[1]}\0${plain[2]}\0…`;
  if (/\x01?auth=\S+ /.test(text)) return text.replace(/(auth=\S+ )[^\x01]*/, '$1…');
  if (/^[nyp](?:=[^,]*)?,[^,]*,n=/.test(text)) return text;
  if (/^c=[^,]*,r=/.test(text)) return text.replace(/,p=.*$/s, ',p=…');
  const cram = /^(\S+) [0-9a-f]{32}$/.exec(text);
  if (cram) return `${cram[1]} …`;
  return isInitial ? text : undefined;
}

/** On one line, control characters as pictures, at most `most` characters. */
export function shown(text: string, most: number): string {
  const pictures = text.replace(/[\x00-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)));
  return pictures.length > most ? `${pictures.slice(0, most - 1)}…` : pictures;
}
