/** Examples as RFCs print them: `C:` and `S:` (in old ones `S:` for the sender and `R:` for the receiver), wrapped and cut by pages. */
import { type Dialogue, type Importer, type Side, said, type Turn } from '../dialogue';
import { isCommandLine, protocolOfLine } from '../protocol-of';

const marked = /^(\s*(?:Examples?[^:]{0,20}:\s+)?)([CSR]):(?:[ \t](.*)|)$/;
const pageFoot = /^\S.*\[Page \d+\]\s*$/;
const pageHead = /^(?:RFC \d+|Internet-Draft)\s.*\s\d{4}\s*$/;
/** What stands for something: `<connection closed>`, `(324 octets)`, `...`. */
const placeholder = /^(?:<[^<>@]*\s[^<>@]*>|\(.*\)|\[.*\s.*\]|\.{3}|…)$/;

export const rfc: Importer = {
  kind: 'rfc',
  title: 'an example as RFCs print them',
  recognises: (line) => marked.test(line),
  read: (lines) => {
    const old = lines.some((line) => marked.exec(line)?.[2] === 'R');
    const client = old ? 'S' : 'C';
    const dialogues: Line[][] = [[]];
    let column = 0;
    let gap = false;
    let open = false;
    let left = false as boolean;
    for (const line of withoutPages(lines)) {
      const [, before = '', mark, content = ''] = marked.exec(line) ?? [];
      const own = dialogues.at(-1) ?? [];
      if (mark !== undefined) {
        const side = mark === client ? 'client' : 'server';
        const text = content.trimEnd().replace(lineEndInWords, '');
        const begins: boolean = (gap || left) && own.length > 0 && side === 'server' && isGreeting(text.trim());
        if (begins) dialogues.push([{ side, pieces: [text] }]);
        else own.push({ side, pieces: [text] });
        left = (left && !begins) || (side === 'client' && /^\s*(?:\S+ )?(?:QUIT|LOGOUT)$/i.test(text));
        column = before.length;
        open = true;
        gap = false;
        continue;
      }
      const last = own.at(-1);
      const indent = line.length - line.trimStart().length;
      if (open && last && line.trim() !== '' && indent > column) last.pieces.push(line.trim());
      else {
        open = false;
        gap = true;
      }
    }
    return dialogues.filter((own) => own.length > 0).map(toDialogue);
  },
};

/** Page ends come out, with the blank lines around: what they cut grows together. */
function withoutPages(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let afterBreak = false;
  for (const raw of lines) {
    const line = raw.replaceAll('\f', '');
    const isBreak = raw.includes('\f') || pageFoot.test(line) || pageHead.test(line);
    if (isBreak) {
      while (kept.at(-1)?.trim() === '') kept.pop();
      afterBreak = true;
      if (pageFoot.test(line) || pageHead.test(line) || line.trim() === '') continue;
    }
    if (afterBreak && line.trim() === '') continue;
    afterBreak = false;
    kept.push(line);
  }
  return kept;
}

interface Line {
  readonly side: Side;
  /** As it was wrapped. */
  readonly pieces: string[];
}

/** A line goes on: base64 without a gap, a line that ends in `\` without it (RFC 8792 §7.1), all else with a space. */
function joined(pieces: readonly string[]): string {
  return pieces
    .map((piece, i) => {
      const next = pieces[i + 1];
      if (next === undefined) return piece;
      if (piece.endsWith('\\')) return piece.slice(0, -1);
      return isCut(piece.slice(piece.lastIndexOf(' ') + 1), next) ? piece : `${piece} `;
    })
    .join('');
}

const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whether base64 goes on in the next line. */
const isCut = (last: string, next: string): boolean =>
  last.length >= 20 &&
  isBase64.test(last) &&
  !last.endsWith('=') &&
  isBase64.test(next) &&
  (next.length >= 20 || next.endsWith('=') || /\d/.test(next));

const isOwnLine = (side: Side, text: string): boolean =>
  side === 'client' ? isCommandLine(text) : protocolOfLine(side, text) !== undefined;

/** Some RFCs write line ends out. */
const lineEndInWords = /(?:<CR><LF>|<CRLF>)$/;

const isGreeting = (text: string): boolean =>
  /^(?:220 |\+OK .*(?:ready|<[^<>]+@)|\* (?:OK(?! \[(?!CAPABILITY))|PREAUTH))/i.test(text);

function toDialogue(lines: readonly Line[]): Dialogue {
  const texts = lines.map(({ side, pieces }) => ({ side, text: joined(pieces) }));
  let indent = 100;
  for (const { text } of texts) if (text !== '') indent = Math.min(indent, text.length - text.trimStart().length);
  const turns = texts.flatMap(({ side, text }): readonly Turn[] => {
    const trimmed = text.trim();
    if (placeholder.test(trimmed)) return [{ kind: 'missing', side }];
    // Some RFCs put more than one space behind the mark; a message keeps its own.
    return said(side, isOwnLine(side, trimmed) ? trimmed : text.slice(indent));
  });
  return { turns };
}
