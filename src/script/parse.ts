/** Text → lossless tree and problems. Never fails, never throws, reads the text once. */
import { type Problem, type Range, range } from '../base';
import { BYTE_ORDER_MARK, HASH, skipWhite, trimWhite } from './characters';
import { parseStatement } from './parse-statement';
import { behindLineEnd, isTitle, limited, lineEnd, type Source, source } from './source';
import type { Body, Directive, Section, Statement, Title, Tree } from './tree';

/** How deep bodies may stand in each other. */
export const depthLimit = 64;

/** Reads a session script. `problems` is `tree.problems`: what is wrong with the text as such; `compile` finds the rest. */
export function parse(text: string): { readonly tree: Tree; readonly problems: readonly Problem[] } {
  const input = source(text);
  const preamble = parseSection(input, 0, 'preamble');
  const sections = [preamble.section];
  for (let at = preamble.end; at < text.length; ) {
    const { section, end } = parseSection(input, at, 'session');
    sections.push(section);
    at = end;
  }
  const problems = limited(input.problems.sort((a, b) => a.range.start - b.range.start));
  return { tree: { text, sections, problems }, problems };
}

/**
 * Reads the section that begins at `start`, up to the next title. A `session` begins with its title; the `preamble` has none, and is
 * empty when a title comes first. What stands behind its end decides nothing, but whether a block is ever closed.
 */
export function parseSection(
  input: Source,
  start: number,
  kind: 'preamble' | 'session',
): { readonly section: Section; readonly end: number } {
  const { text } = input;
  input.beginSection();
  const builder = bodyBuilder(input);
  let title: Title | undefined;
  let at = start;
  while (at < text.length) {
    const first = at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : at;
    const stop = lineEnd(text, first);
    const content = skipWhite(text, first, stop);
    if (text.charCodeAt(content) === HASH && content < stop && isTitle(text, content)) {
      if (at > start || kind === 'preamble') break;
      title = titleLine(text, range(at, behindLineEnd(text, stop)), range(content, stop));
      at = title.range.end;
    } else {
      const statement = parseStatement(input, at, content, stop);
      builder.add(statement);
      at = statement.range.end;
    }
  }
  const content = { statements: builder.finish(), range: range(start, at) };
  return { section: title ? { title, ...content } : content, end: at };
}

function titleLine(text: string, whole: Range, content: Range): Title {
  const start = skipWhite(text, content.start + 3, content.end);
  const end = trimWhite(text, start, content.end);
  return { kind: 'title', range: whole, content, title: { text: text.slice(start, end), range: range(start, end) } };
}

interface OpenBody {
  readonly open: Directive;
  readonly statements: Statement[];
  else?: { readonly line: Directive; readonly statements: Statement[] };
}

/** Puts statements into the bodies that `if`, `repeat` and the like open. */
function bodyBuilder(input: Source): { add(statement: Statement): void; finish(): readonly Statement[] } {
  const top: Statement[] = [];
  const open: OpenBody[] = [];
  /** Bodies beyond the limit: their lines stay flat. */
  let beyond = 0;

  const current = (): Statement[] => {
    const body = open.at(-1);
    return body ? (body.else?.statements ?? body.statements) : top;
  };
  const close = (end?: Directive): void => {
    const body = open.pop();
    if (!body) return;
    const last =
      end ?? (body.else ? (body.else.statements.at(-1) ?? body.else.line) : (body.statements.at(-1) ?? body.open));
    const node: Body = {
      kind: 'body',
      range: range(body.open.range.start, last.range.end),
      content: body.open.content,
      open: body.open,
      statements: body.statements,
      ...(body.else && { else: body.else }),
      ...(end && { end }),
    };
    current().push(node);
  };

  return {
    add(statement) {
      if (statement.kind !== 'directive') {
        current().push(statement);
        return;
      }
      const { info, word } = statement;
      if (info.opens === 'end') {
        if (open.length < depthLimit && beyond === 0) {
          open.push({ open: statement, statements: [] });
          return;
        }
        if (beyond === 0) input.report('line-too-deep', word.range, depthLimit);
        beyond++;
        current().push(unread(statement));
      } else if (info.word === 'end') {
        const extra = statement.arguments[0];
        if (extra) input.report('extra-argument', extra.range, 'end', info.syntax);
        if (beyond > 0) {
          beyond--;
          current().push(unread(statement));
        } else if (open.length > 0) close(statement);
        else {
          input.report('stray-end', word.range);
          current().push(unread(statement));
        }
      } else if (info.word === 'else') {
        const extra = statement.arguments[0];
        if (extra) input.report('extra-argument', extra.range, 'else', info.syntax);
        const body = open.at(-1);
        if (beyond === 0 && body?.open.info.word === 'if' && !body.else)
          body.else = { line: statement, statements: [] };
        else {
          if (beyond === 0) input.report('stray-else', word.range);
          current().push(unread(statement));
        }
      } else current().push(statement);
    },
    finish() {
      while (open.length > 0) {
        const word = open.at(-1)?.open.word;
        if (word) input.report('unclosed-body', word.range, word.text);
        close();
      }
      return top;
    },
  };
}

const unread = (statement: Directive): Statement => ({
  kind: 'unknown',
  range: statement.range,
  content: statement.content,
});
