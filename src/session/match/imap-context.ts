/** What a comparison of one response carries along: captures, how much fitted, and the first place where it did not. */
import { matchText, type TextScope } from './match-text';
import type { Element } from './text-pattern';

export interface Context extends TextScope {
  readonly follow: ((n: number) => number | undefined) | undefined;
  readonly captures: (readonly [string, string])[];
  /** How many values have fitted on the way to here. */
  fitted: number;
  /** The furthest miss so far. */
  miss: { readonly fitted: number; readonly wanted: string; readonly got: string } | undefined;
}

export function context(scope: TextScope, follow: Context['follow']): Context {
  return { ...scopeOf(scope), follow, captures: [], fitted: 0, miss: undefined };
}

const scopeOf = (scope: TextScope): TextScope => ({
  value: (expression) => scope.value(expression),
  bound: (name) => scope.bound(name),
});

/** Notes that something else stands where `wanted` should. Always false. */
export function differs(ctx: Context, wanted: string, got: string): false {
  if (!ctx.miss || ctx.fitted > ctx.miss.fitted) ctx.miss = { fitted: ctx.fitted, wanted, got };
  return false;
}

/** One value fits. Always true. */
export function fits(ctx: Context): true {
  ctx.fitted++;
  return true;
}

/** Tries a way; when it fails, captures and count are as before. */
export function attempt(ctx: Context, way: () => boolean): boolean {
  const { fitted } = ctx;
  const { length } = ctx.captures;
  if (way()) return true;
  ctx.fitted = fitted;
  ctx.captures.length = length;
  return false;
}

/** What the name must be equal to, from this response or from before. */
export const boundTo = (ctx: Context, name: string): string | undefined =>
  ctx.captures.find(([known]) => known === name)?.[1] ?? ctx.bound(name);

export function take(ctx: Context, name: string, value: string): boolean {
  const bound = boundTo(ctx, name);
  if (bound !== undefined && bound !== value) return differs(ctx, bound, value);
  if (bound === undefined || !ctx.captures.some(([known]) => known === name)) ctx.captures.push([name, value]);
  return fits(ctx);
}

/** A word with holes, or a block, against a text. */
export function fitsText(
  ctx: Context,
  pieces: readonly Element[],
  text: string,
  options: { readonly caseless: boolean; readonly wide: boolean },
): boolean {
  const scope: TextScope = { value: ctx.value, bound: (name) => boundTo(ctx, name) };
  const match = matchText(pieces, text, scope, { mode: 'exact', ...options });
  if (!match.ok) return false;
  for (const capture of match.captures) ctx.captures.push(capture);
  return fits(ctx);
}
