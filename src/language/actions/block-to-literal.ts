/** Blocks as RFCs write them: a counted literal, message lines up to the dot, a counted chunk. The octets on the wire stay the same. */
import { utf8 } from '../../base';
import { type BlockPart, lines, type Wire } from '../../script';
import { protocolsIn } from '../connections-in';
import { type ActionPlace, type CodeAction, escaped, inFile, lineEndOf, meets } from './action';

export function blockToLiteral(place: ActionPlace): readonly CodeAction[] {
  const { section, selected, document } = place;
  const found: CodeAction[] = [];
  for (const line of lines(section.tree.statements)) {
    if (line.kind !== 'wire' || line.side !== 'client' || !meets(line.content, selected)) continue;
    const blocks = line.parts.filter((part) => part.kind === 'block');
    const [block] = blocks;
    // Of several the first would announce what the others are part of.
    if (!block?.close || blocks.length > 1) continue;
    const protocols = protocolsIn(section, document.protocol);
    const protocol = protocols.get(line.connection?.text ?? '') ?? protocols.get('') ?? 'smtp';
    const written = writtenOut(line, block, protocol === 'imap', section.text, lineEndOf(section));
    if (!written || protocol === 'pop3') continue;
    found.push({
      id: 'block-to-literal',
      title: written.title,
      kind: 'refactor.rewrite',
      edits: inFile(place, [{ range: line.content, text: written.text }]),
    });
  }
  return found;
}

function writtenOut(
  line: Wire,
  block: BlockPart,
  isImap: boolean,
  text: string,
  lineEnd: string,
): { readonly title: string; readonly text: string } | undefined {
  const [only] = block.content;
  if (block.content.length > 1 || (only && only.kind !== 'text') || !block.close) return undefined;
  const content = only?.kind === 'text' ? only.text : '';
  const mark = `${text.slice(line.content.start, line.mark.end)} `;
  const head = text.slice(line.mark.end, block.open.start).replace(/^ /, '');
  const rest = text.slice(block.close.end, line.content.end);
  const indent = /[ \t]*$/.exec(text.slice(0, line.content.start))?.[0] ?? '';
  const put = (all: readonly string[]): string | undefined =>
    // Such a line would open a block.
    all.some((one) => /"{3,}[-+~]*[ \t]*$/.test(one))
      ? undefined
      : all.map((one, i) => (i === 0 ? '' : indent) + mark + one).join(lineEnd);
  const octets = utf8(content).length;
  const parts = content.split('\r\n');
  const last = parts.pop() ?? '';
  const whole = parts.map(escaped);

  if (isImap) {
    const { nonSync, literal8 } = block.form;
    const written = put([
      `${head}${literal8 ? '~' : ''}{${octets}${nonSync ? '+' : ''}}`,
      ...whole,
      `${escaped(last)}${rest}`,
    ]);
    return written === undefined ? undefined : { title: `Write the block as a literal {${octets}}`, text: written };
  }
  // Lines end in CRLF, the last one too: what does not cannot be written as lines.
  if (last !== '' || content === '') return undefined;
  const chunk = /^BDAT[ \t]+$/i.test(head);
  if (chunk) {
    const written = put([`${head}${octets}${rest}`, ...whole]);
    return written === undefined
      ? undefined
      : { title: `Write the block as a chunk of ${octets} octets`, text: written };
  }
  if (head.trim() !== '' || rest.trim() !== '') return undefined;
  const written = put([...whole.map((one) => one.replace(/^\./, '..')), '.']);
  return written === undefined ? undefined : { title: 'Write the block as lines of a message', text: written };
}
