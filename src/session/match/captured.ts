/** What the lines of one reply have captured so far, and the scope that it makes for the lines that follow. */
import type { Expression } from '../../script/program';
import type { TextScope } from './match-text';
import { shorten } from './show';
import type { MatchScope } from './verdict';

export interface Captured extends TextScope {
  /** A text for people: masked, then cut. */
  show(text: string, limit?: number): string;
  /** Keeps what a line has captured. */
  add(captures: readonly (readonly [string, string])[]): void;
  readonly all: readonly (readonly [string, string])[];
}

export function captured(scope: MatchScope): Captured {
  const names = new Map<string, string>();
  return {
    add(captures) {
      for (const [name, value] of captures) if (!names.has(name)) names.set(name, value);
    },
    get all() {
      return [...names];
    },
    show: (text, limit) => shorten(scope.mask ? scope.mask(text) : text, limit),
    value: (expression: Expression) => scope.text(expression, names),
    bound: (name) => names.get(name) ?? scope.bound(name),
  };
}
