/** The words of structured header fields: atoms, quoted strings, comments, specials (RFC 5322 §3.2). */

export interface Token {
  readonly kind: 'atom' | 'quoted' | 'literal' | 'comment' | 'special';
  /** Quotes, brackets, parentheses and backslashes undone; of a literal, its brackets kept. */
  readonly text: string;
  /** White space or a comment stands before it. */
  readonly spaced: boolean;
}

/**
 * Cuts a field's value into tokens; never fails: what is not closed ends with the value.
 * @param specials the characters that stand for themselves
 */
export function tokenize(value: string, specials: string): readonly Token[] {
  const tokens: Token[] = [];
  let spaced = false;
  let at = 0;
  while (at < value.length) {
    const character = value.charAt(at);
    if (isSpace(character)) {
      spaced = true;
      at++;
      continue;
    }
    let token: Omit<Token, 'spaced'>;
    if (character === '"') [token, at] = quoted(value, at);
    else if (character === '(') [token, at] = comment(value, at);
    else if (character === '[' && specials.includes('[')) [token, at] = literal(value, at);
    else if (specials.includes(character)) [token, at] = [{ kind: 'special', text: character }, at + 1];
    else [token, at] = atom(value, at, specials);
    tokens.push({ kind: token.kind, text: token.text, spaced });
    spaced = token.kind === 'comment';
  }
  return tokens;
}

const isSpace = (character: string): boolean =>
  character === ' ' || character === '\t' || character === '\r' || character === '\n';

type Cut = [token: Omit<Token, 'spaced'>, end: number];

function quoted(value: string, start: number): Cut {
  let text = '';
  let at = start + 1;
  while (at < value.length && value[at] !== '"') {
    if (value[at] === '\\' && at + 1 < value.length) at++;
    text += value.charAt(at++);
  }
  return [{ kind: 'quoted', text }, at + 1];
}

/** Comments nest (RFC 5322 §3.2.2); the inner parentheses stay in the text. */
function comment(value: string, start: number): Cut {
  let text = '';
  let depth = 1;
  let at = start + 1;
  for (; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '\\' && at + 1 < value.length) {
      text += value.charAt(++at);
      continue;
    }
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) break;
    text += character;
  }
  return [{ kind: 'comment', text }, at + 1];
}

function literal(value: string, start: number): Cut {
  const close = value.indexOf(']', start);
  const end = close === -1 ? value.length : close + 1;
  return [{ kind: 'literal', text: value.slice(start, end).replace(/\s/g, '') }, end];
}

function atom(value: string, start: number, specials: string): Cut {
  let at = start + 1;
  while (at < value.length) {
    const character = value.charAt(at);
    if (character === '"' || character === '(' || isSpace(character) || specials.includes(character)) break;
    at++;
  }
  return [{ kind: 'atom', text: value.slice(start, at) }, at];
}
