/** Compares one value of an IMAP response with a node of a pattern, by the value's shape. */
import type { Shape } from '../../protocol/imap/shape';
import { type ImapValue, textOf } from '../../protocol/imap/value';
import { attempt, type Context, differs, fits, fitsText, take } from './imap-context';
import { compareInOrder, compareKeyed, compareSet } from './imap-list';
import { type Node, plainWord, readText } from './imap-node';
import { rolesOf } from './imap-roles';
import { contentOf, showValue } from './imap-show';
import { matchText } from './match-text';
import { canonicalSet } from './numbers';
import { showNode } from './show-node';
import { safeRegex } from './text-pattern';

export function compareValue(node: Node, value: ImapValue, shape: Shape, ctx: Context): boolean {
  switch (node.kind) {
    case 'any':
    case 'exact':
      return fits(ctx);
    case 'capture':
      return capture(node, value, ctx);
    case 'value':
      return compareWithText(ctx.value(node.expression), value, shape, ctx);
    case 'message': {
      const now = ctx.follow ? ctx.follow(node.number) : node.number;
      const wanted = now === undefined ? `#${node.number} (expunged)` : String(now);
      return textOf(value) === wanted ? fits(ctx) : differs(ctx, wanted, contentOf(value));
    }
    case 'regex':
      return node.regex.test(showValue(value, true)) ? fits(ctx) : differs(ctx, String(node.regex), contentOf(value));
    case 'block': {
      const text = textOf(value);
      if (text === undefined || value.kind === 'atom') return differs(ctx, showNode(node, ctx), showValue(value));
      const match = matchText(node.content, text, ctx, { mode: 'exact' });
      if (!match.ok) return differs(ctx, match.wanted, match.got);
      for (const [name, taken] of match.captures) if (!take(ctx, name, taken)) return false;
      return fits(ctx);
    }
    case 'list':
      return compareList(node, value, shape, ctx);
    case 'word':
      return compareWord(node, value, shape, ctx);
  }
}

function capture(node: Node & { kind: 'capture' }, value: ImapValue, ctx: Context): boolean {
  const content = contentOf(value);
  if (node.take.kind !== 'regex') return take(ctx, node.name, content);
  const found = safeRegex(node.take.source, node.take.flags.replace(/[gy]/g, '')).exec(content);
  return found ? take(ctx, node.name, found[0]) : differs(ctx, `/${node.take.source}/`, content);
}

/** A value put in as text is equal to a string with that content, and to data that it reads as. */
function compareWithText(text: string, value: ImapValue, shape: Shape, ctx: Context): boolean {
  const word: Node = { kind: 'word', pieces: text === '' ? [] : [{ kind: 'literal', text }], quoted: false };
  if (attempt(ctx, () => compareWord(word, value, shape, ctx))) return true;
  const nodes = readText(text);
  const [only] = nodes ?? [];
  return nodes?.length === 1 && only !== undefined && only.kind !== 'word' && compareValue(only, value, shape, ctx);
}

function compareWord(node: Node & { kind: 'word' }, value: ImapValue, shape: Shape, ctx: Context): boolean {
  const wanted = plainWord(node);
  if (value.kind === 'nil') {
    const nil = !node.quoted && wanted?.toUpperCase() === 'NIL';
    return nil ? fits(ctx) : differs(ctx, showNode(node, ctx), 'NIL');
  }
  const text = textOf(value);
  if (text === undefined) return differs(ctx, showNode(node, ctx), showValue(value));
  const caseless = isCaseless(shape, value, node.quoted, text);
  if (wanted !== undefined) {
    const equal = caseless ? wanted.toUpperCase() === text.toUpperCase() : wanted === text;
    return equal || equalAs(shape, wanted, text) ? fits(ctx) : differs(ctx, showNode(node, ctx), showValue(value));
  }
  if (fitsText(ctx, node.pieces, text, { caseless, wide: node.quoted })) return true;
  return differs(ctx, showNode(node, ctx), showValue(value));
}

function isCaseless(shape: Shape, value: ImapValue, quoted: boolean, text: string): boolean {
  switch (shape.kind) {
    case 'keyword':
      return true;
    case 'mailbox':
      return text.toUpperCase() === 'INBOX';
    case 'string':
    case 'number':
    case 'rights':
      return false;
    default:
      return value.kind === 'atom' && !quoted;
  }
}

function equalAs(shape: Shape, wanted: string, text: string): boolean {
  switch (shape.kind) {
    case 'number':
      return /^\d+$/.test(wanted) && /^\d+$/.test(text) && BigInt(wanted) === BigInt(text);
    case 'sequence-set': {
      const set = canonicalSet(wanted);
      return set !== undefined && set === canonicalSet(text);
    }
    case 'rights':
      return [...wanted].sort().join('') === [...text].sort().join('');
    default:
      return false;
  }
}

function compareList(node: Node & { kind: 'list' }, value: ImapValue, shape: Shape, ctx: Context): boolean {
  if (value.kind !== 'list') return differs(ctx, showNode(node, ctx), showValue(value));
  switch (shape.kind) {
    case 'set':
      return compareSet(node.items, value.items, shape.of, { exact: node.exact }, ctx);
    case 'keyed':
      return compareKeyed(
        node.items,
        value.items,
        (key) => shape.values[key] ?? shape.other,
        { exact: node.exact },
        ctx,
      );
    case 'positional':
      return compareInOrder(node.items, value.items, rolesOf(value.items, shape.of), { whole: true }, ctx);
    default:
      return compareInOrder(node.items, value.items, rolesOf(value.items, 'any'), { whole: true }, ctx);
  }
}
