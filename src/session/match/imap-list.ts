/** Compares the values of a list, or of what is left of a response: in order, as a set, or by key (language.md §3). */
import type { Shape } from '../../protocol/imap/shape';
import { type ImapValue, textOf } from '../../protocol/imap/value';
import { attempt, boundTo, type Context, differs, fits, take } from './imap-context';
import { type Node, plainWord, readText } from './imap-node';
import { contentOf, showValue, showValues } from './imap-show';
import { compareValue } from './imap-value';
import { expandSet } from './numbers';
import { showNode } from './show-node';

/** In order. `whole`: nothing may follow; else more may. `roles`: the shape of each value. */
export function compareInOrder(
  nodes: readonly Node[],
  values: readonly ImapValue[],
  roles: readonly Shape[],
  options: { readonly whole: boolean },
  ctx: Context,
): boolean {
  const step = (n: number, v: number, pattern: readonly Node[]): boolean => {
    const node = pattern[n];
    if (!node) {
      const extra = values[v];
      return !extra || !options.whole || differs(ctx, 'nothing more', showValue(extra));
    }
    if (node.kind === 'any') {
      for (let next = v; next <= values.length; next++) if (attempt(ctx, () => step(n + 1, next, pattern))) return true;
      return false;
    }
    if (node.kind === 'capture' && node.take.kind === 'rest') {
      for (let next = values.length; next >= v; next--) {
        const text = showValues(values.slice(v, next));
        if (attempt(ctx, () => take(ctx, node.name, text) && step(n + 1, next, pattern))) return true;
      }
      return false;
    }
    if (node.kind === 'regex') {
      const rest = showValues(values.slice(v), true);
      return node.regex.test(rest) ? fits(ctx) : differs(ctx, String(node.regex), rest);
    }
    const value = values[v];
    if (value) {
      const role = roles[v] ?? { kind: 'any' };
      if (attempt(ctx, () => compareValue(node, value, role, ctx) && step(n + 1, v + 1, pattern))) return true;
    }
    // A value that reads as several, or none, stands for them.
    if (node.kind === 'value') {
      const several = readText(ctx.value(node.expression));
      if (several && several.length !== 1) {
        const spliced = [...several, ...pattern.slice(n + 1)];
        return attempt(ctx, () => step(0, v, spliced));
      }
    }
    return value ? false : differs(ctx, showNode(node, ctx), 'the end');
  };
  return step(0, 0, nodes);
}

/**
 * As a set: each node is met by a value of its own. `exact`: no value may be left, `\Recent` aside unless it is named.
 * A capture takes the first value that no other node names; `{{@name...}}` all of them.
 */
export function compareSet(
  nodes: readonly Node[],
  values: readonly ImapValue[],
  of: Shape,
  options: { readonly exact: boolean },
  ctx: Context,
): boolean {
  const all = nodes.flatMap((node) => membersOf(node, of, ctx));
  const pool = [...values];
  const open = all.some((node) => node.kind === 'any');
  for (const node of all) {
    if (node.kind === 'any' || isTaker(node, ctx)) continue;
    const index = pool.findIndex((value) => attempt(ctx, () => compareQuietly(node, value, of, ctx)));
    if (index === -1) {
      const bound = node.kind === 'capture' ? boundTo(ctx, node.name) : undefined;
      const wanted =
        node.kind === 'capture' && bound !== undefined
          ? `${bound}, as ${node.name} was captured before`
          : showNode(node, ctx);
      return differs(ctx, wanted, pool.length > 0 ? `(${showValues(values)}), where it is missing` : 'nothing more');
    }
    pool.splice(index, 1);
  }
  for (const node of all) {
    if (node.kind !== 'capture' || node.take.kind !== 'word' || !isTaker(node, ctx)) continue;
    const value = pool.shift();
    if (!value) return differs(ctx, showNode(node, ctx), 'nothing more');
    if (!take(ctx, node.name, contentOf(value))) return false;
  }
  for (const node of all) {
    if (node.kind !== 'capture' || node.take.kind !== 'rest') continue;
    if (!takeAll(node.name, pool.splice(0), ctx)) return false;
  }
  if (!options.exact || open) return fits(ctx);
  const recentNamed = all.some((node) => plainWord(node)?.toUpperCase() === '\\RECENT');
  const extra = pool.find((value) => recentNamed || textOf(value)?.toUpperCase() !== '\\RECENT');
  return extra ? differs(ctx, 'nothing more', showValue(extra)) : fits(ctx);
}

/** A capture takes what is left over, unless it is bound: then it names its value. */
const isTaker = (node: Node, ctx: Context): boolean =>
  node.kind === 'capture' &&
  (node.take.kind === 'rest' || (node.take.kind === 'word' && boundTo(ctx, node.name) === undefined));

/** Members that a set is tried against are no misses, one by one. */
function compareQuietly(node: Node, value: ImapValue, of: Shape, ctx: Context): boolean {
  const { miss } = ctx;
  const same = compareValue(node, value, of, ctx);
  if (value.kind !== 'list') ctx.miss = miss;
  return same;
}

function takeAll(name: string, left: readonly ImapValue[], ctx: Context): boolean {
  const text = showValues(left);
  const bound = boundTo(ctx, name);
  // As a set it is equal in any order.
  const sorted = (words: string): string => words.split(' ').sort().join(' ');
  return take(ctx, name, bound !== undefined && sorted(bound) === sorted(text) ? bound : text);
}

/** Values that read as several members, and sequence sets of numbers, taken apart. */
function membersOf(node: Node, of: Shape, ctx: Context): readonly Node[] {
  if (node.kind === 'value') {
    const text = ctx.value(node.expression);
    const several = readText(text);
    if (several && several.length !== 1) return several.flatMap((one) => membersOf(one, of, ctx));
    if (of.kind === 'number') return numbersOf(text) ?? [node];
  }
  return (of.kind === 'number' && numbersOf(plainWord(node) ?? '')) || [node];
}

function numbersOf(text: string): readonly Node[] | undefined {
  if (!/[:,]/.test(text)) return undefined;
  return expandSet(text)?.map((number) => ({
    kind: 'word',
    pieces: [{ kind: 'literal', text: number }],
    quoted: false,
  }));
}

/** Item names are equal whatever the case, the spaces and quotes in a section, `.PEEK`, and the length asked for. */
export function keyOf(text: string): string {
  if (!text.includes('[')) return text.toUpperCase();
  return text
    .toUpperCase()
    .replace(/\.PEEK(?=\[)/, '')
    .replace(/"/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\[ | \]|\( | \)/g, (s) => s.trim())
    .replace(/<(\d+)\.\d+>$/, '<$1>');
}

/** By key. `exact`: no key may be there that is not named. A key at the end without a value asks only that it be there. */
export function compareKeyed(
  nodes: readonly Node[],
  values: readonly ImapValue[],
  shapeOf: (key: string) => Shape,
  options: { readonly exact: boolean },
  ctx: Context,
): boolean {
  const left = new Map<string, { readonly key: ImapValue; readonly value: ImapValue | undefined }>();
  for (let i = 0; i < values.length; i += 2) {
    const key = values[i];
    if (key) left.set(keyOf(contentOf(key)), { key, value: values[i + 1] });
  }
  let open = false;
  for (let n = 0; n < nodes.length; n++) {
    const node = nodes[n];
    if (!node) continue;
    if (node.kind === 'any') {
      open = true;
      continue;
    }
    if (node.kind === 'capture' && node.take.kind === 'rest') {
      const rest = [...left.values()].flatMap(({ key, value }) => (value ? [key, value] : [key]));
      left.clear();
      if (!take(ctx, node.name, showValues(rest))) return false;
      continue;
    }
    if (node.kind === 'value') {
      const several = readText(ctx.value(node.expression));
      if (several && several.length !== 1) {
        return compareKeyed([...several, ...nodes.slice(n + 1)], pairs(left), shapeOf, options, ctx);
      }
    }
    const name = showKey(node, ctx);
    const key = keyOf(name);
    const found = left.get(key);
    if (!found)
      return differs(ctx, name, left.size > 0 ? `${[...left.keys()].join(' ')}, where it is missing` : 'nothing more');
    fits(ctx);
    left.delete(key);
    const wanted = nodes[++n];
    if (!wanted) break;
    if (!found.value) return differs(ctx, showNode(wanted, ctx), 'nothing');
    const { value } = found;
    if (!compareValue(wanted, value, shapeOf(key), ctx)) return false;
  }
  const [extra] = left.values();
  if (options.exact && !open && extra) return differs(ctx, 'nothing more', contentOf(extra.key));
  return fits(ctx);
}

const pairs = (
  left: ReadonlyMap<string, { readonly key: ImapValue; readonly value: ImapValue | undefined }>,
): readonly ImapValue[] => [...left.values()].flatMap(({ key, value }) => (value ? [key, value] : [key]));

function showKey(node: Node, ctx: Context): string {
  const text = plainWord(node);
  if (text !== undefined) return text;
  const shown = showNode(node, ctx);
  return node.kind === 'word' && node.quoted ? shown.slice(1, -1) : shown;
}
