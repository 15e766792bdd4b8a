/** Names for what one line captures and a later line uses. */

export interface Names {
  /** The name under which `value` was captured, if it was, and as the same sort of thing: equal numbers may be so by chance. */
  known(value: string, wanted: string): string | undefined;
  /** Whether a command further down uses the value as a word of its own, and it has no name yet. */
  usedLater(value: string, wanted: string, seq: number): boolean;
  /** A new name for a value, made from `wanted`. */
  capture(value: string, wanted: string): string;
  /** Puts names in place of the values that were captured. */
  substitute(line: string): string;
}

/** The 1 of `1:*` is the first of all: whatever else is 1, it is none of that. */
const words = /(?!1:)[^\s()<>,;:"[\]{}=]+/g;
/** What stands in brackets counts parts of a message, not messages. */
const sections = /\[[^\]]*\]/g;
const uidNames: ReadonlySet<string> = new Set(['uid', 'uidnext', 'source']);

/** UIDs and other numbers are told apart, as far as the place of a number tells. */
type Sort = 'uid' | 'number' | 'text';
const isNumber = (word: string): boolean => /^\d+$/.test(word);
const sortOf = (value: string, isUid: boolean): Sort => (isNumber(value) ? (isUid ? 'uid' : 'number') : 'text');
const speaksOfUids = (line: string): boolean => /^(?:\S+ )?UID /i.test(line);

/** `sent`: the commands of the session, by the number of their event. */
export function createNames(sent: readonly { readonly seq: number; readonly text: string }[]): Names {
  const captured = new Map<string, { readonly name: string; readonly wanted: string }>();
  const lastUse = new Map<string, number>();
  const key = (value: string, sort: Sort): string => `${sort} ${value}`;
  const keyOf = (value: string, wanted: string): string => key(value, sortOf(value, uidNames.has(wanted)));
  for (const { seq, text } of sent) {
    const isUid = speaksOfUids(text);
    for (const word of text.replace(sections, ' ').match(words) ?? []) lastUse.set(key(word, sortOf(word, isUid)), seq);
  }
  return {
    known(value, wanted) {
      const found = captured.get(keyOf(value, wanted));
      return found?.wanted === wanted ? found.name : undefined;
    },
    usedLater: (value, wanted, seq) =>
      !captured.has(keyOf(value, wanted)) && (lastUse.get(keyOf(value, wanted)) ?? 0) > seq,
    capture(value, wanted) {
      const taken = new Set([...captured.values()].map(({ name }) => name));
      let name = wanted;
      for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
      captured.set(keyOf(value, wanted), { name, wanted });
      return name;
    },
    substitute(line) {
      const isUid = speaksOfUids(line);
      const named = (text: string): string =>
        text.replace(words, (word) => {
          const name = captured.get(key(word, sortOf(word, isUid)))?.name;
          return name === undefined ? word : `{{${name}}}`;
        });
      // The verb is never a value.
      return line.replace(/^(\S+\s+)(.*)$/s, (_, verb: string, rest: string) => {
        const kept = rest.match(sections) ?? [];
        return (
          verb +
          rest
            .split(sections)
            .map((part, i) => named(part) + (kept[i] ?? ''))
            .join('')
        );
      });
    },
  };
}
