/** The arguments of STORE (RFC 9051 §6.4.6, RFC 7162 §3.1.3). */
import { type Parsed, parseArguments, readerOf } from './arguments';
import type { SequenceSet } from './sequence-set';
import { type ImapValue, textOf } from './value';

export interface StoreProgram {
  readonly set: SequenceSet;
  readonly mode: 'replace' | 'add' | 'remove';
  /** The new flags are not to be reported. */
  readonly silent: boolean;
  readonly flags: readonly string[];
  /** Only messages whose mod-sequence is not above this. */
  readonly unchangedSince?: number;
}

const flagPattern = /^\\?[^\x00-\x20\x7f-\uffff(){%*"\\\]]+$/;

/** Whether the text is a flag or keyword that can be set: `flag = "\Answered" / … / flag-keyword / flag-extension`. */
export const isFlag = (text: string): boolean => flagPattern.test(text);

/** `store = "STORE" SP sequence-set [store-modifiers] SP store-att-flags` */
export const parseStore = (args: readonly ImapValue[]): Parsed<StoreProgram> =>
  parseArguments(args, (reader) => {
    const set = reader.sequenceSet('the sequence set');
    let unchangedSince: number | undefined;
    if (reader.next?.kind === 'list') {
      const modifiers = readerOf(reader.list('the modifiers'));
      if (!modifiers.keyword('UNCHANGEDSINCE')) reader.refuse('this is no modifier of STORE', modifiers.next);
      unchangedSince = modifiers.number('the mod-sequence');
      modifiers.end();
    }
    const item = reader.take('what to store');
    const found = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(item) ?? '');
    if (!found) return reader.refuse('FLAGS, +FLAGS or -FLAGS is due here', item);
    const values: ImapValue[] = [];
    if (reader.next?.kind === 'list') values.push(...reader.list('the flags'));
    else while (reader.next) values.push(reader.take('a flag'));
    reader.end();
    const flags = values.map((value) => {
      const text = value.kind === 'atom' ? value.text : value.kind === 'nil' ? 'NIL' : '';
      return isFlag(text) ? text : reader.refuse('this is no flag', value);
    });
    const mode = found[1] === '+' ? 'add' : found[1] === '-' ? 'remove' : 'replace';
    return {
      set,
      mode,
      silent: found[2] !== undefined,
      flags,
      ...(unchangedSince === undefined ? {} : { unchangedSince }),
    };
  });
