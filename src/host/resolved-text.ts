/** A script's text with its values put in, as far as they are known before it runs; secrets by their names. */
import { getRandomValues } from 'node:crypto';
import { hostname } from 'node:os';
import { systemClock } from '../net';
import type { Expression, Program, Step } from '../script';
import { expressionsOf } from '../session/values/expressions';
import { createValues, type Values } from '../session/values/values';
import { createRedactor } from '../transcript/redact';

/** The texts by file: the script's own first, then those that it includes. What only a run can tell stays as it is written. */
export function resolvedTexts(
  program: Program,
  variables: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const values = createValues(
    {
      random: (count) => getRandomValues(new Uint8Array(count)),
      clock: systemClock(),
      variable: (name) => process.env[name],
      hostname: hostname(),
      secret: (name) => `‹secret ${name}›`,
      prompt: (text) => `‹prompt ${text}›`,
    },
    createRedactor(),
    variables,
  );
  const known = new Map<Expression['place'], string>();
  resolveSteps(program.preamble, values, known);
  for (const session of program.sessions) {
    const scope = values.child();
    resolveSteps(session.steps, scope, known);
    resolveSteps(session.cleanup, scope, known);
    scope.publish();
  }
  return new Map([...program.sources].map(([file, text]) => [file, replaced(file, text, known)]));
}

function resolveSteps(steps: readonly Step[], values: Values, known: Map<Expression['place'], string>): void {
  for (const step of steps) {
    for (const expression of expressionsOf([step])) {
      const { source } = expression;
      // What a round or a command decides has no one value.
      if (source.kind === 'builtin' && (source.name === 'index' || source.name === 'tag')) continue;
      const value = values.evaluate(expression);
      if (value.ok) known.set(expression.place, value.value.text);
    }
    if (step.kind === 'assign') values.assign(step.name, step.value);
  }
}

function replaced(file: string, text: string, known: ReadonlyMap<Expression['place'], string>): string {
  const places = [...known].filter(([place]) => place.file === file).sort(([a], [b]) => a.range.start - b.range.start);
  let result = '';
  let at = 0;
  for (const [{ range }, value] of places) {
    if (range.start < at) continue;
    result += text.slice(at, range.start) + value;
    at = range.end;
  }
  return result + text.slice(at);
}
