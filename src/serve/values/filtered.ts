/** What a filter makes of a text with holes: a hole whose value tells, where the filter can be undone, what is in it. */
import { fromBase64, fromUtf8, toBase64, utf8 } from '../../base';
import { decodeMailboxName } from '../../protocol/imap/mailbox-name';
import { decodeXtext } from '../../protocol/smtp/xtext';
import { matchText } from '../../session/match/match-text';
import { filterNamed } from '../../session/values/filters';
import { forcedText, type Hole, knownText, type Piece } from './hole';
import { elementsOf, noScope } from './piece-elements';

interface Inverse {
  readonly shape: string;
  /** The text that the filter made this of; undefined when it cannot be had. */
  undo(text: string): string | undefined;
}

const irreversible = (shape: string): Inverse => ({ shape, undo: () => undefined });
const unchanged = (shape: string): Inverse => ({ shape, undo: (text) => text });

const decoded = (text: string): string | undefined => {
  const bytes = fromBase64(text);
  return bytes && fromUtf8(bytes);
};

/** By the names of `session/values/filters`. */
const inverses: Readonly<Record<string, Inverse>> = {
  base64: { shape: '[A-Za-z0-9+/]*={0,2}', undo: decoded },
  unbase64: { shape: '\\S*', undo: (text) => toBase64(utf8(text)) },
  xtext: { shape: '[!-~]*', undo: decodeXtext },
  quoted: { shape: '"(?:[^"\\\\]|\\\\.)*"', undo: (text) => text.slice(1, -1).replace(/\\(.)/g, '$1') },
  mutf7: { shape: '[ -~]*', undo: decodeMailboxName },
  upper: unchanged('\\S*'),
  lower: unchanged('\\S*'),
  trim: unchanged('\\S*'),
  hex: {
    shape: '(?:[0-9a-f]{2})*',
    undo: (text) => fromUtf8(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))),
  },
  md5: irreversible('[0-9a-f]{32}'),
  sha256: irreversible('[0-9a-f]{64}'),
  length: irreversible('\\d+'),
  urlencode: {
    shape: "[A-Za-z0-9%_.!~*'()-]*",
    undo(text) {
      try {
        return decodeURIComponent(text);
      } catch {
        return undefined;
      }
    },
  },
};

/** `inner` through the filter `name`; `shown` as the script has it. */
export function filteredHole(inner: readonly Piece[], name: string, shown: string): Hole {
  const inverse = inverses[name] ?? irreversible('\\S*');
  const apply = (text: string): string | undefined => {
    const made = filterNamed(name)?.apply(text);
    return made?.ok ? made.value : undefined;
  };
  let said: string | undefined;
  const known = (): string | undefined => {
    const text = knownText(inner);
    return (text === undefined ? undefined : apply(text)) ?? said;
  };
  const secret = inner.map((piece) => (piece.kind === 'hole' ? piece.hole.secret : undefined)).find(Boolean);
  return {
    shown,
    shape: inverse.shape,
    wide: false,
    ...(secret === undefined ? {} : { secret }),
    known,
    bind(text) {
      const before = known();
      if (before !== undefined) return before === text;
      const undone = inverse.undo(text);
      if (undone === undefined || apply(undone) !== text) {
        said = text;
        return true;
      }
      const { elements, holes } = elementsOf(inner, 'exact');
      const match = matchText(elements, undone, noScope, { mode: 'exact', wide: true });
      if (!match.ok) return false;
      return match.captures.every(([id, value]) => holes.get(id)?.bind(value) ?? true);
    },
    force: () => known() ?? apply(forcedText(inner)) ?? '',
  };
}
