/** Text → lossless tree and problems. Never fails, never throws, reads the text once. */
import { type Problem, type Range, range } from '../base';
import { BYTE_ORDER_MARK, HASH, skipWhite, trimWhite } from './characters';
import { parseStatement } from './parse-statement';
import { behindLineEnd, isTitle, lineEnd, type Source, source } from './source';
import type { Body, Directive, Section, Statement, Title, Tree } from './tree';

/** How deep bodies may stand in each other. */
export const depthLimit = 64;

/** Reads a session script. `problems` is `tree.problems`: what is wrong with the text as such; `compile` finds the rest. */
export function parse(text: string): { readonly tree: Tree; readonly problems: readonly Problem[] } {
  const input = source(text);
  const sections: Section[] = [];
  let title: Title | undefined;
  let sectionStart = 0;
  let builder = bodyBuilder(input);
  const endSection = (end: number): void => {
    const content = { statements: builder.finish(), range: range(sectionStart, end) };
    sections.push(title ? { title, ...content } : content);
  };

  let at = 0;
  while (at < text.length) {
    const first = at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : at;
    const stop = lineEnd(text, first);
    const start = skipWhite(text, first, stop);
    if (text.charCodeAt(start) === HASH && start < stop && isTitle(text, start)) {
      endSection(at);
      sectionStart = at;
      title = titleLine(text, range(at, behindLineEnd(text, stop)), range(start, stop));
      builder = bodyBuilder(input);
      at = title.range.end;
    } else {
      const statement = parseStatement(input, at, start, stop);
      builder.add(statement);
      at = statement.range.end;
    }
  }
  endSection(at);

  const problems = input.problems.sort((a, b) => a.range.start - b.range.start);
  return { tree: { text, sections, problems }, problems };
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
