/** Finds passwords in what a sign-in sends. */
import { fromBase64, fromUtf8 } from '../../base';

/** A name for the secret of a user, as `{{$secret NAME}}` takes it. */
export const secretName = (user: string | undefined): string => {
  const name = (user ?? '')
    .replace(/@.*$/, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'password' : name;
};

/** Whether a base64 response holds a password or a token: `step` counts the responses before it. */
export function hasPassword(
  mechanism: string,
  base64: string,
  step: number,
): { readonly user: string | undefined } | undefined {
  const bytes = base64 === '' ? undefined : fromBase64(base64);
  if (!bytes || bytes.length === 0) return undefined;
  const text = fromUtf8(bytes);
  if (mechanism === 'PLAIN') {
    const [, user, password] = text.split('\0');
    return password ? { user } : undefined;
  }
  // LOGIN sends the name first, then the password.
  if (mechanism === 'LOGIN') return step > 0 ? { user: undefined } : undefined;
  return /auth=Bearer +[^ \x01]/i.test(text)
    ? { user: /^(?:n,a=([^,]*)|user=([^\x01]*))/.exec(text)?.slice(1).find(Boolean) }
    : undefined;
}

export interface Written {
  /** Unquoted. */
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

/** The arguments of LOGIN as far as they are written in the line (RFC 9051 §6.2.3); no literals. */
export function quotedOrAtom(rest: string): readonly Written[] {
  const words: Written[] = [];
  for (const match of rest.matchAll(/"((?:[^"\\]|\\.)*)"|[^ \t"]+/g)) {
    if (/^\{[0-9]+\+?\}$/.test(match[0])) break;
    words.push({
      text: match[1]?.replace(/\\(.)/g, '$1') ?? match[0],
      start: match.index,
      length: match[0].length,
    });
  }
  return words;
}
