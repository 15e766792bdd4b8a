/** Compares two values of a condition as what they are: numbers, durations, versions, codes with `x`, else text. */
import type { Operator } from '../../script/program';

/** Milliseconds of `200ms`, `5s`, `2m`; undefined for anything else. */
export function durationOf(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text);
  if (!found?.[1]) return undefined;
  return Number(found[1]) * (found[2] === 'ms' ? 1 : found[2] === 's' ? 1_000 : 60_000);
}

type Quantity =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'duration'; readonly value: number }
  | { readonly kind: 'version'; readonly name: string; readonly value: readonly number[] };

function quantityOf(text: string): Quantity | undefined {
  if (/^[+-]?\d+$/.test(text)) return { kind: 'integer', value: BigInt(text.replace(/^\+/, '')) };
  if (/^[+-]?\d+\.\d+$/.test(text)) return { kind: 'number', value: Number(text) };
  const duration = durationOf(text);
  if (duration !== undefined) return { kind: 'duration', value: duration };
  const version = /^([A-Za-z]*?)v?(\d+(?:\.\d+)*)$/i.exec(text);
  if (!version?.[2]) return undefined;
  return { kind: 'version', name: (version[1] ?? '').toLowerCase(), value: version[2].split('.').map(Number) };
}

/** Negative, zero or positive; undefined when the two are not of one kind. A plain number beside a duration is milliseconds. */
export function order(left: string, right: string): number | undefined {
  const a = quantityOf(left.trim());
  const b = quantityOf(right.trim());
  if (!a || !b) return undefined;
  if (a.kind === 'integer' && b.kind === 'integer') return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  if (a.kind === 'version' || b.kind === 'version') {
    const x = versionOf(a);
    const y = versionOf(b);
    if (!x || !y || x.name !== y.name) return undefined;
    for (let i = 0; i < Math.max(x.value.length, y.value.length); i++) {
      const difference = (x.value[i] ?? 0) - (y.value[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }
  return Number(a.value) - Number(b.value);
}

/** A number can be a version without a name: `1.2`. */
function versionOf(quantity: Quantity): (Quantity & { kind: 'version' }) | undefined {
  switch (quantity.kind) {
    case 'version':
      return quantity;
    case 'duration':
      return undefined;
    default:
      return { kind: 'version', name: '', value: String(quantity.value).split('.').map(Number) };
  }
}

const codeWithX = /^(?:[2-5x][0-9x]{2}|[245x]\.(?:\d{1,3}|x)\.(?:\d{1,3}|x))$/i;

/** Whether `pattern`, a reply code or enhanced code with `x` for any digits, fits; undefined when it is none. */
export function fitsCode(text: string, pattern: string): boolean | undefined {
  if (!codeWithX.test(pattern) || !/x/i.test(pattern)) return undefined;
  const parts = pattern.toLowerCase().split('.');
  const digits = parts.length === 1 ? '\\d' : '\\d{1,3}';
  return new RegExp(`^${parts.map((part) => part.replaceAll('x', digits)).join('\\.')}$`).test(text);
}

/** Undefined: the operator does not go with these two. */
export function compareTexts(left: string, operator: Operator, right: string, caseless: boolean): boolean | undefined {
  const fold = (text: string): string => (caseless ? text.toLowerCase() : text);
  switch (operator) {
    case '=':
    case '!=': {
      const equal = fitsCode(left, right) ?? (order(left, right) === 0 || fold(left) === fold(right));
      return equal === (operator === '=');
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const difference = order(left, right);
      if (difference === undefined) return undefined;
      if (operator === '<') return difference < 0;
      if (operator === '<=') return difference <= 0;
      return operator === '>' ? difference > 0 : difference >= 0;
    }
    case 'contains':
      return fold(left).includes(fold(right));
    case 'startsWith':
      return fold(left).startsWith(fold(right));
    case 'matches':
      return matches(left, right);
    case 'exists':
      return left !== '';
  }
}

/** `right` is `/regex/flags`, or the regular expression alone; undefined when it is none. */
function matches(left: string, right: string): boolean | undefined {
  const written = /^\/(.*)\/([a-z]*)$/s.exec(right);
  try {
    return new RegExp(written?.[1] ?? right, (written?.[2] ?? '').replace(/[gy]/g, '')).test(left);
  } catch {
    return undefined;
  }
}
