/** Reading a command's arguments one by one, for the typed argument parsers of the server's side. */
import { err, ok, type Range, type Result, range } from '../../base';
import { parseSequenceSet, type SequenceSet } from './sequence-set';
import { type ImapValue, nameOf, textOf } from './value';

/** Why a command's arguments cannot be taken: a server answers BAD with it. */
export interface ArgumentProblem {
  readonly message: string;
  readonly range: Range;
}

export type Parsed<T> = Result<T, ArgumentProblem>;

/** Internal to the parsers: unwinds to `parseArguments`, never further. */
class Refusal extends Error {
  constructor(readonly problem: ArgumentProblem) {
    super(problem.message);
  }
}

export interface Reader {
  /** The value next in line, left there. */
  readonly next: ImapValue | undefined;
  /** Takes the next value; `what` names it for the problem when there is none. */
  take(what: string): ImapValue;
  /** Takes a list's items. */
  list(what: string): readonly ImapValue[];
  /** Takes an astring's text. */
  astring(what: string): string;
  number(what: string): number;
  sequenceSet(what: string): SequenceSet;
  /** Takes the next value when it is this atom; case does not count. */
  keyword(name: string): boolean;
  /** Refuses what is left. */
  end(): void;
  refuse(message: string, value?: ImapValue): never;
}

export function readerOf(values: readonly ImapValue[]): Reader {
  let at = 0;
  const reader: Reader = {
    get next() {
      return values[at];
    },
    take(what) {
      const value = values[at];
      if (!value) return reader.refuse(`${what} is missing`);
      at++;
      return value;
    },
    list(what) {
      const value = reader.take(what);
      return value.kind === 'list' ? value.items : reader.refuse(`${what} is to be a list in parentheses`, value);
    },
    astring(what) {
      const value = reader.take(what);
      return nameOf(value) ?? reader.refuse(`${what} is to be an atom or a string`, value);
    },
    number(what) {
      const value = reader.take(what);
      const text = value.kind === 'atom' ? value.text : '';
      return /^\d{1,19}$/.test(text) ? Number(text) : reader.refuse(`${what} is to be a number`, value);
    },
    sequenceSet(what) {
      const value = reader.take(what);
      const set = value.kind === 'atom' ? parseSequenceSet(value.text) : undefined;
      return set ?? reader.refuse(`${what} is to be a sequence set, such as 1:3,7`, value);
    },
    keyword(name) {
      const value = values[at];
      if (value?.kind !== 'atom' || value.text.toUpperCase() !== name) return false;
      at++;
      return true;
    },
    end() {
      const value = values[at];
      if (value) reader.refuse('nothing may follow here', value);
    },
    refuse(message, value = values[values.length - 1]) {
      throw new Refusal({ message, range: value?.range ?? range(0, 0) });
    },
  };
  return reader;
}

/** Runs a parser over arguments: its value, or the first problem. */
export function parseArguments<T>(args: readonly ImapValue[], parse: (reader: Reader) => T): Parsed<T> {
  try {
    return ok(parse(readerOf(args)));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.problem);
    throw thrown;
  }
}

/** The text of a value in upper case, for options; empty for lists and NIL. */
export const upper = (value: ImapValue | undefined): string => (textOf(value) ?? '').toUpperCase();
