/** A line of the panel as an element. */
import { made } from '../../webview/elements';
import type { Row, RowPart } from './messages';

const sides: Readonly<Record<string, string>> = { 'C:': 'sent', 'S:': 'received', '--': 'note' };

const judgements: Readonly<Record<NonNullable<Row['judged']>, readonly [sign: string, words: string]>> = {
  expected: ['✓', 'as the script expects'],
  mismatch: ['✗', 'not what the script expects'],
  unexpected: ['!', 'unexpected: nothing asked for it'],
};

/** The line's own element, without what is folded beneath; `wanted`: a text to mark, in lower case. */
export function rowElement(row: Row, isOpen: boolean, wanted: string): HTMLElement {
  const side = sides[row.mark ?? ''];
  const line = made('div', ['line', row.kind, row.tone, side, row.judged].filter(Boolean).join(' '));
  line.append(twistie(row, isOpen));
  if (row.kind === 'line') line.append(cell('at', row.at ?? ''));
  if (row.mark !== undefined) line.append(cell('mark', [row.connection, row.mark].filter(Boolean).join(' ')));
  if (row.tls) line.append(sign('tls', 'TLS', 'over TLS'));
  if (row.judged) line.append(sign(`judged ${row.judged}`, ...judgements[row.judged]));
  const text = made('span', 'text');
  for (const part of row.parts ?? [{ text: row.text }]) text.append(...marked(part, wanted));
  if (row.hint !== undefined) text.append(made('span', 'hint', row.hint));
  line.append(text);
  for (const rule of row.findings ?? []) line.append(pill(rule));
  if (row.time !== undefined) line.append(cell('time', row.time));
  if (row.linked) line.classList.add('link');
  return line;
}

/** What a screen reader says of the line. */
export function labelOf(row: Row): string {
  const who = row.mark === 'C:' ? 'sent' : row.mark === 'S:' ? 'received' : row.kind === 'line' ? '' : row.kind;
  return [
    row.connection,
    who,
    row.kind === 'failure' ? row.mark : undefined,
    row.text,
    row.hint,
    row.judged && judgements[row.judged][1],
    row.findings && `findings: ${row.findings.join(', ')}`,
    row.tls && 'over TLS',
    row.time,
  ]
    .filter(Boolean)
    .join(', ');
}

const cell = (name: string, text: string): HTMLElement => made('span', name, text);

function sign(name: string, text: string, words: string): HTMLElement {
  const node = made('span', name, text);
  node.title = words;
  return node;
}

function pill(rule: string): HTMLElement {
  const node = made('span', 'finding', `⚠ ${rule}`);
  node.title = 'The server left its grammar, or has a quirk: unfold the line';
  return node;
}

function twistie(row: Row, isOpen: boolean): HTMLElement {
  const node = made('span', row.opens ? 'twistie opens' : 'twistie', row.opens ? (isOpen ? '⌄' : '›') : '');
  if (row.opens) node.title = isOpen ? 'Fold' : 'Unfold';
  return node;
}

/** The text, with what is looked for marked. */
function marked({ text, differs }: RowPart, wanted: string): readonly Node[] {
  const nodes: Node[] = [];
  const put = (piece: string): void => {
    if (piece !== '') nodes.push(differs ? made('span', 'differs', piece) : document.createTextNode(piece));
  };
  let at = 0;
  if (wanted !== '') {
    const lower = text.toLowerCase();
    for (let found = lower.indexOf(wanted); found !== -1; found = lower.indexOf(wanted, at)) {
      put(text.slice(at, found));
      nodes.push(made('mark', '', text.slice(found, found + wanted.length)));
      at = found + wanted.length;
    }
  }
  put(text.slice(at));
  return nodes;
}
