/** Names for what one line captures and a later line uses. */

export interface Names {
  /** The name under which `value` was captured, if it was, and as the same sort of thing: equal numbers may be so by chance. */
  known(value: string, wanted: string): string | undefined;
  /** Whether a command further down uses the value as a word of its own, and it has no name yet. */
  usedLater(value: string, seq: number): boolean;
  /** A new name for a value, made from `wanted`. */
  capture(value: string, wanted: string): string;
  /** Puts names in place of the values that were captured. */
  substitute(line: string): string;
}

const words = /[^\s()<>,;:"[\]{}=]+/g;

/** `sent`: the commands of the session, by the number of their event. */
export function createNames(sent: readonly { readonly seq: number; readonly text: string }[]): Names {
  const names = new Map<string, string>();
  const sorts = new Map<string, string>();
  const lastUse = new Map<string, number>();
  for (const { seq, text } of sent) for (const word of text.match(words) ?? []) lastUse.set(word, seq);
  return {
    known: (value, wanted) => (sorts.get(value) === wanted ? names.get(value) : undefined),
    usedLater: (value, seq) => !names.has(value) && (lastUse.get(value) ?? 0) > seq,
    capture(value, wanted) {
      const taken = new Set(names.values());
      let name = wanted;
      for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
      names.set(value, name);
      sorts.set(value, wanted);
      return name;
    },
    substitute: (line) =>
      // The verb is never a value.
      line.replace(/^(\S+\s+)(.*)$/s, (_, verb: string, rest: string) => {
        return verb + rest.replace(words, (word) => (names.has(word) ? `{{${names.get(word)}}}` : word));
      }),
  };
}
