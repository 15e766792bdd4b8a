/** What the script will ask of a value or of a reply: an `assert` further down says what is to be made here. */

import { err, ok, toBase64, utf8 } from '../../base';
import type { Condition, Expression, Program, SessionProgram, Step } from '../../script/program';
import { evaluate } from '../../session/values/conditions';
import { expressionsOf } from '../../session/values/expressions';
import type { Fact } from '../../session/values/facts';
import { filterNamed } from '../../session/values/filters';
import { everyStep } from '../../session/walk';
import { knownText } from '../values/hole';
import type { KnownValues } from '../values/known-values';
import { textFor } from './regex-text';

export interface Wishes {
  /** Of these texts the first that the script will be content with; else one that it asks for; else the first. */
  choose(name: string, candidates: readonly string[]): string;
  /** Whether something further down needs this name to have a value. */
  needs(name: string): boolean;
}

export function wishesOf(program: Program, values: KnownValues): Wishes {
  const steps = program.sessions.flatMap(stepsOf);
  const conditions = steps.flatMap((step) => (step.kind === 'assert' ? [step.condition] : []));
  const mentions = new Map<string, readonly Condition[]>();
  const about = (name: string): readonly Condition[] => {
    const known = mentions.get(name) ?? conditions.filter((condition) => mentioned(condition, name));
    mentions.set(name, known);
    return known;
  };
  const expressions = expressionsOf(program.sessions.flatMap(({ steps, cleanup }) => [...steps, ...cleanup]));
  const filteredBy = (name: string): readonly Expression[] =>
    expressions.filter(
      ({ source, filters }) => source.kind === 'variable' && source.name === name && filters.length > 0,
    );
  const needed = new Set(program.sessions.flatMap((session) => [...session.uses]));
  for (const { left } of conditions) if (left.kind === 'variable') needed.add(left.name);

  return {
    needs: (name) => needed.has(name),
    choose(name, candidates) {
      const wanted = about(name);
      const filters = filteredBy(name);
      if (wanted.length === 0 && filters.length === 0) return candidates[0] ?? '';
      const asked = wanted.flatMap((condition) => textsFor(condition, name, values));
      const plain = [...candidates, ...asked];
      const all = filters.length === 0 ? plain : [...plain, ...plain.map((text) => toBase64(utf8(text)))];
      const fits = (text: string): boolean =>
        wanted.every((one) => holds(one, name, text, values)) && filters.every((one) => passes(one, text));
      return all.find(fits) ?? all[0] ?? '';
    },
  };
}

const stepsOf = ({ steps, cleanup }: SessionProgram): readonly Step[] => [...everyStep([...steps, ...cleanup])];

function mentioned({ left, right }: Condition, name: string): boolean {
  if (left.kind === 'variable' && left.name === name) return true;
  return (right ?? []).some(({ template }) =>
    template.some(
      (part) =>
        part.kind === 'value' && part.expression.source.kind === 'variable' && part.expression.source.name === name,
    ),
  );
}

/** Whether a condition holds with the name so; one that cannot be judged yet does. */
function holds(condition: Condition, name: string, text: string, values: KnownValues): boolean {
  const source = sourceFor(values, { [name]: text });
  const { left } = condition;
  if (left.kind === 'variable' && source.variable(left.name) === undefined) return true;
  const judged = evaluate(condition, source);
  return judged.ok ? judged.value.ok : judged.error.message === notYet;
}

const notYet = 'not known yet';

/** Whether the filters that the value is put through take it. */
function passes({ filters }: Expression, text: string): boolean {
  let value = text;
  for (const { name } of filters) {
    const made = filterNamed(name)?.apply(value);
    if (!made?.ok) return false;
    value = made.value;
  }
  return true;
}

interface Given {
  readonly [name: string]: string;
}

/** What is known, with these names given. */
export function sourceFor(
  values: KnownValues,
  given: Given = {},
  fact: (path: string) => Fact | undefined = () => undefined,
) {
  const variable = (name: string): string | undefined => given[name] ?? values.known(name);
  return {
    fact,
    variable,
    expand: (template: Parameters<KnownValues['pieces']>[0]) => {
      let text = '';
      for (const part of template) {
        if (part.kind === 'text') {
          text += part.text;
          continue;
        }
        const { source, filters } = part.expression;
        const plain = source.kind === 'variable' && filters.length === 0;
        const value = plain
          ? variable(source.name)
          : source.kind === 'variable' && given[source.name] !== undefined
            ? undefined
            : knownText(values.expression(part.expression));
        if (value === undefined) return err({ kind: 'resolve' as const, message: notYet });
        text += value;
      }
      return ok({ text, secrets: [] });
    },
    names: [],
  };
}

/** Texts that a condition suggests for the name, which stands on its left. */
function textsFor(condition: Condition, name: string, values: KnownValues): readonly string[] {
  const { left, operator } = condition;
  if (left.kind !== 'variable' || left.name !== name) return [];
  const judged = evaluate(condition, sourceFor(values, { [name]: '1' }));
  if (!judged.ok || operator === 'exists') return [];
  return suggested(operator, judged.value.expected.slice(operator.length + 1));
}

/** Texts that are in this relation to `right`. */
export function suggested(operator: Condition['operator'], right: string): readonly string[] {
  if (operator === 'matches') {
    const found = /^\/(.*)\/([a-z]*)$/s.exec(right);
    const text = textFor(found?.[1] ?? right, found?.[2]);
    return text === undefined ? [] : [text];
  }
  if (/^-?\d{1,15}$/.test(right)) return [right, String(Number(right) + 1), String(Math.max(0, Number(right) - 1))];
  return [right, `${right}1`];
}
