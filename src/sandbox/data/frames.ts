/** The journal's frames: what is written in one go, with its length and checksums; all of a frame is there, or none of it. */
import { crc32 } from 'node:zlib';
import { DataError } from './data-error';

/** At the beginning of a journal: what it is, and in which form. */
export const magic = Buffer.from('MWKEPT1\n', 'latin1');

/** Length of the payload, its CRC-32, the CRC-32 of these two: 32 bits each, big-endian. */
const headerSize = 12;

/** One entry: what happened, and octets that belong to it. */
export interface Entry {
  /** JSON. */
  readonly head: string;
  readonly body: Uint8Array | undefined;
}

/** A frame of these entries, as pieces to be written one behind the other. */
export function frameOf(entries: readonly Entry[]): Uint8Array[] {
  const header = Buffer.alloc(headerSize);
  const pieces: Uint8Array[] = [header];
  let length = 0;
  let checksum = 0;
  const add = (bytes: Uint8Array): void => {
    pieces.push(bytes);
    length += bytes.length;
    checksum = crc32(bytes, checksum);
  };
  for (const { head, body } of entries) {
    const text = Buffer.from(head);
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32BE(text.length, 0);
    lengths.writeUInt32BE(body?.length ?? 0, 4);
    add(Buffer.concat([lengths, text]));
    if (body && body.length > 0) add(body);
  }
  header.writeUInt32BE(length, 0);
  header.writeUInt32BE(checksum, 4);
  header.writeUInt32BE(crc32(header.subarray(0, 8)), 8);
  return pieces;
}

/** A file, or octets in a test. */
export interface JournalSource {
  readonly name: string;
  readonly size: number;
  /** Exactly so many octets, which are there. */
  read(at: number, length: number): Buffer;
}

export interface JournalEnd {
  /** Octets up to the end of the last whole frame. */
  readonly length: number;
  /** What was found behind it and is to be cut off; undefined: nothing. */
  readonly torn: string | undefined;
}

/**
 * Hands out the entries of every whole frame. What a crash can leave, an unfinished last frame, is left out and told; a frame that was
 * whole once and is not right any more throws a DataError that says where.
 */
export function readJournal(source: JournalSource, take: (entry: Entry) => void): JournalEnd {
  const { size } = source;
  const beginning = source.read(0, Math.min(size, magic.length));
  if (!magic.subarray(0, beginning.length).equals(beginning))
    throw new DataError(`${source.name} is no journal of this version of the sandbox`);
  if (size < magic.length)
    return { length: 0, torn: size === 0 ? undefined : `${size} octets of an unfinished beginning` };
  let at = magic.length;
  while (at < size) {
    const torn: JournalEnd = { length: at, torn: `an unfinished record of ${size - at} octets` };
    if (size - at < headerSize) return torn;
    const header = source.read(at, headerSize);
    const length = header.readUInt32BE(0);
    if (crc32(header.subarray(0, 8)) !== header.readUInt32BE(8)) {
      // A file system may have grown the file and not have written to it.
      if (isZero(source, at)) return torn;
      throw damaged(source, at);
    }
    if (at + headerSize + length > size) return torn;
    const payload = source.read(at + headerSize, length);
    if (crc32(payload) !== header.readUInt32BE(4)) {
      if (at + headerSize + length === size) return torn;
      throw damaged(source, at);
    }
    if (!takeEntries(payload, take)) throw damaged(source, at);
    at += headerSize + length;
  }
  return { length: at, torn: undefined };
}

function takeEntries(payload: Buffer, take: (entry: Entry) => void): boolean {
  for (let at = 0; at < payload.length; ) {
    if (payload.length - at < 8) return false;
    const head = payload.readUInt32BE(at);
    const body = payload.readUInt32BE(at + 4);
    const start = at + 8 + head;
    if (start + body > payload.length) return false;
    take({
      head: payload.toString('utf8', at + 8, start),
      // A copy, so that one message does not keep the whole frame in memory.
      body: body === 0 ? undefined : new Uint8Array(payload.subarray(start, start + body)),
    });
    at = start + body;
  }
  return true;
}

function isZero(source: JournalSource, from: number): boolean {
  for (let at = from; at < source.size; at += 65_536) {
    const piece = source.read(at, Math.min(65_536, source.size - at));
    if (piece.some((octet) => octet !== 0)) return false;
  }
  return true;
}

const damaged = ({ name, size }: JournalSource, at: number): DataError =>
  new DataError(
    `${name} is damaged at octet ${at} of ${size}: put a copy from a backup in its place, or keep only what stands before by cutting it there (truncate -s ${at})`,
  );
