/** One command as the client sent it: its lines and literals put together, then its words read (RFC 9051 §2.2.1). */
import { concat, latin1 } from '../../base';
import { parseCommand } from '../../protocol/imap/command';
import { announcedLiteral } from '../../protocol/imap/literal-announcement';
import type { ImapPart } from '../../protocol/imap/part';
import type { ImapValue } from '../../protocol/imap/value';
import type { LineRead, Reader } from '../connection/reader';
import { lineLimit } from '../session';
import type { ImapSession } from './session';

export interface ImapRequest {
  readonly tag: string;
  /** In upper case; `UID FETCH` and the like are one name. */
  readonly name: string;
  /** Message numbers are UIDs. */
  readonly uid: boolean;
  readonly values: readonly ImapValue[];
  /** The first thing that breaks the grammar, in words. */
  readonly problem: string | undefined;
}

export type Received =
  | { readonly kind: 'request'; readonly request: ImapRequest }
  /** To be answered by this, and forgotten. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'gone' };

/** Octets of all literals of a command before the client has signed in. */
const strangersLiteral = 8_192;
const maxLiterals = 1_024;
const gone: Received = { kind: 'gone' };

/** Waits for the next command; at once where it is there already. */
export function receive(session: ImapSession): Received | Promise<Received> {
  const line = session.reader.line(lineLimit);
  if (line instanceof Promise) return line.then((found) => (found ? fromLine(session, found) : gone));
  return fromLine(session, line);
}

function fromLine(session: ImapSession, line: LineRead): Received | Promise<Received> {
  if (line.kind === 'too-long') return { kind: 'refused', text: '* BAD the line is too long' };
  const part: ImapPart = { kind: 'text', bytes: line.bytes };
  return announcedLiteral(line.bytes) ? withLiterals(session, part) : { kind: 'request', request: parse([part]) };
}

async function withLiterals(session: ImapSession, first: ImapPart): Promise<Received> {
  const { reader, connection, server } = session;
  const limit = session.account ? server.maxMessageSize : strangersLiteral;
  const parts: ImapPart[] = [first];
  let total = 0;
  for (let text = first; ; ) {
    const literal = announcedLiteral(text.bytes);
    if (!literal) return { kind: 'request', request: parse(parts) };
    total += literal.size;
    if (!literal.sync && literal.size > nonSyncLimit(session)) {
      connection.write('* BYE such a literal is to wait for the go-ahead\r\n');
      return gone;
    }
    if (total > limit || parts.length > 2 * maxLiterals) {
      const tag = /^[^ ]+/.exec(latin1(first.bytes, 0, Math.min(first.bytes.length, 100)))?.[0] ?? '*';
      if (literal.sync) return { kind: 'refused', text: `${tag} NO [TOOBIG] the literal is too large` };
      // RFC 7888 §4: its octets are on their way; to read them all is more than the client deserves.
      connection.write('* BYE [TOOBIG] the literal is too large\r\n');
      return gone;
    }
    if (literal.sync) connection.write('+ go ahead\r\n');
    const bytes = await octets(reader, literal.size);
    if (!bytes) return gone;
    parts.push({ kind: 'literal', bytes, size: literal.size, binary: literal.binary, spilled: false });
    const line = await reader.line(lineLimit);
    if (!line) return gone;
    if (line.kind === 'too-long') return { kind: 'refused', text: '* BAD the line is too long' };
    text = { kind: 'text', bytes: line.bytes };
    parts.push(text);
  }
}

/** Pieces that are put together at a time: a client may send its literal octet by octet, and each piece costs more than that. */
const gathered = 256;

/** Exactly so many octets; undefined when the input ends before. */
async function octets(reader: Reader, size: number): Promise<Uint8Array | undefined> {
  const whole: Uint8Array[] = [];
  let pieces: Uint8Array[] = [];
  for (let left = size; left > 0; ) {
    const next = reader.some(left);
    const piece = next instanceof Promise ? await next : next;
    if (!piece) return undefined;
    left -= piece.length;
    pieces.push(piece);
    if (pieces.length < gathered) continue;
    whole.push(concat(pieces));
    pieces = [];
  }
  return concat([...whole, ...pieces]);
}

/** Octets of a literal that does not wait (RFC 7888 §4, §5; RFC 9051 §4.3). */
function nonSyncLimit({ server }: ImapSession): number {
  if (server.has('LITERAL+')) return Number.POSITIVE_INFINITY;
  return server.has('IMAP4REV2') ? 4_096 : 0;
}

function parse(parts: readonly ImapPart[]): ImapRequest {
  const { tag, name, args, problems } = parseCommand(parts);
  const broken = problems.find(({ kind }) => kind === 'broken');
  return { tag, name, uid: name.startsWith('UID '), values: args, problem: broken?.message };
}
