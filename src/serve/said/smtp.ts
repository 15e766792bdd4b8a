/** Compares an SMTP or LMTP command with a `C:` line: words without case, and parameters of MAIL and RCPT in any order. */
import type { Piece } from '../values/hole';
import { shownText } from '../values/hole';
import { type Comparison, compareWords } from './compare';

/**
 * `strict`: MAIL and RCPT may have no parameters that the line does not name; else more may be there, as everywhere in patterns.
 */
export function compareSmtp(pieces: readonly Piece[], line: string, strict: boolean): Comparison {
  const plain = compareWords(pieces, line, { caseless: true });
  if (plain.ok || !/^\s*(?:MAIL|RCPT)\b/i.test(line)) return plain;
  const wanted = splitParameters(pieces);
  const said = splitLine(line);
  if (!said || !/^\s*(?:MAIL|RCPT)\b/i.test(shownText(wanted.head))) return plain;
  const head = compareWords(wanted.head, said.head, { caseless: true });
  if (!head.ok) return head;
  const left = [...said.parameters];
  for (const parameter of wanted.parameters) {
    if (shownText(parameter) === '...') {
      left.length = 0;
      continue;
    }
    const at = left.findIndex((one) => compareWords(parameter, one, { caseless: true }).ok);
    if (at === -1) return { ok: false, wanted: shownText(parameter), got: left.join(' ') || 'the end of the line' };
    left.splice(at, 1);
  }
  if (strict && left.length > 0) return { ok: false, wanted: 'the end of the line', got: left.join(' ') };
  return { ok: true };
}

/** `MAIL FROM:<a b@c> SIZE=1`: up to the path, and the words behind it. */
function splitLine(line: string): { head: string; parameters: readonly string[] } | undefined {
  const found = /^(\s*\S+\s+(?:FROM|TO):\s*(?:<[^>]*>|\S+))(.*)$/i.exec(line);
  return found ? { head: found[1] ?? '', parameters: (found[2] ?? '').trim().split(/\s+/).filter(Boolean) } : undefined;
}

/** The same of a line with holes: a blank behind the path is where parameters begin. */
function splitParameters(pieces: readonly Piece[]): {
  readonly head: readonly Piece[];
  readonly parameters: readonly (readonly Piece[])[];
} {
  const words: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'hole') {
      words.at(-1)?.push(piece);
      continue;
    }
    piece.text.split(/\s+/).forEach((text, i) => {
      if (i > 0) words.push([]);
      if (text !== '') words.at(-1)?.push({ kind: 'text', text });
    });
  }
  const all = words.filter((word) => word.length > 0);
  let end = 2;
  const first = all[1] ? shownText(all[1]) : '';
  if (/:$/.test(first)) end = 3;
  const head = all
    .slice(0, end)
    .flatMap((word, i): Piece[] => (i === 0 ? word : [{ kind: 'text', text: ' ' }, ...word]));
  return { head, parameters: all.slice(end) };
}
