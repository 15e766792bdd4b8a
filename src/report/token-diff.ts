/** Expected and actual, token by token: what is the same in both, and what only one has. */

export interface TokenPart {
  readonly text: string;
  readonly same: boolean;
}

export interface TokenDiff {
  readonly expected: readonly TokenPart[];
  readonly actual: readonly TokenPart[];
}

/** Beyond so many tokens a side, texts are compared as a whole. */
const most = 400;

const tokensOf = (text: string): readonly string[] => text.match(/\s+|[()[\]<>"]|[^\s()[\]<>"]+/g) ?? [];
/** What stands for anything: `...`, a capture, a pattern between slashes. */
const isWild = (token: string): boolean => token === '...' || /\{\{|^\/.+\/[a-z]*$/.test(token);
const key = (token: string): string => (/^\s+$/.test(token) ? ' ' : token.toUpperCase());

/** Compares the tokens of two texts, letters of either case. What a pattern of `expected` stands for is the same. */
export function tokenDiff(expected: string, actual: string): TokenDiff {
  const wanted = tokensOf(expected);
  const got = tokensOf(actual);
  if (wanted.length > most || got.length > most) {
    const same = expected === actual;
    return { expected: [{ text: expected, same }], actual: [{ text: actual, same }] };
  }
  const common = lengths(wanted, got);
  const width = got.length + 1;
  const left: TokenPart[] = [];
  const right: TokenPart[] = [];
  let wild = false;
  let i = 0;
  let j = 0;
  while (i < wanted.length || j < got.length) {
    const want = wanted[i];
    const have = got[j];
    if (want !== undefined && have !== undefined && key(want) === key(have)) {
      push(left, want, true);
      push(right, have, true);
      if (key(want) !== ' ') wild = false;
      i++;
      j++;
    } else if (want !== undefined && (have === undefined || better(common, width, i, j))) {
      wild ||= isWild(want);
      push(left, want, isWild(want));
      i++;
    } else if (have !== undefined) {
      push(right, have, wild);
      j++;
    }
  }
  return { expected: left, actual: right };
}

const better = (common: Uint16Array, width: number, i: number, j: number): boolean =>
  (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0);

/** Of each pair of ends, how many tokens they have in common (Hunt and McIlroy's table). */
function lengths(wanted: readonly string[], got: readonly string[]): Uint16Array {
  const width = got.length + 1;
  const common = new Uint16Array((wanted.length + 1) * width);
  for (let i = wanted.length - 1; i >= 0; i--) {
    for (let j = got.length - 1; j >= 0; j--) {
      common[i * width + j] =
        key(wanted[i] ?? '') === key(got[j] ?? '')
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  return common;
}

function push(parts: TokenPart[], text: string, same: boolean): void {
  const last = parts.at(-1);
  if (last?.same === same) parts[parts.length - 1] = { text: last.text + text, same };
  else parts.push({ text, same });
}
