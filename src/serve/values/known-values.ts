/** The variables of a script at the server's end: what is assigned may hold what only the client knows, until it says so. */
import type { Expression, Template } from '../../script/program';
import { showExpression } from '../../session/match/show';
import type { Moment, ValueSources } from '../../session/values/builtins';
import { filterNamed } from '../../session/values/filters';
import type { Redactor } from '../../transcript/redact';
import { filteredHole } from './filtered';
import { forcedText, type Hole, knownText, newHole, type Piece, textPiece } from './hole';
import { builtinPieces, secretHole } from './made-up';

export interface KnownValues {
  pieces(template: Template, moment?: Moment): readonly Piece[];
  expression(expression: Expression, moment?: Moment): readonly Piece[];
  assign(name: string, template: Template, moment?: Moment): void;
  set(name: string, text: string): void;
  /** Gives a name what a reply of ours said; a later capture in this session must be equal. */
  capture(name: string, text: string): void;
  /** Any text, such as a message that the client composes. */
  leaveOpen(name: string): void;
  bound(name: string): string | undefined;
  unbind(names: Iterable<string>): void;
  /** Captures of this session bind no longer. */
  newSession(): void;
  /** What is known of a variable. */
  known(name: string): string | undefined;
  readonly names: readonly string[];
}

export function createKnownValues(
  sources: ValueSources,
  redactor: Redactor,
  fixed: Readonly<Record<string, string>> = {},
): KnownValues {
  const own = new Map<string, readonly Piece[]>();
  const outside = new Map(Object.entries(fixed).map(([name, text]) => [name, [textPiece(text)] as const]));
  const bound = new Set<string>();
  const asked = new Map<string, readonly Piece[]>();
  const onSecret = (name: string, value: string): void => redactor.add(name, value);

  const variable = (name: string): readonly Piece[] => {
    const known = outside.get(name) ?? own.get(name);
    if (known) return known;
    const made: readonly Piece[] = [
      { kind: 'hole', hole: newHole({ shown: `{{${name}}}`, make: () => name.toLowerCase() }) },
    ];
    own.set(name, made);
    return made;
  };

  const filtered = (pieces: readonly Piece[], name: string, shown: string): readonly Piece[] => {
    const text = knownText(pieces);
    const made = text === undefined ? undefined : filterNamed(name)?.apply(text);
    if (made?.ok && !holdsSecret(pieces)) return [textPiece(made.value)];
    return [{ kind: 'hole', hole: filteredHole(pieces, name, shown) }];
  };

  /** What is the same wherever it is mentioned is one hole. */
  const made = (name: string, argument: string | undefined, moment: Moment): readonly Piece[] => {
    const key = `${name} ${argument ?? ''}`;
    const known = asked.get(key);
    if (known) return known;
    const pieces = builtinPieces(name, argument, sources, moment, { onSecret });
    if (/^(?:secret|prompt|env|hostname)$/.test(name)) asked.set(key, pieces);
    return pieces;
  };

  const expression = (one: Expression, moment: Moment = {}): readonly Piece[] => {
    const { source } = one;
    let pieces = source.kind === 'variable' ? variable(source.name) : made(source.name, source.argument, moment);
    for (const { name } of one.filters) pieces = filtered(pieces, name, showExpression(one));
    return pieces;
  };

  const pieces = (template: Template, moment?: Moment): readonly Piece[] =>
    template.flatMap((part) => (part.kind === 'text' ? [textPiece(part.text)] : expression(part.expression, moment)));

  return {
    pieces,
    expression,
    assign(name, template, moment) {
      if (outside.has(name)) return;
      own.set(name, pieces(template, moment));
      bound.delete(name);
    },
    set(name, text) {
      own.set(name, [textPiece(text)]);
    },
    capture(name, text) {
      own.set(name, [textPiece(text)]);
      bound.add(name);
    },
    leaveOpen(name) {
      own.set(name, [{ kind: 'hole', hole: newHole({ shown: `{{${name}}}`, wide: true, make: () => '' }) }]);
    },
    bound: (name) => (bound.has(name) ? knownText(own.get(name) ?? []) : undefined),
    unbind(names) {
      for (const name of names) bound.delete(name);
    },
    newSession: () => bound.clear(),
    known(name) {
      const made = outside.get(name) ?? own.get(name);
      return made && knownText(made);
    },
    get names() {
      return [...new Set([...own.keys(), ...outside.keys()])];
    },
  };
}

const holdsSecret = (pieces: readonly Piece[]): boolean =>
  pieces.some((piece) => piece.kind === 'hole' && piece.hole.secret !== undefined);

export { forcedText, type Hole, secretHole };
