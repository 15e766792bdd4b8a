/** Checks of LIST's options, STATUS items, and the parameters of SELECT and CREATE (RFC 9051 §6.3). */
import { createParameters, listReturnOptions, listSelectionOptions, selectParameters } from '../command-options';
import { specialUses } from '../flags';
import { statusItems } from '../status-items';
import {
  type Arguments,
  type Check,
  isUnknown,
  knownText,
  list,
  number,
  optional,
  optionalList,
  peek,
  take,
  takeWord,
  unknown,
  word,
  wrong,
} from './arguments';
import { mailbox, patterns } from './mailbox';
import { sequenceSet } from './sequence-set';

const namesOf = (rows: readonly { readonly name: string }[]): readonly string[] => rows.map((row) => row.name);
const selections = namesOf(listSelectionOptions);
const returns = namesOf(listReturnOptions);
const selects = namesOf(selectParameters);
const creates = namesOf(createParameters);
const items = namesOf(statusItems);
const uses = namesOf(specialUses);

/** `status-att *(SP status-att)` */
const statusAttributes: Check = (args) => {
  while (peek(args)) word('the items of STATUS', 'unknown-status-item', items)(args);
};

/** `STATUS SP mailbox SP "(" … ")"` */
export const statusItemList: Check = list('the items of STATUS', statusAttributes);

/** Options with or without something in parentheses behind them. */
const options =
  (what: string, names: readonly string[], values: Readonly<Record<string, Check>>): Check =>
  (args) => {
    while (peek(args)) {
      const value = take(args, what);
      if (!value || isUnknown(value)) continue;
      const written = (knownText(value) ?? '').toUpperCase();
      if (names.includes(written)) values[written]?.(args);
      else if (!extension(written)) {
        const near = unknown(
          args,
          'unknown-option',
          value,
          written,
          names,
          `${what}: there is no ${written || 'such one'}`,
        );
        if (near !== undefined) values[near]?.(args);
        else if (peek(args)?.kind === 'list') args.at++;
      } else if (peek(args)?.kind === 'list') args.at++;
    }
  };

const extension = (written: string): boolean => /^(?:X|VENDOR\.|METADATA$|MYRIGHTS$|OLDNAME$|ANNOTATE$)/.test(written);

const statusOption: Check = list('the items of STATUS', statusAttributes);

/** `list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]` */
export const listing: Check = (args) => {
  optionalList('the selection options', selectionOptions, { empty: true })(args);
  mailbox('the reference name', { empty: true })(args);
  patterns(args);
  if (!takeWord(args, 'RETURN')) return;
  list('the return options', options('a return option', returns, { STATUS: statusOption }), { empty: true })(args);
};

/** RECURSIVEMATCH never stands alone, nor with REMOTE only (RFC 9051 §6.3.9.1). */
const selectionOptions: Check = (args) => {
  options('a selection option', selections, {})(args);
  const named = args.items.map((value) => (knownText(value) ?? '?').toUpperCase());
  const at = named.indexOf('RECURSIVEMATCH');
  const value = args.items[at];
  if (value && named.every((name) => name === 'RECURSIVEMATCH' || name === 'REMOTE')) {
    args.report('unknown-option', value.range.start, value.range.end, {
      message: 'RECURSIVEMATCH needs another selection option, such as SUBSCRIBED',
      rfc: 'RFC 9051 §6.3.9.1',
    });
  }
};

/** `"QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"` (RFC 7162 §7) */
const resynchronisation: Check = list('the parameters of QRESYNC', (args) => {
  number('the UID validity value', 1)(args);
  number('the mod-sequence', 1)(args);
  if (peek(args) && peek(args)?.kind !== 'list') sequenceSet('the set of known UIDs')(args);
  optionalList('the known numbers and their UIDs', (pair) => {
    sequenceSet('the known numbers')(pair);
    sequenceSet('their UIDs')(pair);
  })(args);
});

export const selectParams: Check = optional(
  list('the parameters', options('a parameter of SELECT', selects, { QRESYNC: resynchronisation })),
);

const use: Check = list('the special uses', (args) => {
  while (peek(args)) specialUse(args);
});

function specialUse(args: Arguments): void {
  const value = take(args, 'a special use');
  const text = knownText(value);
  if (!value || text === undefined) return;
  if (!text.startsWith('\\')) {
    wrong(args, value, 'a special use begins with a backslash: \\Sent');
    return;
  }
  if (uses.some((one) => one.toLowerCase() === text.toLowerCase())) return;
  unknown(args, 'unknown-option', value, text, uses, `${text} is no special use`);
}

export const createParams: Check = optional(
  list('the parameters', options('a parameter of CREATE', creates, { USE: use })),
);
