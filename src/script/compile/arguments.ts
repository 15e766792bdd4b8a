/** Reads the words of a directive one after the other, and reports what is missing or too much. */
import { duration } from '../duration';
import type { Argument, Directive, Part } from '../tree';
import { reportIn, type Scene } from './compilation';
import { withoutPrefix } from './connect-target';

export interface WordReader {
  /** The next word, taken; undefined at the end. */
  take(): Argument | undefined;
  /** Takes the next word when it is exactly this. */
  takeWord(text: string): Argument | undefined;
  /** The next word as milliseconds; reports when there is none. */
  takeDuration(what: string): number | undefined;
  /** Reports that `what` is missing. */
  missing(what: string): undefined;
  /** Reports what was not taken. */
  end(): void;
}

export function wordsOf(scene: Scene, node: Directive): WordReader {
  let at = 0;
  const reader: WordReader = {
    take: () => node.arguments[at++],
    takeWord: (text) => (node.arguments[at]?.text === text ? node.arguments[at++] : undefined),
    takeDuration(what) {
      const argument = reader.take();
      if (!argument) return reader.missing(what);
      const ms = argument.text === undefined ? undefined : duration(argument.text);
      if (ms === undefined) reportIn(scene, 'bad-duration', argument.range, written(scene, argument));
      return ms;
    },
    missing(what) {
      reportIn(scene, 'missing-argument', node.word.range, node.word.text, what, node.info.syntax);
      return undefined;
    },
    end() {
      const [first] = node.arguments.slice(at);
      const last = node.arguments.at(-1);
      if (!first || !last) return;
      const rest = { start: first.range.start, end: last.range.end };
      reportIn(scene, 'extra-argument', rest, node.word.text, node.info.syntax);
    },
  };
  return reader;
}

/** A word as it was written, not too long. */
export const written = (scene: Scene, { range }: Argument): string =>
  scene.file.tree.text.slice(range.start, Math.min(range.end, range.start + 40));

/** `name=value`, when the word is written so. */
export function option(argument: Argument): { readonly name: string; readonly value: readonly Part[] } | undefined {
  const [first] = argument.parts;
  const name = first?.kind === 'text' ? /^([A-Za-z_][\w-]*)=/.exec(first.text.slice(0, 100))?.[1] : undefined;
  return name === undefined ? undefined : { name, value: withoutPrefix(argument.parts, name.length + 1) };
}
