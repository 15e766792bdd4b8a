/** Compares one IMAP response with a pattern. */
import type { ImapResponse } from '../../protocol/imap/response';
import { codeShape, fetchShape, fill, type ResponseShape, responseShape, type Shape } from '../../protocol/imap/shapes';
import type { ImapAtom, ImapValue } from '../../protocol/imap/value';
import { attempt, boundTo, type Context, differs, fits } from './imap-context';
import { compareInOrder, compareKeyed, compareSet } from './imap-list';
import { type Node, plainWord } from './imap-node';
import type { ImapPattern, StatusPattern } from './imap-pattern';
import { rolesOf } from './imap-roles';
import { showBody, showValues } from './imap-show';
import { compareValue } from './imap-value';
import { matchText, type TextScope } from './match-text';
import { showNode } from './show-node';

const nowhere = { start: 0, end: 0 };
const atom = (text: string): ImapAtom => ({ kind: 'atom', text, range: nowhere });
const keyword: Shape = { kind: 'keyword' };
const string: Shape = { kind: 'string' };
const number: Shape = { kind: 'number' };

/** Whether the response is of the sort that the pattern speaks of: cheap, and false for most. */
export function concerns(pattern: ImapPattern, response: ImapResponse): boolean {
  switch (pattern.kind) {
    case 'untagged':
      return response.kind === 'untagged' && (pattern.names?.includes(response.name) ?? true);
    case 'continuation':
      return response.kind === 'continuation';
    case 'final':
      return response.kind === 'tagged' || (response.kind === 'untagged' && !pattern.tag);
  }
}

export function compareResponse(pattern: ImapPattern, response: ImapResponse, ctx: Context): boolean {
  switch (pattern.kind) {
    case 'untagged':
      return compareUntagged(pattern, response, ctx);
    case 'continuation':
      return compareStatus(pattern.status, response, ctx);
    case 'final':
      return compareFinal(pattern, response, ctx);
  }
}

function compareUntagged(pattern: ImapPattern & { kind: 'untagged' }, response: ImapResponse, ctx: Context): boolean {
  if (pattern.regex) {
    const shown = showBody(response, true);
    return pattern.regex.test(shown) ? fits(ctx) : differs(ctx, String(pattern.regex), shown);
  }
  if (pattern.name && pattern.name.kind !== 'any' && !compareValue(pattern.name, atom(response.name), keyword, ctx))
    return false;
  fits(ctx);
  if (pattern.number && pattern.number.kind !== 'any') {
    if (response.number === undefined) return differs(ctx, showNode(pattern.number, ctx), response.name);
    if (!compareValue(pattern.number, atom(String(response.number)), number, ctx)) return false;
  }
  if (pattern.status) return compareStatus(pattern.status, response, ctx);
  return compareFields(pattern.values, response.values, responseShape(response.name), pattern.exact, ctx);
}

function compareFinal(pattern: ImapPattern & { kind: 'final' }, response: ImapResponse, ctx: Context): boolean {
  if (pattern.tag && !compareValue(pattern.tag, atom(response.tag ?? ''), string, ctx)) return false;
  if (pattern.regex) {
    const shown = showBody(response, true);
    return pattern.regex.test(shown) ? fits(ctx) : differs(ctx, String(pattern.regex), shown);
  }
  if (pattern.names && !pattern.names.includes(response.name))
    return differs(ctx, pattern.names.join('|'), response.name);
  fits(ctx);
  return compareStatus(pattern.status, response, ctx);
}

function compareStatus({ code, text, regex }: StatusPattern, response: ImapResponse, ctx: Context): boolean {
  if (regex) {
    const shown = [
      response.code && `[${showValues([atom(response.code.name), ...response.code.values], true)}]`,
      response.text,
    ];
    const seen = shown.filter((one) => one).join(' ');
    return regex.test(seen) ? fits(ctx) : differs(ctx, String(regex), seen);
  }
  if (code) {
    if (!response.code) return differs(ctx, `[${showNode(code.name, ctx)}]`, response.text || 'no response code');
    if (code.name.kind !== 'any' && !compareValue(code.name, atom(response.code.name), keyword, ctx)) return false;
    if (
      code.values.length > 0 &&
      !compareFields(code.values, response.code.values, codeShape(response.code.name), false, ctx)
    ) {
      return false;
    }
  }
  if (text.length === 0) return fits(ctx);
  const scope: TextScope = { value: ctx.value, bound: (name) => boundTo(ctx, name) };
  const match = matchText(text, response.text ?? '', scope, { mode: 'prefix' });
  if (!match.ok) return differs(ctx, match.wanted, match.got || 'the end of the text');
  ctx.captures.push(...match.captures);
  return fits(ctx);
}

/** Fields in order; what is behind them by the shape of the rest. A pattern may end early, but not where data is exact. */
function compareFields(
  nodes: readonly Node[],
  values: readonly ImapValue[],
  shape: ResponseShape,
  exact: boolean,
  ctx: Context,
): boolean {
  const { fields, rest } = fill(shape, values);
  const step = (n: number, f: number): boolean => {
    const node = nodes[n];
    const filled = fields[f];
    if (!filled) return compareRest(nodes.slice(n), rest, shape, exact, ctx);
    if (!node) return !exact || compareRest([], rest, shape, exact, ctx);
    if (node.kind === 'any') {
      for (let next = f; next <= fields.length; next++) if (attempt(ctx, () => step(n + 1, next))) return true;
      // It may also reach into the rest.
      return attempt(ctx, () => compareRest(nodes.slice(n), rest, shape, exact, ctx));
    }
    if (node.kind === 'regex' || (node.kind === 'capture' && node.take.kind === 'rest')) {
      const all = [...fields.slice(f).map((one) => one.value), ...rest];
      return compareInOrder(nodes.slice(n), all, rolesOf(all, 'any'), { whole: false }, ctx);
    }
    // The pattern leaves out what a server may leave out.
    if (filled.field.optional && !looksLike(node, filled.field)) return step(n, f + 1);
    const { value, field } = filled;
    const fieldShape = shape.name === 'FETCH' ? undefined : field.shape;
    const same = fieldShape ? compareField(node, value, fieldShape, exact, ctx) : compareFetch(node, value, exact, ctx);
    return same && step(n + 1, f + 1);
  };
  return step(0, 0);
}

function looksLike(node: Node, field: { readonly name: string; readonly optional?: string }): boolean {
  if (field.optional === 'list') return node.kind === 'list' || node.kind === 'value' || node.kind === 'capture';
  return field.optional !== 'keyword' || plainWord(node)?.toUpperCase() === field.name;
}

/** `=` in front of the response makes its lists exact. */
const withExact = (node: Node, exact: boolean): Node =>
  exact && node.kind === 'list' ? { ...node, exact: true } : node;

const compareField = (node: Node, value: ImapValue, shape: Shape, exact: boolean, ctx: Context): boolean =>
  compareValue(withExact(node, exact && shape.kind !== 'keyed'), value, shape, ctx);

function compareFetch(node: Node, value: ImapValue, exact: boolean, ctx: Context): boolean {
  if (node.kind !== 'list' || value.kind !== 'list') return compareValue(node, value, { kind: 'any' }, ctx);
  return compareKeyed(node.items, value.items, fetchShape, { exact: exact || node.exact }, ctx);
}

function compareRest(
  nodes: readonly Node[],
  values: readonly ImapValue[],
  shape: ResponseShape,
  exact: boolean,
  ctx: Context,
): boolean {
  const rest = shape.rest;
  // `* CAPABILITY = (IMAP4rev1 IDLE)`: the rest written as an exact list.
  const [only] = nodes;
  if (rest && nodes.length === 1 && only?.kind === 'list' && only.exact && values[0]?.kind !== 'list') {
    return compareRest(only.items, values, shape, true, ctx);
  }
  switch (rest?.kind) {
    case 'set': {
      if (rest.of.kind !== 'number') return compareSet(nodes, values, rest.of, { exact }, ctx);
      // SEARCH: exact; `(MODSEQ n)` behind it is no number (RFC 7162 §3.1.5).
      const lists = nodes.filter((node) => node.kind === 'list');
      const numbers = values.filter((value) => value.kind !== 'list');
      const others = values.filter((value) => value.kind === 'list');
      const named = nodes.filter((node) => node.kind !== 'list');
      if (!compareSet(named, numbers, rest.of, { exact: true }, ctx)) return false;
      return lists.length === 0 || compareInOrder(lists, others, [], { whole: true }, ctx);
    }
    case 'keyed':
      return compareKeyed(nodes, values, (key) => rest.values[key] ?? rest.other, { exact }, ctx);
    case 'positional':
      return compareInOrder(nodes, values, rolesOf(values, rest.of), { whole: true }, ctx);
    default:
      return compareInOrder(nodes, values, rolesOf(values, 'any'), { whole: exact }, ctx);
  }
}
