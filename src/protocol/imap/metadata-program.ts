/** The arguments of GETMETADATA and SETMETADATA (RFC 5464 §4.2, §4.3). */
import { type Parsed, parseArguments, type Reader, readerOf, upper } from './arguments';
import { bytesOf, type ImapValue, nameOf } from './value';

export interface GetMetadataProgram {
  /** Empty: the server's own annotations. */
  readonly mailbox: string;
  /** Entry names, in lower case. */
  readonly entries: readonly string[];
  /** Values of more octets than this are left out (§4.2.1). */
  readonly maxSize: number | undefined;
  /** How many levels below each entry are asked for (§4.2.2). */
  readonly depth: number;
}

export interface SetMetadataProgram {
  readonly mailbox: string;
  /** What each entry is to hold, in the order sent; undefined removes it. Names are in lower case. */
  readonly changes: readonly (readonly [entry: string, value: Uint8Array | undefined])[];
}

/** `getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries`; options behind the mailbox, as its examples have them, too. */
export const parseGetMetadata = (args: readonly ImapValue[]): Parsed<GetMetadataProgram> =>
  parseArguments(args, (reader) => {
    const options = { maxSize: undefined as number | undefined, depth: 0 };
    const first = reader.next?.kind === 'list';
    if (first) readOptions(readerOf(reader.list('the options')), options);
    const mailbox = reader.astring('the mailbox');
    if (!first && args.length === 3 && args[1]?.kind === 'list')
      readOptions(readerOf(reader.list('the options')), options);
    const asked = reader.take('the entries');
    const entries = (asked.kind === 'list' ? asked.items : [asked]).map((value) => entryOf(reader, value));
    if (entries.length === 0) reader.refuse('no entry is asked for', asked);
    reader.end();
    return { mailbox, entries, ...options };
  });

/** `setmetadata = "SETMETADATA" SP mailbox SP "(" entry SP value *(SP entry SP value) ")"` */
export const parseSetMetadata = (args: readonly ImapValue[]): Parsed<SetMetadataProgram> =>
  parseArguments(args, (reader) => {
    const mailbox = reader.astring('the mailbox');
    const list = readerOf(reader.list('the list of entries and values'));
    reader.end();
    const changes: (readonly [string, Uint8Array | undefined])[] = [];
    do {
      const entry = entryOf(reader, list.take('an entry'));
      const value = list.take('the value');
      if (value.kind !== 'string' && value.kind !== 'nil') list.refuse('a value is a string or NIL', value);
      changes.push([entry, bytesOf(value)]);
    } while (list.next);
    return { mailbox, changes };
  });

function readOptions(reader: Reader, options: { maxSize: number | undefined; depth: number }): void {
  while (reader.next) {
    if (reader.keyword('MAXSIZE')) options.maxSize = reader.number('the size');
    else if (reader.keyword('DEPTH')) {
      const value = reader.take('the depth');
      const depth = depths[upper(value)];
      options.depth = depth ?? reader.refuse('DEPTH is 0, 1 or infinity', value);
    } else reader.refuse('this is no option of GETMETADATA', reader.next);
  }
}

const depths: Readonly<Record<string, number>> = { '0': 0, '1': 1, INFINITY: Number.POSITIVE_INFINITY };

/** §3.1: begins with a slash and ends with none, no two of them together, no wildcards; US-ASCII without controls. */
const entryPattern = /^(?:\/[^/*%\x00-\x1f\x7f-\uffff]+)+$/;

function entryOf(reader: Reader, value: ImapValue): string {
  const name = nameOf(value) ?? '';
  return entryPattern.test(name)
    ? name.toLowerCase()
    : reader.refuse('an entry is a name such as /shared/comment', value);
}
