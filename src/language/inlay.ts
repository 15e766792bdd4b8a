/** What stands between the words of a script without being written: made tags, counted octets, decoded base64, the last run's answers. */
import { type Range, utf8 } from '../base';
import type { Protocol } from '../protocol/finding';
import { isExplicitTag } from '../protocol/imap/tags';
import { type Directive, lines, type Wire } from '../script';
import { protocolsIn } from './connections-in';
import { decodedIn, shown } from './decoded';
import { type DocumentSection, lineAt, type ScriptDocument, textIn } from './document';
import { handMadeIn } from './hand-made';

export interface InlayHint {
  readonly kind: 'tag' | 'octets' | 'decoded' | 'answer';
  readonly offset: number;
  readonly text: string;
  /** All of it, where `text` is cut short. */
  readonly tooltip?: string;
}

const longest = 60;

/** The hints in a range of the document, in the order of the text. Secrets are never in them. */
export function inlayHints(document: ScriptDocument, within: Range): readonly InlayHint[] {
  const found: InlayHint[] = [];
  for (const section of document.sections) {
    if (section.end < within.start || section.start > within.end) continue;
    for (const hint of sectionHints(section, document.protocol)) {
      found.push({ ...hint, offset: section.start + hint.offset });
    }
  }
  found.push(...answers(document));
  return found
    .filter(({ offset }) => offset >= within.start && offset <= within.end)
    .sort((a, b) => a.offset - b.offset);
}

function sectionHints(section: DocumentSection, protocol: Protocol | undefined): readonly InlayHint[] {
  const found: InlayHint[] = [...tagHints(section, protocol)];
  for (const line of lines(section.tree.statements)) {
    if (line.kind !== 'wire') continue;
    const decoded = decodedIn(line, section.text);
    if (decoded) {
      const text = decoded.text === undefined ? `${utf8(decoded.whole).length} octets, secret` : decoded.text;
      const short = shown(text, longest);
      found.push({
        kind: 'decoded',
        offset: decoded.range.end,
        text: short,
        ...(text.length > longest && { tooltip: shown(text, 2_000) }),
      });
    }
    if (line.side === 'server') continue;
    for (const part of line.parts) {
      if (part.kind !== 'block' || part.content.some(({ kind }) => kind !== 'text')) continue;
      const octets = part.content.reduce((sum, one) => sum + (one.kind === 'text' ? utf8(one.text).length : 0), 0);
      found.push({ kind: 'octets', offset: part.open.end, text: `${octets} octets` });
    }
  }
  return found;
}

/** Directives that speak IMAP by themselves, or that may or may not be carried out: what tags they use up is known at run time only. */
const usesTags: ReadonlySet<string> = new Set([
  'auth',
  'starttls',
  'needs',
  'await',
  'include',
  'retry',
  'repeat',
  'if',
]);

/** The tags that a run will make, as far as the text alone tells. */
function tagHints(section: DocumentSection, protocol: Protocol | undefined): readonly InlayHint[] {
  const protocols = protocolsIn(section, protocol);
  const data = new Set<Wire>();
  for (const { lines: own } of handMadeIn(section.tree, section.text)) for (const line of own) data.add(line);
  const counted = new Map<string, number>();
  const hints: InlayHint[] = [];
  for (const line of lines(section.tree.statements)) {
    if (line.kind === 'directive') {
      if (usesTags.has(line.info.word)) return hints;
      if (line.info.word === 'connect') counted.delete(nameOf(line, section));
    }
    if (line.kind !== 'wire' || line.side !== 'client' || data.has(line)) continue;
    const name = line.connection?.text ?? '';
    if ((protocols.get(name) ?? protocols.get('')) !== 'imap') continue;
    const [first] = line.parts;
    const text = first?.kind === 'text' ? first.text : '';
    const [word = '', second] = text.trim().split(/\s+/, 2);
    if (/^AUTHENTICATE$/i.test(word) || (isExplicitTag(word, second) && /^AUTHENTICATE$/i.test(second ?? '')))
      return hints;
    if (word === '' || /^DONE$/i.test(word) || isExplicitTag(word, second) || !first) continue;
    const number = (counted.get(name) ?? 0) + 1;
    counted.set(name, number);
    hints.push({ kind: 'tag', offset: first.range.start, text: `A${number}` });
  }
  return hints;
}

function nameOf(line: Directive, { text }: DocumentSection): string {
  const words = line.arguments.map(({ range }) => text.slice(range.start, range.end));
  const as = words.indexOf('as');
  return line.connection?.text ?? (as === -1 ? '' : (words[as + 1] ?? ''));
}

/** What the last run was answered, behind the lines that have not changed since. */
function answers(document: ScriptDocument): readonly InlayHint[] {
  const run = document.workspace.lastRun(document.file);
  return (run?.answers ?? []).flatMap(({ start, line, answer }) => {
    if (start < 0 || start > document.length) return [];
    const now = lineAt(document, start);
    const written = textIn(document, now);
    if (written !== line && written.trim() !== line.trim()) return [];
    return [
      {
        kind: 'answer' as const,
        offset: now.end,
        text: shown(answer, longest),
        ...(answer.length > longest && { tooltip: shown(answer, 2_000) }),
      },
    ];
  });
}
