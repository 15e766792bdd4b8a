/** Walks over a command's arguments and reports each that does not fit, with what is due: the parts that all checks are made of. */
import { nearest } from '../../../base';
import { replacing } from '../../correction';
import { isOpaque } from '../../opaque';
import type { CommandProblemId, More } from '../command-problems';
import type { ImapAtom, ImapList, ImapValue } from '../value';

export interface Arguments {
  readonly items: readonly ImapValue[];
  /** The next to be looked at. */
  at: number;
  /** Behind what they stand: the command's name, or the parenthesis. */
  readonly begin: number;
  /** Where something that is missing would stand. */
  readonly end: number;
  /** Nothing more is reported missing: something has been, or a value may stand for several. */
  open: boolean;
  /** Raw UTF-8 may stand in strings. */
  readonly utf8: boolean;
  readonly report: (id: CommandProblemId, start: number, end: number, more?: More) => void;
}

/** Looks at what is next, takes it when it is its own, and reports what is wrong. `what` names it for messages. */
export type Check = (args: Arguments) => void;

/** The items of a list as arguments. */
export const inside = (args: Arguments, list: ImapList): Arguments => ({
  ...args,
  items: list.items,
  at: 0,
  begin: list.range.start + 1,
  end: list.range.end - 1,
});

export const peek = (args: Arguments): ImapValue | undefined => args.items[args.at];

/** Takes what is next; reports that `what` is missing when there is nothing. */
export function take(args: Arguments, what: string): ImapValue | undefined {
  const value = args.items[args.at];
  if (value) {
    args.at++;
    return value;
  }
  if (!args.open) args.report('missing-argument', args.end, args.end, { message: `${what} is missing` });
  args.open = true;
  return undefined;
}

/** Whether the value, or a part of it, is known only when it is sent. */
export function isUnknown(value: ImapValue): boolean {
  if (value.kind === 'atom') return isOpaque(value.text);
  return value.kind === 'string' && (value.form !== 'quoted' || isOpaque(value.text));
}

export function wrong(args: Arguments, value: ImapValue, message: string, more: More = {}): void {
  args.report('bad-argument', value.range.start, value.range.end, { message, ...more });
}

/** `id` for `written`, which is none of `names`: with the nearest of them as a fix. */
export function unknown(
  args: Arguments,
  id: CommandProblemId,
  value: { readonly range: { readonly start: number; readonly end: number } },
  written: string,
  names: Iterable<string>,
  message: string,
): string | undefined {
  const near = nearest(written, names);
  const { start, end } = value.range;
  const more = near && { advice: `did you mean ${near}?`, fix: replacing(`Replace by ${near}`, start, end, near) };
  args.report(id, start, end, { message, ...more });
  return near;
}

export const sequence =
  (...checks: readonly Check[]): Check =>
  (args) => {
    for (const check of checks) check(args);
  };

/** `check`, when something is there. */
export const optional =
  (check: Check): Check =>
  (args) => {
    if (peek(args)) check(args);
  };

/** `check` for one argument and all that follow. */
export const several =
  (check: Check): Check =>
  (args) => {
    do check(args);
    while (peek(args));
  };

/** A list, its items looked at by `check`; what that leaves is too much. */
export const list =
  (what: string, check: Check, more: { readonly empty?: boolean } = {}): Check =>
  (args) => {
    const value = take(args, what);
    if (!value || (value.kind === 'atom' && isUnknown(value))) return;
    if (value.kind !== 'list') {
      const { start, end } = value.range;
      const fix =
        value.kind === 'atom' ? { fix: replacing('Put it in parentheses', start, end, `(${value.text})`) } : {};
      return wrong(args, value, `${what} is to be a list in parentheses`, fix);
    }
    if (value.items.length === 0) {
      if (!more.empty) wrong(args, value, `${what} may not be empty`);
      return;
    }
    const items = inside(args, value);
    check(items);
    nothingMore(items);
  };

/** `check`, when a list is next. */
export const optionalList =
  (what: string, check: Check, more: { readonly empty?: boolean } = {}): Check =>
  (args) => {
    if (peek(args)?.kind === 'list') list(what, check, more)(args);
  };

/** Reports what is left. */
export function nothingMore(args: Arguments, more: More = {}): void {
  const first = peek(args);
  const last = args.items.at(-1);
  if (!first || !last || args.items.slice(args.at).every(isUnknown)) return;
  const before = args.items[args.at - 1]?.range.end ?? args.begin;
  const fix = replacing('Remove it', before, last.range.end, '');
  args.report('unexpected-argument', first.range.start, last.range.end, {
    message: 'nothing may follow here',
    fix,
    ...more,
  });
  args.at = args.items.length;
}

/** Takes the next atom when it is one of these words, in capitals. */
export function takeWord(args: Arguments, ...words: readonly string[]): string | undefined {
  const value = peek(args);
  const word = value?.kind === 'atom' ? value.text.toUpperCase() : undefined;
  if (word === undefined || !words.includes(word)) return undefined;
  args.at++;
  return word;
}

/** An atom out of a list of words; with `open`, others that begin with X are let pass. */
export const word =
  (what: string, id: CommandProblemId, names: readonly string[]): Check =>
  (args) => {
    const value = take(args, what);
    if (!value || isUnknown(value)) return;
    if (value.kind !== 'atom') return wrong(args, value, `${what} is to be a word`);
    const written = value.text.toUpperCase();
    if (names.includes(written) || written.startsWith('X')) return;
    unknown(args, id, value, written, names, `${what}: there is no ${value.text}`);
  };

/** A number; with `least`, from that on. */
export const number =
  (what: string, least = 0): Check =>
  (args) => {
    const value = take(args, what);
    if (!value || isUnknown(value)) return;
    const digits = value.kind === 'atom' && /^\d{1,20}$/.test(value.text) ? value.text : undefined;
    if (digits === undefined) return wrong(args, value, `${what} is to be a number`, unquoted(value));
    if (least > 0 && /^0+$/.test(digits)) wrong(args, value, `${what} is to be ${least} or more`);
  };

function unquoted(value: ImapValue): More {
  if (value.kind !== 'string' || value.form !== 'quoted' || !/^\d+$/.test(value.text)) return {};
  return { fix: replacing('Remove the quotes', value.range.start, value.range.end, value.text) };
}

/** The text of an atom or quoted string that is all known. */
export function knownText(value: ImapValue | undefined): string | undefined {
  if (!value || isUnknown(value)) return undefined;
  if (value.kind === 'nil') return 'NIL';
  return value.kind === 'atom' || (value.kind === 'string' && value.form === 'quoted') ? value.text : undefined;
}

export const asAtom = (value: ImapValue | undefined): ImapAtom | undefined =>
  value?.kind === 'atom' ? value : undefined;
