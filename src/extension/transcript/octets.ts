/** Octets as people read them: escaped, and as a hexadecimal dump. */
import { fromLatin1, utf8 } from '../../base';
import type { WireText } from '../../transcript/event';

/** The octets of a wire text, as far as the transcript has them. */
export const octetsOf = ({ text, encoding }: WireText): Uint8Array =>
  encoding === 'latin1' ? fromLatin1(text) : utf8(text);

const short: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** `EHLO me\r\n`: what is not printable ASCII as an escape; a line of text for each line on the wire. */
export function rawText(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) {
    if (octet >= 0x20 && octet < 0x7f && octet !== 92) text += String.fromCharCode(octet);
    else text += short[octet] ?? `\\x${octet.toString(16).padStart(2, '0')}`;
    if (octet === 10) text += '\n';
  }
  return text.replace(/\n$/, '');
}

const perLine = 16;

/** `00000000  45 48 4c 4f …  |EHLO …|`, 16 octets a line. */
export function hexDump(octets: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < octets.length; at += perLine) {
    const line = octets.subarray(at, at + perLine);
    const hex = Array.from(line, (octet) => octet.toString(16).padStart(2, '0'));
    const halves = `${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}`;
    const text = Array.from(line, (octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.')).join(
      '',
    );
    lines.push(`${at.toString(16).padStart(8, '0')}  ${halves}  |${text}|`);
  }
  return lines.join('\n');
}
