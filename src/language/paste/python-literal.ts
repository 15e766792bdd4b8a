/** Reads the strings and byte strings that Python prints: `'…'`, `"…"`, `b'…'`. */
import { fromLatin1, fromStrictUtf8 } from '../../base';

const simple: Readonly<Record<string, string>> = {
  r: '\r',
  n: '\n',
  t: '\t',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** What a literal stands for; undefined when the text is none. Octets are read as UTF-8 where they are UTF-8. */
export function pythonText(literal: string): string | undefined {
  const match = /^(b?)(['"])(.*)\2\s*$/s.exec(literal.trim());
  if (!match) return undefined;
  const [, bytes, , body = ''] = match;
  const text = body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs,
    (whole, two: string | undefined, four: string | undefined, one: string | undefined) => {
      const hex = two ?? four;
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return simple[one ?? ''] ?? whole;
    },
  );
  if (bytes !== 'b' || /[^\x00-\xff]/.test(text)) return text;
  return fromStrictUtf8(fromLatin1(text)) ?? text;
}
