/** The built-in values as the server's end has them: known where it can know them, else of a shape that the client fills. */
import { builtin, type Moment, type ValueSources } from '../../session/values/builtins';
import { type Hole, newHole, type Piece, textPiece } from './hole';

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';

/** What the client makes for itself, by the shape that it has. */
const shapes: Readonly<Record<string, (argument: string) => string>> = {
  uuid: () => '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  random: (argument) => `[a-z0-9]{${/^\d{1,4}$/.test(argument) ? argument : '8'}}`,
  now: () => `(?:[A-Z][a-z]{2}, )?\\d{1,2} ${month} \\d{4} \\d{2}:\\d{2}(?::\\d{2})? [+-]\\d{4}`,
  today: () => `\\d{1,2}-${month}-\\d{4}`,
  timestamp: () => '\\d+',
};

export interface MadeUp {
  /** Told of a secret that has become known. */
  onSecret(name: string, value: string): void;
}

/** `{{$name argument}}`: of the client's own things a hole, else what it is here. */
export function builtinPieces(
  name: string,
  argument: string | undefined,
  sources: ValueSources,
  moment: Moment,
  { onSecret }: MadeUp,
): readonly Piece[] {
  const shown = `{{$${name}${argument === undefined ? '' : ` ${argument}`}}}`;
  const shape = shapes[name]?.(argument ?? '');
  const own = (): string => {
    const made = builtin(name, argument, sources, moment);
    return made.ok ? made.value.text : shown;
  };
  if (shape !== undefined) return [{ kind: 'hole', hole: newHole({ shown, shape, make: own }) }];
  if (name === 'hostname' || name === 'env') return [{ kind: 'hole', hole: newHole({ shown, make: own }) }];
  const made = builtin(name, argument, sources, moment);
  if (made.ok) return [textPiece(made.value.text)];
  if (name !== 'secret' && name !== 'prompt') return [textPiece(shown)];
  return [{ kind: 'hole', hole: secretHole(shown, argument ?? name, onSecret) }];
}

/** A secret that only the client has. */
export const secretHole = (shown: string, name: string, onSecret: MadeUp['onSecret']): Hole =>
  newHole({ shown, wide: true, secret: name, make: () => 'secret', onBind: (value) => onSecret(name, value) });
