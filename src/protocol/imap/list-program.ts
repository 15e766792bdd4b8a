/** The arguments of LIST (RFC 9051 §6.3.9), STATUS, and SELECT's parameters. */
import { type Parsed, parseArguments, type Reader, readerOf, upper } from './arguments';
import type { SequenceSet } from './sequence-set';
import { type ImapValue, nameOf } from './value';

export interface ListProgram {
  /** Upper case: `SUBSCRIBED`, `REMOTE`, `RECURSIVEMATCH`, `SPECIAL-USE`. */
  readonly selection: readonly string[];
  readonly reference: string;
  readonly patterns: readonly string[];
  /** Upper case: `SUBSCRIBED`, `CHILDREN`, `SPECIAL-USE`, `STATUS`. */
  readonly returns: readonly string[];
  /** What STATUS is to give, upper case (RFC 5819 §2). */
  readonly status: readonly string[];
  /** The extended form was used: patterns in a list, options. The plain `LIST "" ""` asks for the delimiter. */
  readonly extended: boolean;
}

/** `list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]` */
export const parseList = (args: readonly ImapValue[]): Parsed<ListProgram> =>
  parseArguments(args, (reader) => {
    const first = reader.next?.kind === 'list' ? reader.list('the selection options') : undefined;
    const selection = (first ?? []).map(upper);
    const reference = reader.astring('the reference name');
    const pattern = reader.take('the mailbox pattern');
    const patterns = (pattern.kind === 'list' ? pattern.items : [pattern]).map(
      (item) => nameOf(item) ?? reader.refuse('a pattern is an atom or a string', item),
    );
    const returns: string[] = [];
    let status: readonly string[] = [];
    const returning = reader.keyword('RETURN');
    if (returning) {
      const options = readerOf(reader.list('the return options'));
      while (options.next) {
        const option = options.astring('a return option').toUpperCase();
        returns.push(option);
        if (option === 'STATUS') status = options.list('the status items').map(upper);
      }
    }
    reader.end();
    return {
      selection,
      reference,
      patterns,
      returns,
      status,
      extended: first !== undefined || pattern.kind === 'list' || returning,
    };
  });

export interface StatusProgram {
  readonly mailbox: string;
  /** Upper case. */
  readonly items: readonly string[];
}

/** `status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"` */
export const parseStatus = (args: readonly ImapValue[]): Parsed<StatusProgram> =>
  parseArguments(args, (reader) => {
    const mailbox = reader.astring('the mailbox');
    const items = reader.list('the status items').map(upper);
    if (items.length === 0) reader.refuse('nothing is asked for');
    reader.end();
    return { mailbox, items };
  });

export interface SelectProgram {
  readonly mailbox: string;
  /** RFC 7162 §3.1.8. */
  readonly condstore: boolean;
  /** RFC 7162 §3.2.5. */
  readonly qresync?: QresyncParameters;
}

export interface QresyncParameters {
  readonly uidvalidity: number;
  readonly modseq: number;
  /** UIDs that the client knows. */
  readonly known?: SequenceSet;
  /** Message numbers and the UIDs that they had, pairwise (RFC 7162 §3.2.5.2). */
  readonly match?: { readonly numbers: SequenceSet; readonly uids: SequenceSet };
}

/** `select = "SELECT" SP mailbox [select-params]` (also EXAMINE) */
export const parseSelect = (args: readonly ImapValue[]): Parsed<SelectProgram> =>
  parseArguments(args, (reader) => {
    const mailbox = reader.astring('the mailbox');
    let condstore = false;
    let qresync: SelectProgram['qresync'];
    if (reader.next) {
      const params = readerOf(reader.list('the parameters'));
      while (params.next) {
        if (params.keyword('CONDSTORE')) {
          condstore = true;
        } else if (params.keyword('QRESYNC')) {
          qresync = qresyncOf(readerOf(params.list('the parameters of QRESYNC')));
        } else {
          reader.refuse('this is no parameter of SELECT', params.next);
        }
      }
    }
    reader.end();
    return { mailbox, condstore, ...(qresync ? { qresync } : {}) };
  });

/** `"(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"` (RFC 7162 §7) */
function qresyncOf(reader: Reader): QresyncParameters {
  const uidvalidity = reader.number('the UID validity value');
  const modseq = reader.number('the mod-sequence');
  const known = reader.next?.kind === 'atom' ? knownSet(reader, 'the known UIDs') : undefined;
  let match: QresyncParameters['match'];
  if (reader.next) {
    const pair = readerOf(reader.list('the numbers with their UIDs'));
    match = { numbers: knownSet(pair, 'the message numbers'), uids: knownSet(pair, 'their UIDs') };
    pair.end();
  }
  reader.end();
  return { uidvalidity, modseq, ...(known ? { known } : {}), ...(match ? { match } : {}) };
}

/** RFC 7162 §7: a set in which `*` is not allowed, nor `$`. */
function knownSet(reader: Reader, what: string): SequenceSet {
  const value = reader.next;
  const set = reader.sequenceSet(what);
  if (set.saved || set.ranges.some(({ from, to }) => from === '*' || to === '*'))
    reader.refuse(`${what} are to be plain numbers`, value);
  return set;
}
