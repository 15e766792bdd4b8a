/** Says why a text is no base64, and how it would be: RFC 4648 §4, §5. */

export interface Base64Fault {
  readonly why: string;
  /** The text as padded base64, where only padding or the alphabet are wrong. */
  readonly right?: string;
}

const url = /^[A-Za-z0-9_-]+={0,2}$/;
const plain = /^[A-Za-z0-9+/]+={0,2}$/;

export const isBase64 = (text: string): boolean => text.length % 4 === 0 && plain.test(text);

/** Why `text` is no base64; for a text that is, nonsense. */
export function explainBase64(text: string): Base64Fault {
  const bare = text.replace(/=+$/, '');
  const right = bare.replaceAll('-', '+').replaceAll('_', '/');
  const padded = right.padEnd(Math.ceil(right.length / 4) * 4, '=');
  if (bare === '') return { why: 'there is nothing but =' };
  if (url.test(text) && /[_-]/.test(text)) {
    const why = '- and _ are of the alphabet for URLs';
    return isBase64(padded) ? { why, right: padded } : { why };
  }
  if (!plain.test(bare)) {
    const odd = /[^A-Za-z0-9+/]/.exec(bare)?.[0] ?? '';
    return { why: odd === '=' ? '= stands at the end only' : `it may not hold ${odd}` };
  }
  if (bare.length % 4 === 1) return { why: `${bare.length} characters cannot be: one is missing or too many` };
  return { why: 'the = at its end are not as many as they must be', right: padded };
}
