/** Writes patterns and replies for people. What is cut short is masked first, since a secret that is cut can no longer be found. */
import type { Expression, Pattern, Take } from '../../script/program';

const longest = 300;

/** The pattern as written, with values put in where `value` is given. */
export function showPattern(pattern: Pattern, value: (expression: Expression) => string = showExpression): string {
  let text = '';
  for (const part of pattern) {
    switch (part.kind) {
      case 'text':
        text += part.text;
        break;
      case 'any':
        text += '...';
        break;
      case 'capture':
        text += `{{@${part.name}${showTake(part.take)}}}`;
        break;
      case 'value':
        text += value(part.expression);
        break;
      case 'regex':
        text += `/${part.source}/${part.flags}`;
        break;
      case 'block':
        text += `"""${showPattern(part.content, value)}"""`;
        break;
    }
  }
  return text.trim();
}

function showTake(take: Take): string {
  switch (take.kind) {
    case 'word':
      return '';
    case 'rest':
      return '...';
    case 'regex':
      return `:/${take.source}/${take.flags}`;
  }
}

export function showExpression({ source, filters }: Expression): string {
  const head =
    source.kind === 'variable'
      ? source.name
      : `$${source.name}${source.argument === undefined ? '' : ` ${source.argument}`}`;
  return `{{${[head, ...filters.map((filter) => filter.name)].join(' | ')}}}`;
}

const escapes: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t' };

/** One line: control characters as escapes, cut after `limit` characters. */
export function shorten(text: string, limit = longest): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(/[\x00-\x1f\x7f]/g, (c) => escapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
