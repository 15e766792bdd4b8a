/** What a proposal inserts: text, or a snippet with places to fill in, in the syntax that editors share. */

export type Insert =
  | { readonly kind: 'text'; readonly text: string }
  /** `$1`, `${1:default}`, `${1|first,second|}`, `$0`; `\` escapes. */
  | { readonly kind: 'snippet'; readonly text: string };

export const text = (inserted: string): Insert => ({ kind: 'text', text: inserted });

/** A place to fill in: what stands there at first, or a choice of which the first stands there. Places with one number are one. */
export type Stop = { readonly stop: number; readonly choices?: readonly string[]; readonly value?: string };

/** A place to fill in that `value` stands in at first. */
export const stop = (number: number, value = ''): Stop => ({ stop: number, value });
/** A place to fill in with one of `choices`. */
export const choice = (number: number, choices: readonly string[]): Stop => ({ stop: number, choices });

/** Builds a snippet; nothing in the texts is read as snippet syntax. */
export function snippet(...parts: readonly (string | Stop)[]): Insert {
  return {
    kind: 'snippet',
    text: parts.map((part) => (typeof part === 'string' ? escaped(part, /[\\$]/g) : place(part))).join(''),
  };
}

const escaped = (raw: string, special: RegExp): string => raw.replace(special, (mark) => `\\${mark}`);

function place({ stop: number, choices, value = '' }: Stop): string {
  if (choices && choices.length > 1)
    return `\${${number}|${choices.map((one) => escaped(one, /[\\$},|]/g)).join(',')}|}`;
  const shown = choices?.[0] ?? value;
  return shown === '' ? `$${number}` : `\${${number}:${escaped(shown, /[\\$}]/g)}}`;
}

/** What stands in the text when nothing is filled in: for editors without snippets. */
export function insertedText(insert: Insert): string {
  if (insert.kind === 'text') return insert.text;
  let result = '';
  const { text: source } = insert;
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '\\') result += source[++at] ?? '';
    else if (character !== '$') result += character;
    else {
      const simple = /^\$\d+/.exec(source.slice(at, at + 4));
      const braced = simple ? null : /^\$\{(\d+)([:|])/.exec(source.slice(at, at + 6));
      if (simple) at += simple[0].length - 1;
      else if (braced) {
        const ends = braced[2] === ':' ? '}' : ',|';
        let i = at + braced[0].length;
        for (; i < source.length && !ends.includes(source[i] ?? ''); i++) {
          if (source[i] === '\\') i++;
          result += source[i] ?? '';
        }
        // The rest of a choice.
        while (braced[2] === '|' && i < source.length && !source.startsWith('|}', i)) i += source[i] === '\\' ? 2 : 1;
        at = braced[2] === '|' ? i + 1 : i;
      } else result += character;
    }
  }
  return result;
}
