/** Modified UTF-7, the form of mailbox names in IMAP4rev1 (RFC 3501 §5.1.3). */
import { toBase64 } from '../../base';

/** Printable US-ASCII stands for itself, `&` is `&-`, the rest is UTF-16BE in base64 with `,` for `/` and without padding. */
export function encodeMutf7(text: string): string {
  return text.replace(/&|[^\x20-\x7e]+/g, (run) => (run === '&' ? '&-' : `&${encodeRun(run)}-`));
}

function encodeRun(run: string): string {
  const units = new Uint8Array(run.length * 2);
  for (let i = 0; i < run.length; i++) {
    units[i * 2] = run.charCodeAt(i) >> 8;
    units[i * 2 + 1] = run.charCodeAt(i) & 255;
  }
  return toBase64(units).replace(/=+$/, '').replaceAll('/', ',');
}
