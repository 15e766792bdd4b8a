/** The outline of a script: its sessions, with the connections, bodies and blocks in them; and what the preamble sets up. */
import type { Range } from '../base';
import type { Protocol } from '../protocol/finding';
import type { Body, Part, Statement } from '../script';
import { protocolsIn } from './connections-in';
import { absolute, type DocumentSection, type ScriptDocument, type SectionContent } from './document';

export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'session' | 'connection' | 'body' | 'variable' | 'compose' | 'include' | 'message';
  /** With everything that belongs to it. */
  readonly range: Range;
  /** What to show when it is chosen: lies in `range`. */
  readonly selection: Range;
  readonly children: readonly OutlineItem[];
}

const known = new WeakMap<SectionContent, readonly OutlineItem[]>();

export const outline = (document: ScriptDocument): readonly OutlineItem[] =>
  document.sections.flatMap((section) => {
    let items = known.get(section.content);
    if (!items) {
      items = sectionItems(section, document.protocol);
      known.set(section.content, items);
    }
    return items.map((item) => moved(item, section));
  });

const moved = (item: OutlineItem, section: DocumentSection): OutlineItem => ({
  ...item,
  range: absolute(section, item.range),
  selection: absolute(section, item.selection),
  children: item.children.map((child) => moved(child, section)),
});

/** With ranges that count from the section's start. */
function sectionItems(section: DocumentSection, protocol: Protocol | undefined): readonly OutlineItem[] {
  const { tree } = section;
  const children = itemsOf(section, tree.statements);
  if (!tree.title) return children;
  const { text } = tree.title.title;
  return [
    {
      name: text === '' ? '###' : text,
      detail: protocolsIn(section, protocol).get('') ?? 'smtp',
      kind: 'session',
      range: { start: 0, end: section.text.length },
      selection: tree.title.content,
      children,
    },
  ];
}

const none: readonly OutlineItem[] = [];

function itemsOf(section: DocumentSection, statements: readonly Statement[]): readonly OutlineItem[] {
  const slice = ({ start, end }: Range): string => section.text.slice(start, end);
  const item = (
    kind: OutlineItem['kind'],
    name: string,
    detail: string,
    statement: { readonly range: Range; readonly content: Range },
    children = none,
  ): OutlineItem => ({
    kind,
    name,
    detail,
    range: statement.range,
    selection: firstLine(section.text, statement.content),
    children,
  });
  return statements.flatMap((statement): readonly OutlineItem[] => {
    switch (statement.kind) {
      case 'body':
        return [
          item(
            'body',
            slice(firstLine(section.text, statement.content)).trim(),
            '',
            statement,
            bodyItems(section, statement),
          ),
        ];
      case 'assignment': {
        const [block] = statement.value;
        const value = block?.kind === 'block' ? '…' : slice(statement.valueRange);
        return [item('variable', `@${statement.name.text}`, value, statement)];
      }
      case 'directive': {
        const words = statement.arguments.map(({ range }) => slice(range)).join(' ');
        if (statement.word.text === 'connect')
          return [item('connection', connectionName(words, statement.connection?.text), words, statement)];
        if (statement.word.text === 'compose')
          return [item('compose', words === '' ? 'compose' : words, 'compose', statement)];
        if (statement.word.text === 'include')
          return [item('include', words === '' ? 'include' : words, 'include', statement)];
        return [];
      }
      case 'wire':
        return statement.side === 'client' && statement.parts.some((part) => part.kind === 'block')
          ? [
              item(
                'message',
                subjectOf(statement.parts) ??
                  slice(firstLine(section.text, statement.content)).replace(/\s*"{3,}[-+~]*\s*$/, ''),
                'block',
                statement,
              ),
            ]
          : [];
      default:
        return [];
    }
  });
}

function bodyItems(section: DocumentSection, body: Body): readonly OutlineItem[] {
  return [...itemsOf(section, body.statements), ...(body.else ? itemsOf(section, body.else.statements) : [])];
}

const connectionName = (words: string, before: string | undefined): string =>
  before ?? /(?:^|\s)as (\S+)/.exec(words)?.[1] ?? (words === '' ? 'connect' : words);

/** Of the message that a block holds. */
function subjectOf(parts: readonly Part[]): string | undefined {
  for (const part of parts) {
    const [first] = part.kind === 'block' ? part.content : [];
    if (first?.kind !== 'text') continue;
    const subject = /^Subject:[ \t]*(.*)$/im.exec(first.text.slice(0, 4_000))?.[1]?.trim();
    if (subject) return subject;
  }
  return undefined;
}

function firstLine(text: string, { start, end }: Range): Range {
  const lf = text.indexOf('\n', start);
  const stop = lf === -1 || lf > end ? end : lf;
  return { start, end: text[stop - 1] === '\r' && stop > start ? stop - 1 : stop };
}
