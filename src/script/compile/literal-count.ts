/** Checks hand-made literals: whether `{n}` says how many octets the `C:` lines behind it have. */
import { latin1, utf8 } from '../../base';
import { isCommandWord } from '../../protocol/imap/commands';
import { lines, type Section, type Statement, type Wire } from '../tree';
import { reportIn, type Scene, type SessionContext } from './compilation';
import { connectionKey } from './resolve-connection';

type Line = Exclude<Statement, { kind: 'body' }>;

/** Reports every count that cannot be right. Lines with values in them are not checked: nobody knows their length yet. */
export function checkLiteralCounts(scene: Scene, session: SessionContext, section: Section): void {
  const all = [...lines(section.statements)];
  for (let at = 0; at < all.length; at++) {
    const line = all[at];
    if (line?.kind !== 'wire' || line.side !== 'client') continue;
    const announced = announcement(line);
    if (!announced) continue;
    const protocol =
      session.connections.get(connectionKey(scene, session, line.connection))?.protocol ?? session.protocol;
    if (protocol === 'imap') check(scene, announced, following(all, at));
  }
}

interface Announcement {
  readonly size: number;
  readonly range: { readonly start: number; readonly end: number };
}

function announcement(line: Wire): Announcement | undefined {
  const last = line.parts.at(-1);
  if (last?.kind !== 'text' || !last.text.endsWith('}')) return undefined;
  const match = /\{([0-9]{1,15})\+?\}$/.exec(last.text.slice(-20));
  if (!match) return undefined;
  return { size: Number(match[1]), range: { start: last.range.end - match[0].length, end: last.range.end } };
}

/** The `C:` lines behind the announcement, on the same connection; the server's `+` may stand between. */
function following(all: readonly Line[], at: number): readonly Wire[] {
  const first = all[at];
  const found: Wire[] = [];
  if (first?.kind !== 'wire') return found;
  for (let i = at + 1; i < all.length; i++) {
    const line = all[i];
    if (line?.kind === 'blank' || line?.kind === 'comment') continue;
    if (line?.kind !== 'wire' || line.connection?.text !== first.connection?.text) break;
    if (line.side === 'server') {
      const [part] = line.parts;
      if (found.length === 0 && part?.kind === 'text' && part.text.trimStart().startsWith('+')) continue;
      break;
    }
    found.push(line);
  }
  return found;
}

function check(scene: Scene, { size, range }: Announcement, data: readonly Wire[]): void {
  if (data.length === 0) return;
  const texts: Uint8Array[] = [];
  for (const line of data) {
    const [part] = line.parts;
    if (line.parts.length > 1 || (part && part.kind !== 'text')) return;
    texts.push(utf8(part?.kind === 'text' ? part.text : ''));
  }
  if (isSound(texts, size)) return;
  // The CRLF of the last line ends the command.
  const right = texts.reduce((sum, text) => sum + text.length + 2, -2);
  reportIn(scene, 'literal-count', range, size, right);
}

/** Whether `size` octets end where a command can go on or end. */
function isSound(texts: readonly Uint8Array[], size: number): boolean {
  let left = size;
  for (const [i, text] of texts.entries()) {
    if (left >= text.length + 2) {
      left -= text.length + 2;
      continue;
    }
    if (left > text.length) return false;
    const rest = latin1(text, left);
    if (rest !== '' && !/^[ )]/.test(rest)) return false;
    const next = texts[i + 1];
    return next === undefined || rest.endsWith('}') || isCommand(next);
  }
  return false;
}

function isCommand(line: Uint8Array): boolean {
  const [first = '', second = ''] = latin1(line, 0, Math.min(line.length, 100)).split(' ', 2);
  return isCommandWord(first) || isCommandWord(second);
}
