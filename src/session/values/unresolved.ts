/** Finds what has no value before anything is sent: undefined variables, unknown filters and built-ins (language.md §5). */
import type { Condition, Expression, Place, SessionProgram, Step } from '../../script/program';
import type { Failure } from '../../transcript/event';
import { builtinNames, type NoValue, noBuiltin } from './builtins';
import { expressionsOf } from './expressions';
import { filterNames } from './filters';
import { noFilter, undefinedVariable } from './values';

/**
 * The failures (kind `resolve`) of a session, in the order of its text. `known`: names that have a value already, from the preamble,
 * the environment, `--var` and earlier sessions. The session's own definitions count wherever it uses names that it does not use
 * before them (`SessionProgram.uses`).
 */
export function unresolved(session: SessionProgram, known: Iterable<string>): readonly Failure[] {
  const outer = new Set(known);
  const missing = new Set(session.uses.filter((name) => !outer.has(name)));
  const all = new Set([...outer, ...session.defines]);
  const steps = [...session.steps, ...session.cleanup];
  const failures: Failure[] = [];
  const report = (place: Place, { message, advice }: NoValue): void => {
    failures.push({ kind: 'resolve', message, place, ...(advice !== undefined && { advice }) });
  };
  const variable = (name: string, place: Place): void => {
    if (!missing.has(name) && all.has(name)) return;
    const { message, ...more } = undefinedVariable(
      name,
      [...all].filter((one) => one !== name),
    );
    report(place, {
      message: session.defines.includes(name) ? `${message} yet: it gets one further down` : message,
      ...more,
    });
  };
  const expression = ({ source, filters, place }: Expression): void => {
    if (source.kind === 'variable') variable(source.name, place);
    else if (!builtinNames.includes(source.name)) report(place, noBuiltin(source.name));
    for (const { name } of filters) if (!filterNames.includes(name)) report(place, noFilter(name));
  };
  expressionsOf(steps).forEach(expression);
  for (const { left, operator, place } of conditionsOf(steps)) {
    if (left.kind === 'variable' && operator !== 'exists') variable(left.name, place);
  }
  return failures;
}

function conditionsOf(steps: readonly Step[]): readonly Condition[] {
  return steps.flatMap((step): readonly Condition[] => {
    switch (step.kind) {
      case 'assert':
        return [step.condition];
      case 'if':
        return [step.condition, ...conditionsOf(step.then), ...conditionsOf(step.else)];
      case 'retry':
      case 'repeat':
        return conditionsOf(step.body);
      default:
        return [];
    }
  });
}
