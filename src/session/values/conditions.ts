/** Judges the conditions of `assert` and `if` (language.md §6). */
import { err, nearest, ok, type Result } from '../../base';
import { fact, facts } from '../../script/names';
import type { Condition, Operator, Template } from '../../script/program';
import type { Failure } from '../../transcript/event';
import { compareTexts, durationOf } from './compare';
import { type Fact, isCaseless } from './facts';
import type { Value } from './value';
import { undefinedVariable } from './values';

export interface FactSource {
  /** The value of a fact of the table in script/names; undefined while there is none. */
  fact(path: string, argument?: string): Fact | undefined;
  /** The value of a variable. */
  variable(name: string): string | undefined;
  expand(template: Template): Result<Value, Failure>;
  /** The variables that have a value, for "did you mean". */
  readonly names: readonly string[];
}

export interface Judgement {
  readonly ok: boolean;
  /** What the left side is. Not masked. */
  readonly actual: string;
  /** Operator and right side, values put in. Not masked. */
  readonly expected: string;
}

/** The error: a variable or fact that does not exist, a right side without a value, or two sides that the operator cannot compare. */
export function evaluate(condition: Condition, source: FactSource): Result<Judgement, Failure> {
  const left = leftOf(condition, source);
  if (!left.ok) return left;
  const { operator } = condition;
  if (operator === 'exists') {
    const there = left.value.value !== undefined && left.value.value !== '' && !isEmptyList(left.value.value);
    return ok({ ok: there, actual: show(left.value.value), expected: 'exists' });
  }
  const right = rightOf(condition, source);
  if (!right.ok) return right;
  const expected = `${operator} ${right.value}`;
  const { value, caseless, path } = left.value;
  if (value === undefined) return ok({ ok: false, actual: show(value), expected });
  const held = compare(value, operator, right.value, caseless, path);
  if (held === undefined) {
    return err(
      failure(
        condition,
        operator === 'matches'
          ? `"${right.value}" is no regular expression`
          : `"${shown(value)}" and "${right.value}" cannot be compared with ${operator}`,
        operator === 'matches'
          ? 'Write it as /…/'
          : 'Both sides must be numbers, durations (200ms, 5s) or versions (TLSv1.2)',
      ),
    );
  }
  return ok({ ok: held, actual: show(value), expected });
}

interface Left {
  readonly value: Fact | undefined;
  readonly caseless: boolean;
  readonly path?: string;
}

function leftOf(condition: Condition, source: FactSource): Result<Left, Failure> {
  const { left, operator } = condition;
  if (left.kind === 'variable') {
    const value = source.variable(left.name);
    if (value !== undefined || operator === 'exists') return ok({ value, caseless: false });
    const { message, advice } = undefinedVariable(left.name, [...source.names, ...facts.map(({ name }) => name)]);
    return err(failure(condition, message, advice));
  }
  const info = fact(left.path);
  if (!info) {
    const near = nearest(left.path, [...facts.map(({ name }) => name), ...source.names]);
    const advice = near ? `Did you mean ${near}?` : `There are: ${facts.map(({ name }) => name).join(' ')}`;
    return err(failure(condition, `There is no fact "${left.path}"`, advice));
  }
  if (info.argument === 'required' && left.argument === undefined) {
    return err(failure(condition, `${left.path} needs an argument`, `Write ${info.syntax}`));
  }
  return ok({ value: source.fact(left.path, left.argument), caseless: isCaseless(left.path), path: left.path });
}

function rightOf(condition: Condition, source: FactSource): Result<string, Failure> {
  const terms: { readonly sign: 1 | -1; readonly text: string }[] = [];
  for (const { sign, template } of condition.right ?? []) {
    const value = source.expand(template);
    if (!value.ok) return value;
    terms.push({ sign, text: value.value.text.trim() });
  }
  const [first] = terms;
  if (!first) return ok('');
  if (terms.length === 1 && first.sign === 1) return ok(first.text);
  const sum = add(terms);
  if (sum !== undefined) return ok(sum);
  const written = terms.map(({ sign, text }, i) => `${sign < 0 ? '- ' : i > 0 ? '+ ' : ''}${text}`).join(' ');
  return err(failure(condition, `"${written}" cannot be added up`, 'Only numbers and durations can'));
}

function add(terms: readonly { readonly sign: 1 | -1; readonly text: string }[]): string | undefined {
  if (terms.every(({ text }) => /^[+-]?\d+$/.test(text))) {
    return String(terms.reduce((sum, { sign, text }) => sum + BigInt(sign) * BigInt(text.replace(/^\+/, '')), 0n));
  }
  let total = 0;
  let durations = false;
  for (const { sign, text } of terms) {
    const duration = durationOf(text);
    const number = duration ?? (/^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined);
    if (number === undefined) return undefined;
    durations ||= duration !== undefined;
    total += sign * number;
  }
  return durations ? `${total}ms` : String(total);
}

function compare(
  value: Fact,
  operator: Operator,
  right: string,
  caseless: boolean,
  path?: string,
): boolean | undefined {
  if (typeof value === 'boolean') return compareTexts(String(value), operator, right.toLowerCase(), false);
  if (typeof value === 'string' || typeof value === 'number')
    return compareTexts(String(value), operator, right, caseless);
  // A list: against a number how many; else what one of its members is.
  if (/^\d+$/.test(right) && operator !== 'contains') return compareTexts(String(value.length), operator, right, false);
  switch (operator) {
    case 'contains':
      return value.some((item) => compareTexts(item, path === 'reply.lines' ? 'contains' : '=', right, caseless));
    case '=':
      return compareTexts(value.join(' '), '=', right, caseless);
    case '!=':
      return compareTexts(value.join(' '), '!=', right, caseless);
    case 'matches':
    case 'startsWith': {
      const each = value.map((item) => compareTexts(item, operator, right, caseless));
      return each.length > 0 && each.every((one) => one === undefined) ? undefined : each.some((one) => one === true);
    }
    default:
      return undefined;
  }
}

const isEmptyList = (value: Fact): boolean => typeof value === 'object' && value.length === 0;

/** Enough of it to be recognised. */
const shown = (value: Fact | undefined): string => {
  const text = show(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

function show(value: Fact | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? value.join(' ') : String(value);
}

const failure = ({ place }: Condition, message: string, advice: string | undefined): Failure => ({
  kind: 'resolve',
  message,
  place,
  ...(advice !== undefined && { advice }),
});
