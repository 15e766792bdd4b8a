/** Formats a script: indentation, white space of directives, blank lines between sessions. What goes over the wire stays. */
import { BYTE_ORDER_MARK, trimWhite } from './characters';
import { parse } from './parse';
import type { Statement, Title, Tree } from './tree';

interface FormattedLine {
  /** `open`: a block that nothing closes; what is added behind it would be added to the block. */
  readonly kind: 'blank' | 'comment' | 'title' | 'open' | 'other';
  /** With its line end. */
  readonly text: string;
}

/** Formats `text`; formatting what it gives changes nothing more. What is not understood stays as it is. */
export function format(text: string): string {
  const { tree } = parse(text);
  const written: FormattedLine[] = [];
  for (const section of tree.sections) {
    if (section.title) written.push({ kind: 'title', text: titleText(tree, section.title) });
    addStatements(tree, section.statements, 0, written);
  }
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
  const mark = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(0, 1) : '';
  return mark + finish(separateSessions(written, lineEnd), lineEnd);
}

function addStatements(tree: Tree, statements: readonly Statement[], depth: number, into: FormattedLine[]): void {
  let width = 0;
  for (const [at, statement] of statements.entries()) {
    if (statement.kind === 'assignment' && statements[at - 1]?.kind !== 'assignment')
      width = alignedWidth(statements, at);
    if (statement.kind !== 'body') {
      into.push(formatLine(tree, statement, depth, width));
      continue;
    }
    into.push(formatLine(tree, statement.open, depth));
    addStatements(tree, statement.statements, depth + 1, into);
    if (statement.else) {
      into.push(formatLine(tree, statement.else.line, depth));
      addStatements(tree, statement.else.statements, depth + 1, into);
    }
    if (statement.end) into.push(formatLine(tree, statement.end, depth));
  }
}

/** The longest name of the assignments in a row from `at` on, when their `=` stand in one column; else 0. */
function alignedWidth(statements: readonly Statement[], at: number): number {
  let width = 0;
  let column: number | undefined;
  for (let i = at; i < statements.length; i++) {
    const statement = statements[i];
    if (statement?.kind !== 'assignment') break;
    const own = statement.equals.start - statement.mark.start;
    column ??= own;
    if (own !== column) return 0;
    width = Math.max(width, statement.name.text.length);
  }
  return width;
}

function formatLine(
  { text }: Tree,
  statement: Exclude<Statement, { kind: 'body' }>,
  depth: number,
  nameWidth = 0,
): FormattedLine {
  const { content, range } = statement;
  const indent = '  '.repeat(depth);
  const end = text.slice(content.end, range.end);
  const whole = text.slice(content.start, content.end);
  switch (statement.kind) {
    case 'blank':
      return { kind: 'blank', text: end };
    case 'comment':
      return { kind: 'comment', text: indent + whole + end };
    case 'unknown': {
      const start = range.start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : range.start;
      return { kind: 'other', text: text.slice(start, range.end) };
    }
    case 'wire': {
      const name = statement.connection ? `${statement.connection.text} ` : '';
      const open = statement.parts.some((part) => part.kind === 'block' && !part.close);
      return {
        kind: open ? 'open' : 'other',
        text: indent + name + text.slice(statement.mark.start, content.end) + end,
      };
    }
    case 'assignment': {
      const [first] = statement.value;
      const block = first?.kind === 'block' ? first : undefined;
      const value = text.slice(statement.valueRange.start, block ? content.end : statement.valueRange.end);
      const assigned = `@${statement.name.text.padEnd(nameWidth)} =${value === '' ? '' : ` ${value}`}`;
      return { kind: block && !block.close ? 'open' : 'other', text: indent + assigned + end };
    }
    case 'directive': {
      const kept = statement.block ? whole : text.slice(content.start, trimWhite(text, content.start, content.end));
      return { kind: statement.block && !statement.block.close ? 'open' : 'other', text: indent + kept + end };
    }
  }
}

const titleText = ({ text }: Tree, { title, content, range }: Title): string =>
  `###${title.text === '' ? '' : ` ${title.text}`}${text.slice(content.end, range.end)}`;

/** One blank line before each title and the comments right above it. */
function separateSessions(lines: readonly FormattedLine[], lineEnd: string): FormattedLine[] {
  const result: FormattedLine[] = [];
  for (const line of lines) {
    if (line.kind === 'title') {
      let attached = result.length;
      while (result[attached - 1]?.kind === 'comment') attached--;
      let before = attached;
      while (result[before - 1]?.kind === 'blank') before--;
      const separator: FormattedLine[] =
        before === 0 || result[before - 1]?.kind === 'open' ? [] : [{ kind: 'blank', text: lineEnd }];
      result.splice(before, attached - before, ...separator);
    }
    result.push(line);
  }
  return result;
}

/** Ends the text with one line end, unless a block is open there. */
function finish(lines: FormattedLine[], lineEnd: string): string {
  while (lines.at(-1)?.kind === 'blank') lines.pop();
  const text = lines.map((line) => line.text).join('');
  // A line end behind a CR would make the CR part of it.
  return lines.length === 0 || lines.at(-1)?.kind === 'open' || /[\r\n]$/.test(text) ? text : text + lineEnd;
}
