/** The variables of a run and its sessions: what is assigned and captured, and templates expanded with it. Secrets stay marked. */
import { err, nearest, ok, type Result } from '../../base';
import type { Expression, Template } from '../../script/program';
import type { Failure } from '../../transcript/event';
import type { Redactor } from '../../transcript/redact';
import { showExpression } from '../match/show';
import { builtin, type Moment, type NoValue, type ValueSources } from './builtins';
import { filterNamed, filterNames } from './filters';
import { join, plain, type Value } from './value';

export interface Values {
  /** Expands the template and gives the name its value; the name is no longer bound by a capture. */
  assign(name: string, template: Template, moment?: Moment): Result<Value, Failure>;
  /** Gives a name a value from outside the script. */
  set(name: string, value: Value | string): void;
  /** Gives a name what a reply said; a later capture in this session must be equal. What holds a secret stays secret. */
  capture(name: string, text: string): void;
  /** What a capture of this name must be equal to; undefined when this session has not captured it, or re-assigned it since. */
  bound(name: string): string | undefined;
  /** Names that may be captured anew: each attempt of a `retry`, each round of a `repeat`. */
  unbind(names: Iterable<string>): void;
  get(name: string): Value | undefined;
  expand(template: Template, moment?: Moment): Result<Value, Failure>;
  evaluate(expression: Expression, moment?: Moment, captured?: ReadonlyMap<string, string>): Result<Value, Failure>;
  /** As `evaluate`, for patterns: what has no value is shown as written, so that nothing is equal to it. */
  text(expression: Expression, moment?: Moment, captured?: ReadonlyMap<string, string>): string;
  /** All names with a value. */
  readonly names: readonly string[];
  /** Masks secrets in a text. */
  mask(text: string): string;
  /** All values, masked, to be shown. */
  masked(): ReadonlyMap<string, string>;
  /** A scope for one session: sees these values, keeps its own. */
  child(): Values;
  /** Hands what this scope holds to the one it came from, for later sessions. */
  publish(): void;
}

/** `fixed`: names set from outside (`--var`), which no assignment of the script changes. */
export function createValues(
  sources: ValueSources,
  redactor: Redactor,
  fixed: Readonly<Record<string, string>> = {},
): Values {
  const outside = new Map(Object.entries(fixed).map(([name, text]) => [name, tainted(text, redactor)]));
  return scopeOf(sources, redactor, outside, undefined);
}

const tainted = (text: string, redactor: Redactor): Value => ({ text, secrets: redactor.find(text) });

interface Parent {
  get(name: string): Value | undefined;
  readonly names: readonly string[];
  set(name: string, value: Value): void;
}

function scopeOf(
  sources: ValueSources,
  redactor: Redactor,
  fixed: ReadonlyMap<string, Value>,
  parent: Parent | undefined,
): Values {
  const own = new Map<string, Value>();
  const bound = new Set<string>();

  const get = (name: string): Value | undefined => own.get(name) ?? fixed.get(name) ?? parent?.get(name);
  const names = (): readonly string[] => [...new Set([...own.keys(), ...fixed.keys(), ...(parent?.names ?? [])])];

  const unfiltered = (
    { source }: Expression,
    moment: Moment,
    captured: ReadonlyMap<string, string> | undefined,
  ): Result<Value, NoValue> => {
    if (source.kind === 'builtin') {
      const made = builtin(source.name, source.argument, sources, moment);
      if (made.ok) for (const name of made.value.secrets) redactor.add(name, made.value.text);
      return made;
    }
    const fresh = captured?.get(source.name);
    const value = fresh === undefined ? get(source.name) : tainted(fresh, redactor);
    return value ? ok(value) : err(undefinedVariable(source.name, names()));
  };

  const evaluate: Values['evaluate'] = (expression, moment = {}, captured) => {
    const start = unfiltered(expression, moment, captured);
    if (!start.ok) return err(failureOf(expression, start.error));
    let value = start.value;
    for (const { name } of expression.filters) {
      const filtered = applyFilter(name, value, redactor);
      if (!filtered.ok) return err(failureOf(expression, filtered.error));
      value = filtered.value;
    }
    return ok(value);
  };

  const expand: Values['expand'] = (template, moment) => {
    const parts: Value[] = [];
    for (const part of template) {
      if (part.kind === 'text') parts.push(plain(part.text));
      else {
        const value = evaluate(part.expression, moment);
        if (!value.ok) return value;
        parts.push(value.value);
      }
    }
    return ok(join(parts));
  };

  return {
    assign(name, template, moment) {
      const kept = fixed.get(name);
      if (kept) return ok(kept);
      const value = expand(template, moment);
      if (!value.ok) return value;
      own.set(name, value.value);
      bound.delete(name);
      return value;
    },
    set(name, value) {
      own.set(name, typeof value === 'string' ? tainted(value, redactor) : value);
    },
    capture(name, text) {
      own.set(name, tainted(text, redactor));
      bound.add(name);
    },
    bound: (name) => (bound.has(name) ? own.get(name)?.text : undefined),
    unbind(unbound) {
      for (const name of unbound) bound.delete(name);
    },
    get,
    expand,
    evaluate,
    text(expression, moment, captured) {
      const value = evaluate(expression, moment, captured);
      return value.ok ? value.value.text : showExpression(expression);
    },
    get names() {
      return names();
    },
    mask: (text) => redactor.text(text),
    masked: () => new Map(names().map((name) => [name, redactor.text(get(name)?.text ?? '')])),
    child: () =>
      scopeOf(sources, redactor, fixed, {
        get,
        set: (name, value) => own.set(name, value),
        get names() {
          return names();
        },
      }),
    publish() {
      for (const [name, value] of own) parent?.set(name, value);
    },
  };
}

function applyFilter(name: string, value: Value, redactor: Redactor): Result<Value, NoValue> {
  const filter = filterNamed(name);
  if (!filter) return err(noFilter(name));
  const made = filter.apply(value.text);
  if (!made.ok) return err({ message: `The filter "${name}" cannot take the value: ${made.error}` });
  if (filter.harmless) return ok(plain(made.value));
  for (const secret of value.secrets) redactor.add(secret, made.value);
  return ok({ text: made.value, secrets: value.secrets });
}

export function noFilter(name: string): NoValue {
  const near = nearest(name, filterNames);
  const advice = near ? `Did you mean "${near}"?` : `There are: ${filterNames.join(' ')}`;
  return { message: `There is no filter "${name}"`, advice };
}

export function undefinedVariable(name: string, names: Iterable<string>): NoValue {
  const near = nearest(name, names);
  return {
    message: `The variable "${name}" has no value`,
    advice: near
      ? `Did you mean {{${near}}}?`
      : `Define it with @${name} = …, capture it with {{@${name}}}, or set it with --var ${name}=…`,
  };
}

const failureOf = ({ place }: Expression, { message, advice }: NoValue): Failure => ({
  kind: 'resolve',
  message,
  place,
  ...(advice !== undefined && { advice }),
});
