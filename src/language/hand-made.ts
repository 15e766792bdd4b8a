/** Hand-made literals, messages and chunks: `{310}` or `BDAT 86` and the `C:` lines behind, message lines up to `C: .` (docs/language.md, Blocks). */
import { type Range, utf8 } from '../base';
import { lines as linesOf, type Section, type Statement, type Wire } from '../script';

export interface HandMade {
  readonly kind: 'literal' | 'message' | 'chunk';
  /** The line that announces the literal or the chunk, or DATA. */
  readonly head: Wire;
  /** The lines that hold its octets; of a message without the dot. */
  readonly lines: readonly Wire[];
  /** Of a literal: the `{310}`. Of a message: the line with the dot. Of a chunk: its count. */
  readonly mark: Range;
  /** The octets, as text with CRLF line ends. */
  readonly content: string;
  /** Behind the last octet of a literal: what its last line goes on with, as it is written. */
  readonly rest: string;
  readonly nonSync: boolean;
  readonly literal8: boolean;
  /** How many octets it has; of a literal, what `mark` says. */
  readonly octets: number;
  /** The server's lines between the head and the octets: `+`, or the 354. */
  readonly between: readonly Wire[];
}

const announcement = /(~?)\{([0-9]{1,9})(\+?)\}$/;

/** The text of a line that holds nothing but text. */
const plain = (line: Wire): string | undefined => {
  const [only] = line.parts;
  if (line.parts.length === 0) return '';
  return line.parts.length === 1 && only?.kind === 'text' ? only.text : undefined;
};

type Line = Exclude<Statement, { kind: 'body' }>;

/** Those of a section whose octets are all there as plain lines, and whose count is right. `source`: its text. */
export function handMadeIn(section: Section, source: string): readonly HandMade[] {
  const found: HandMade[] = [];
  const wires = [...linesOf(section.statements)].filter((one) => one.kind !== 'blank' && one.kind !== 'comment');
  for (const [at, head] of wires.entries()) {
    if (head.kind !== 'wire' || head.side !== 'client') continue;
    const last = head.parts.at(-1);
    const announced = last?.kind === 'text' ? announcement.exec(last.text) : null;
    if (!announced && !/^(?:DATA\s*$|BDAT[ \t])/i.test(plain(head) ?? '')) continue;
    const { between, lines } = following(wires, at, head);
    if (announced && last) {
      const literal = takeLiteral(lines, Number(announced[2]), source);
      if (!literal) continue;
      found.push({
        kind: 'literal',
        head,
        between,
        ...literal,
        mark: { start: last.range.end - announced[0].length, end: last.range.end },
        nonSync: announced[3] !== '',
        literal8: announced[1] !== '',
        octets: Number(announced[2]),
      });
    } else if (/^BDAT[ \t]/i.test(plain(head) ?? '')) {
      const chunk = takeChunk(head, lines);
      if (chunk) found.push({ kind: 'chunk', head, between, ...chunk, nonSync: false, literal8: false });
    } else if (/^DATA\s*$/i.test(plain(head) ?? '')) {
      const end = lines.findIndex((line) => plain(line) === '.');
      const content = lines.slice(0, end);
      const dot = lines[end];
      if (end < 1 || !dot || content.some((line) => plain(line) === undefined)) continue;
      const text = content.map((line) => `${plain(line)}\r\n`).join('');
      found.push({
        kind: 'message',
        head,
        between,
        lines: content,
        content: text,
        mark: dot.content,
        rest: '',
        nonSync: false,
        literal8: false,
        octets: utf8(text).length,
      });
    }
  }
  return found;
}

/** The client's lines behind a line, on its connection; what the server says before them, and the end of a pipeline, stand between. */
function following(all: readonly Line[], at: number, head: Wire) {
  const between: Wire[] = [];
  const lines: Wire[] = [];
  for (let i = at + 1; i < all.length; i++) {
    const next = all[i];
    if (next?.kind === 'directive' && next.info.word === 'end' && lines.length === 0) continue;
    if (next?.kind !== 'wire' || next.connection?.text !== head.connection?.text) break;
    if (next.side === 'client') lines.push(next);
    else if (lines.length === 0) between.push(next);
    else break;
  }
  return { between, lines };
}

/** The lines that hold exactly so many octets, and what the last of them goes on with: nothing, or more of the command. */
function takeLiteral(
  lines: readonly Wire[],
  size: number,
  source: string,
): { readonly lines: readonly Wire[]; readonly content: string; readonly rest: string } | undefined {
  let left = size;
  let content = '';
  for (const [i, line] of lines.entries()) {
    const [first] = line.parts;
    const text = first?.kind === 'text' ? first.text : '';
    const bytes = utf8(text);
    if (left <= bytes.length) {
      const written = source.slice(first?.range.start ?? line.content.end, line.content.end);
      const taken = new TextDecoder().decode(bytes.subarray(0, left));
      // Escapes before the cut, or a cut inside a character or a word: then nobody knows what is meant.
      if (!written.startsWith(taken) || utf8(taken).length !== left) return undefined;
      const rest = written.slice(taken.length);
      return rest === '' || /^[ )]/.test(rest)
        ? { lines: lines.slice(0, i + 1), content: content + taken, rest }
        : undefined;
    }
    if (plain(line) === undefined || left === bytes.length + 1) return undefined;
    content += `${text}\r\n`;
    left -= bytes.length + 2;
  }
  return undefined;
}

/** The lines that have exactly as many octets, line ends included, as BDAT announces (RFC 3030 §2). */
function takeChunk(
  head: Wire,
  lines: readonly Wire[],
): Pick<HandMade, 'lines' | 'content' | 'mark' | 'rest' | 'octets'> | undefined {
  const [part] = head.parts;
  const found = /^(BDAT[ \t]+)(\d{1,9})((?:[ \t]+LAST)?[ \t]*)$/i.exec(plain(head) ?? '');
  if (!part || !found) return undefined;
  const [, verb = '', count = '', rest = ''] = found;
  const octets = Number(count);
  let length = 0;
  let content = '';
  for (const [i, line] of lines.entries()) {
    const text = plain(line);
    if (text === undefined) return undefined;
    content += `${text}\r\n`;
    length += utf8(text).length + 2;
    if (length > octets) return undefined;
    if (length < octets) continue;
    const start = part.range.start + verb.length;
    return { lines: lines.slice(0, i + 1), content, rest, octets, mark: { start, end: start + count.length } };
  }
  return undefined;
}
