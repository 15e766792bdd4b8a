/** Cuts a command's grammar into its arguments, and tells which of them what was typed has come to. */

export interface GrammarWord {
  /** As it stands in the grammar, its `…` and its alternatives with it. */
  readonly text: string;
  /** Where it stands in the grammar. */
  readonly range: readonly [start: number, end: number];
}

const opening = '([{<';
const closing = ')]}>';

/** The words of a grammar behind the command's own `skip` words: brackets and quotes hold together, `a | b` and `a …` are one word. */
export function grammarWords(grammar: string, skip: number): readonly GrammarWord[] {
  const pieces: { start: number; end: number }[] = [];
  let depth = 0;
  let start = -1;
  let quoted = false;
  for (let at = 0; at <= grammar.length; at++) {
    const character = grammar[at] ?? ' ';
    if (character === '"') quoted = !quoted;
    else if (opening.includes(character)) depth++;
    else if (closing.includes(character)) depth = Math.max(0, depth - 1);
    const space = character === ' ' && depth === 0 && !quoted;
    if (space || at === grammar.length) {
      if (start !== -1) pieces.push({ start, end: at });
      start = -1;
    } else if (start === -1) start = at;
  }
  const words: { start: number; end: number }[] = [];
  let joined = false;
  for (const piece of pieces.slice(skip)) {
    const text = grammar.slice(piece.start, piece.end);
    const last = words.at(-1);
    if (last && (joined || text === '|' || text === '…')) last.end = piece.end;
    else words.push({ ...piece });
    joined = text === '|';
  }
  return words.map(({ start, end }) => ({ text: grammar.slice(start, end), range: [start, end] }));
}

/** Whether an argument may be left out. */
const optional = (word: GrammarWord): boolean => /^\[.*\]$/.test(word.text) && !/^\[[^\]]*\][^\s[]/.test(word.text);
/** Names that stand for several words. */
const several = /^(SEARCH-KEYS|RIGHT|TEXT|REPLY)$/;
const repeats = (word: GrammarWord): boolean => word.text.includes('…') || several.test(word.text);

/** How many typed words an argument takes when it begins with `typed`; 0 when it cannot be this one. */
function takes(word: GrammarWord, typed: string): number {
  if (!optional(word)) return 1;
  const inner = word.text.slice(1, -1);
  if (inner.startsWith('(')) return typed.startsWith('(') ? 1 : 0;
  const keyword = /^([A-Z]{2,}|as|every|within)(?: (.*))?$/.exec(inner);
  if (keyword?.[2] !== undefined) return typed.toUpperCase() === keyword[1]?.toUpperCase() ? 2 : 0;
  if (inner === 'date-time') return typed.startsWith('"') && !typed.startsWith('"""') ? 1 : 0;
  if (inner === 'MECH') return /^[A-Z][A-Z0-9-]*$/.test(typed) ? 1 : 0;
  if (/=/.test(inner) && !inner.startsWith('parameter')) return /=/.test(typed) ? 1 : 0;
  if (
    keyword &&
    inner === inner.toUpperCase() &&
    inner.length > 1 &&
    !['USER', 'PASSWORD', 'URL', 'VERB'].includes(inner)
  )
    return typed.toUpperCase() === inner ? 1 : 0;
  return 1;
}

/** The index of the argument that the last of `typed` (perhaps empty) is, or is to be; past the last when nothing may follow. */
export function activeWord(words: readonly GrammarWord[], typed: readonly string[]): number {
  let at = 0;
  for (let i = 0; i < typed.length; ) {
    const word = words[at];
    if (!word) return words.length;
    const text = typed[i] ?? '';
    const last = i === typed.length - 1;
    if (last && text === '') return at;
    const next = words[at + 1];
    if (next && i > 0 && repeats(word) && /^\[(within|every|[a-z]+=)/.test(next.text) && takes(next, text) > 0) {
      at++;
      continue;
    }
    const count = takes(word, text);
    if (count === 0) {
      at++;
      continue;
    }
    if (last || i + count >= typed.length) return at;
    i += count;
    if (!repeats(word)) at++;
  }
  return at;
}
