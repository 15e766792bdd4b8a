/** What a comparison is given of a session's values. */
import type { MatchScope } from '../match/verdict';
import type { Moment } from './builtins';
import type { Values } from './values';

/** `follow` and `once`: see `MatchScope`. */
export function matchScope(
  values: Values,
  moment: Moment = {},
  follow?: (n: number) => number | undefined,
  once = false,
): MatchScope {
  return {
    text: (expression, captured) => values.text(expression, moment, captured),
    bound: (name) => values.bound(name),
    mask: (text) => values.mask(text),
    once,
    ...(follow && { follow }),
    ...(moment.tag !== undefined && { tag: moment.tag }),
  };
}
