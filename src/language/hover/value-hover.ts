/** Hovers over what stands between `{{` and `}}`: variables with their values, built-ins, filters, captures, files. */
import type { Range } from '../../base';
import { builtin, filter, type Part, type Statement } from '../../script';
import type { Scene } from '../cursor/scene';
import { builtinEntry, filterEntry } from '../knowledge/describe-language';
import { describe } from '../knowledge/entry';
import { code, fenced, paragraphs } from '../knowledge/markdown';
import { type KnownValue, knownValue } from './variable-value';

/** With offsets from the section's start. */
export interface SectionHover {
  readonly range: Range;
  readonly markdown: string;
}

/** The hover over the part of `statement` that holds `at` (from the section's start). */
export function valueHover(scene: Scene, statement: Statement, at: number): SectionHover | undefined {
  const part = partAt(partsOf(statement), at);
  if (part?.kind === 'value') {
    const filtered = part.filters.find(({ range }) => holds(range, at));
    const info = filtered && filter(filtered.text);
    if (filtered) return info && { range: filtered.range, markdown: describe(filterEntry(info)) };
    if (!part.builtin)
      return { range: around(part.name.range, part.range, at), markdown: variableText(scene, part.name.text) };
    const built = builtin(part.name.text);
    const whole = part.argument ? { start: part.name.range.start, end: part.argument.range.end } : part.name.range;
    return built && { range: around(whole, part.range, at), markdown: describe(builtinEntry(built)) };
  }
  if (part?.kind === 'capture')
    return { range: part.range, markdown: paragraphs(`**${code(part.name)}** · capture`, takes[part.take.kind]) };
  if (part?.kind === 'file')
    return { range: part.range, markdown: paragraphs('**file**', `The file's octets are sent ${formOf(part.form)}.`) };
  return undefined;
}

const takes = {
  word: 'Takes one word of what the server says; in IMAP one token or a whole list, of a literal its content.',
  rest: 'Takes the rest of the line.',
  regex: 'Takes what the regular expression matches.',
} as const;

const formOf = ({ nonSync, literal8 }: { readonly nonSync: boolean; readonly literal8: boolean }): string =>
  `as octets of a known length${literal8 ? ', as a literal8 (RFC 9051 §4.3)' : ''}${nonSync ? ', without waiting (RFC 7888 §4)' : ''}`;

/** The inner range when it holds `at`, else the outer one. */
const around = (inner: Range, outer: Range, at: number): Range => (holds(inner, at) ? inner : outer);

const holds = ({ start, end }: Range, at: number): boolean => at >= start && at <= end;

function partAt(parts: readonly Part[], at: number): Part | undefined {
  for (const part of parts) {
    if (!holds(part.range, at)) continue;
    if (part.kind === 'block') {
      const inner = partAt(part.content, at);
      if (inner) return inner;
    } else if (part.kind === 'file') return partAt(part.path, at) ?? part;
    else if (part.kind !== 'text' && part.kind !== 'any' && part.kind !== 'regex') return part;
  }
  return undefined;
}

function partsOf(statement: Statement): readonly Part[] {
  switch (statement.kind) {
    case 'wire':
      return statement.parts;
    case 'assignment':
      return statement.value;
    case 'directive':
      return [
        ...statement.arguments.flatMap((argument) => argument.parts),
        ...(statement.condition?.right ?? []).flatMap(({ parts }) => parts),
        ...(statement.block ? [statement.block] : []),
      ];
    default:
      return [];
  }
}

/** A variable: its value here, and where it has it from. */
export function variableText(scene: Scene, name: string): string {
  const value = knownValue(scene.document, name, scene.lineStart);
  return paragraphs(`**${code(name)}** · variable`, ...(value ? shown(scene, value) : [notKnown(scene, name)]));
}

function notKnown({ situation }: Scene, name: string): string {
  const known = situation.variables.find((variable) => variable.name === name);
  if (!known) return 'Nothing in this script or its environment gives it a value before this line.';
  return known.source === 'include'
    ? 'An included file gives it its value.'
    : 'It has a value here that is known when the script runs.';
}

function shown({ environments }: Scene, value: KnownValue): readonly string[] {
  switch (value.kind) {
    case 'assigned':
      return [
        fenced(value.text, 'text', 500),
        value.secret ? 'It holds a secret, and is masked wherever it goes.' : 'Assigned in this script.',
      ];
    case 'captured':
      return ['Captured from a reply:', fenced(value.line, 'text', 300)];
    case 'composed':
      return ['A message that `compose` builds.'];
    case 'environment':
      return [
        ...(value.text === undefined ? [] : [fenced(value.text, 'text', 500)]),
        `A variable of the environment${environments?.chosen === undefined ? '' : ` ${code(environments.chosen)}`}.`,
      ];
  }
}
