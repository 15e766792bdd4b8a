/** Reads `left op right` (language.md, Assertions). */
import { nearest, range } from '../base';
import { isNamePart, isWhite, skipName, skipWhite } from './characters';
import { fact, facts } from './names';
import { type Operator, operators } from './program';
import { scanValue } from './scan-parts';
import type { Source } from './source';
import type { ConditionNode, TextPart, ValuePart, Word } from './tree';

type Terms = NonNullable<ConditionNode['right']>;

/** The condition from `start` to `end`, which is not empty and trimmed; undefined when it is none: then a problem was reported. */
export function scanCondition(source: Source, start: number, end: number): ConditionNode | undefined {
  const { text } = source;
  const whole = range(start, end);
  const subject = scanLeft(source, start, end);
  if (subject === undefined) return undefined;
  const operatorStart = skipWhite(text, subject.end, end);
  const operator = scanOperator(source, operatorStart, end);
  if (operator === undefined) return undefined;
  const node = { range: whole, ...subject.node, operator };
  const rightStart = skipWhite(text, operator.range.end, end);
  if (operator.text === 'exists') {
    if (rightStart < end) return fail(source, range(rightStart, end), 'nothing follows `exists`');
    return node;
  }
  if (rightStart >= end && operator.text !== '=' && operator.text !== '!=') {
    return fail(source, operator.range, `\`${operator.text}\` has nothing to compare with`);
  }
  return { ...node, right: scanTerms(source, rightStart, end) };
}

function fail(source: Source, at: { readonly start: number; readonly end: number }, why: string): undefined {
  source.report('bad-condition', at, why);
  return undefined;
}

interface Subject {
  readonly node: { readonly left: Word; readonly argument?: Word };
  readonly end: number;
}

/** A variable (`name` or `{{name}}`) or a fact, with its argument. */
function scanLeft(source: Source, start: number, end: number): Subject | undefined {
  const { text } = source;
  if (text.startsWith('{{', start)) return scanBraced(source, start, end);
  let stop = skipName(text, start, end);
  if (stop === start)
    return fail(source, range(start, Math.min(end, start + 1)), 'a condition begins with a variable or a fact');
  while (stop < end && (isNamePart(text.charCodeAt(stop)) || text[stop] === '.')) stop++;
  const left: Word = { text: text.slice(start, stop), range: range(start, stop) };
  const info = fact(left.text);
  if (!info && left.text.includes('.')) {
    const near =
      left.text.length > 40
        ? undefined
        : nearest(
            left.text,
            facts.map((row) => row.name),
          );
    source.report('unknown-fact', left.range, left.text.slice(0, 40), near);
    return undefined;
  }
  if (text[stop] !== '(' || stop >= end) {
    if (info?.argument === 'required') {
      source.report('fact-argument', left.range, left.text, true);
      return undefined;
    }
    return { node: { left }, end: stop };
  }
  const close = text.indexOf(')', stop);
  if (close === -1 || close >= end) return fail(source, range(stop, stop + 1), 'this parenthesis is not closed');
  const argument: Word = { text: text.slice(stop + 1, close).trim(), range: range(stop + 1, close) };
  if (info?.argument !== 'required' || argument.text === '') {
    source.report('fact-argument', range(stop, close + 1), left.text, info?.argument === 'required');
    return undefined;
  }
  return { node: { left, argument }, end: close + 1 };
}

function scanBraced(source: Source, start: number, end: number): Subject | undefined {
  const close = source.text.indexOf('}}', start);
  if (close === -1 || close + 2 > end)
    return fail(source, range(start, start + 2), 'this `{{` has no `}}` on its line');
  const [part] = scanValue(source, start, close + 2);
  if (part?.kind !== 'value' || part.builtin || part.filters.length > 0) {
    return fail(source, range(start, close + 2), 'a condition begins with a variable or a fact');
  }
  return { node: { left: part.name }, end: close + 2 };
}

function scanOperator(source: Source, start: number, end: number): ConditionNode['operator'] | undefined {
  const { text } = source;
  let stop = start;
  while (stop < end && '=!<>'.includes(text[stop] ?? ' ')) stop++;
  if (stop === start) while (stop < end && !isWhite(text.charCodeAt(stop))) stop++;
  const written = text.slice(start, stop);
  const at = range(start, stop);
  const found = operators.find((operator): operator is Operator => operator === written);
  if (found) return { text: found, range: at };
  const near =
    written === '==' ? '=' : written === '<>' ? '!=' : written.length > 40 ? undefined : nearest(written, operators);
  source.report('unknown-operator', start < end ? at : range(end - 1, end), written.slice(0, 40), near);
  return undefined;
}

/** One text; or, where every operand may be a number, the terms of a sum. */
function scanTerms(source: Source, start: number, end: number): Terms {
  const whole = scanValue(source, start, end) as readonly (TextPart | ValuePart)[];
  return sumOf(whole) ?? [{ sign: 1, parts: whole }];
}

/** A number with an optional unit, a value, and signs between them with white space around. */
function sumOf(parts: readonly (TextPart | ValuePart)[]): Terms | undefined {
  const terms: { sign: 1 | -1; parts: (TextPart | ValuePart)[] }[] = [];
  let sign: 1 | -1 | undefined = 1;
  const operand = (part: TextPart | ValuePart): boolean => {
    if (sign === undefined) return false;
    terms.push({ sign, parts: [part] });
    sign = undefined;
    return true;
  };
  for (const part of parts) {
    if (part.kind === 'value') {
      if (!operand(part)) return undefined;
      continue;
    }
    for (const match of part.text.matchAll(/[^ \t]+/g)) {
      const [token] = match;
      if (token === '+' || token === '-') {
        if (sign !== undefined) return undefined;
        sign = token === '+' ? 1 : -1;
        continue;
      }
      const from = part.range.start + match.index;
      if (!/^-?[0-9]+(\.[0-9]+)?(ms|s|m)?$/.test(token) || token.length > 30) return undefined;
      if (!operand({ kind: 'text', text: token, range: range(from, from + token.length) })) return undefined;
    }
  }
  return sign === undefined && terms.length > 1 ? terms : undefined;
}
