/** A part of a text that the server's end does not know until the client says it: `{{$uuid}}`, a secret, a name the client made. */

export interface Hole {
  /** As it is written in the script, for people. */
  readonly shown: string;
  /** The source of a regular expression that its values match; undefined: any word. */
  readonly shape?: string;
  /** It may hold white space. */
  readonly wide: boolean;
  /** Masked under this name from the moment it is known. */
  readonly secret?: string;
  /** The value, when the client has said it or it had to be made. */
  known(): string | undefined;
  /** Takes what the client said; false when it cannot be the value. */
  bind(text: string): boolean;
  /** The value; one is made when there is none yet. */
  force(): string;
}

export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'hole'; readonly hole: Hole };

interface HoleDetails {
  readonly shown: string;
  readonly shape?: string;
  readonly wide?: boolean;
  readonly secret?: string;
  readonly make: () => string;
  /** Told of the value, once. */
  readonly onBind?: (text: string) => void;
}

export function newHole({ shown, shape, wide = false, secret, make, onBind }: HoleDetails): Hole {
  let value: string | undefined;
  const bind = (text: string): boolean => {
    if (value !== undefined) return value === text;
    value = text;
    onBind?.(text);
    return true;
  };
  return {
    shown,
    wide,
    ...(shape === undefined ? {} : { shape }),
    ...(secret === undefined ? {} : { secret }),
    known: () => value,
    bind,
    force() {
      if (value === undefined) bind(make());
      return value ?? '';
    },
  };
}

export const textPiece = (text: string): Piece => ({ kind: 'text', text });

/** The text of pieces when all of them are known. */
export function knownText(pieces: readonly Piece[]): string | undefined {
  let text = '';
  for (const piece of pieces) {
    const part = piece.kind === 'text' ? piece.text : piece.hole.known();
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

/** The text of pieces; what is not known is made. */
export const forcedText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.hole.force())).join('');

/** The text of pieces for people: what is not known as it is written. */
export const shownText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : (piece.hole.known() ?? piece.hole.shown))).join('');

/** The first word of pieces, and what follows it. */
export function splitLeadingWord(pieces: readonly Piece[]): {
  readonly head: readonly Piece[];
  readonly rest: readonly Piece[];
} {
  const [first, ...others] = pieces;
  if (first?.kind !== 'text') return { head: first ? [first] : [], rest: others };
  const found = /^\s*\S+/.exec(first.text)?.[0];
  if (found === undefined) return { head: [], rest: pieces };
  const text = first.text.slice(found.length);
  return { head: [textPiece(found)], rest: text === '' ? others : [textPiece(text), ...others] };
}
