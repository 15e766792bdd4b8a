/** Waits for what the client says: a line, counted octets, a message, an IMAP command with its literals; all within limits. */
import { concat, err, fromStrictUtf8, latin1, ok, type Result, utf8 } from '../base';
import { announcedLiteral } from '../protocol/imap/literal-announcement';
import type { ImapPart } from '../protocol/imap/part';
import type { Place } from '../script/program';
import { failed, failure, located, type Outcome, type Stop } from '../session/failure';
import type { FailureKind } from '../transcript/event';
import type { ServeContext } from './context';
import type { Served } from './served';

export interface Wanted {
  readonly place: Place;
  /** What the client is to say, for people. */
  readonly shown: string;
  /** Milliseconds that the script itself takes before it. */
  readonly extraMs?: number;
}

export const textOf = (bytes: Uint8Array): string => fromStrictUtf8(bytes) ?? latin1(bytes);

/** The next line, without its end. */
export async function readLine(
  context: ServeContext,
  connection: Served,
  wanted: Wanted,
): Promise<Result<Uint8Array, Stop>> {
  const stop = await come(context, connection, wanted, () => connection.line() !== undefined);
  if (stop) return err(stop);
  const frame = connection.line();
  connection.taken();
  if (!frame) return err(gone(context, connection, wanted));
  if (frame.dropped > 0) {
    const total = frame.bytes.length + frame.dropped;
    return err(
      broken(
        connection,
        wanted,
        `The client sent a line of ${total} octets, more than the limit of ${context.limits.line}`,
      ),
    );
  }
  if (frame.lineEnd === 'lf') {
    return err(
      broken(connection, wanted, 'The client ended a line with LF alone, where CRLF ends it', textOf(frame.bytes)),
    );
  }
  return ok(frame.bytes);
}

/** Exactly so many octets. */
export async function readOctets(
  context: ServeContext,
  connection: Served,
  count: number,
  wanted: Wanted,
): Promise<Result<Uint8Array, Stop>> {
  if (count > context.limits.literal) {
    const text = `The client announced ${count} octets, more than the limit of ${context.limits.literal}`;
    return err(broken(connection, wanted, text));
  }
  const pieces: Uint8Array[] = [];
  let left = count;
  while (left > 0) {
    const stop = await come(context, connection, wanted, () => connection.pending > 0);
    if (stop) return err(stop);
    const piece = connection.take(left);
    if (piece.length === 0) return err(gone(context, connection, wanted));
    pieces.push(piece);
    left -= piece.length;
  }
  return ok(concat(pieces));
}

/** A message up to the line `.`, dots unstuffed. */
export async function readMessage(
  context: ServeContext,
  connection: Served,
  wanted: Wanted,
): Promise<Result<Uint8Array, Stop>> {
  const next = connection.message(context.limits.literal);
  let message = next();
  const stop = message
    ? undefined
    : await come(context, connection, wanted, () => {
        message ??= next();
        return message !== undefined;
      });
  if (stop) return err(stop);
  if (!message) return err(gone(context, connection, wanted));
  if (message.dropped > 0) {
    return err(broken(connection, wanted, `The message is larger than the limit of ${context.limits.literal} octets`));
  }
  return ok(message.bytes);
}

const crlf = utf8('\r\n');

/** A whole IMAP command; `goOn` says `+` to a literal that waits for it. */
export async function readImapCommand(
  context: ServeContext,
  connection: Served,
  wanted: Wanted,
  goOn: (parts: readonly ImapPart[]) => Promise<Outcome>,
): Promise<Result<readonly ImapPart[], Stop>> {
  const parts: ImapPart[] = [];
  let kept = 0;
  for (;;) {
    const line = await readLine(context, connection, wanted);
    if (!line.ok) return line;
    const bytes = concat([line.value, crlf]);
    parts.push({ kind: 'text', bytes });
    kept += bytes.length;
    const announced = announcedLiteral(bytes);
    if (!announced) return ok(parts);
    kept += announced.size;
    if (kept > context.limits.literal) {
      const text = `The client announced a literal of ${announced.size} octets, more than the limit of ${context.limits.literal}`;
      return err(broken(connection, wanted, text));
    }
    const stop = announced.sync ? await goOn(parts) : undefined;
    if (stop) return err(stop);
    const octets = await readOctets(context, connection, announced.size, wanted);
    if (!octets.ok) return octets;
    parts.push({
      kind: 'literal',
      bytes: octets.value,
      size: announced.size,
      binary: announced.binary,
      spilled: false,
    });
  }
}

async function come(context: ServeContext, connection: Served, wanted: Wanted, ready: () => boolean): Promise<Outcome> {
  const ms = context.timeouts.command + (wanted.extraMs ?? 0);
  let there = false;
  const woken = await context.waiter.until(() => {
    there = ready();
    return there || connection.ended !== undefined;
  }, ms);
  if (there) return undefined;
  switch (woken) {
    case 'ready':
      return gone(context, connection, wanted);
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'session-late':
      return failedHere(connection, wanted, 'timeout', 'The session took longer than it may in all');
    case 'late':
      return failedHere(
        connection,
        wanted,
        'timeout',
        `The client did not say this within ${Math.round(ms / 100) / 10} s`,
        connection.pending > 0 ? `an unfinished line of ${connection.pending} octets` : 'nothing',
      );
  }
}

export const gone = (_: ServeContext, connection: Served, wanted: Wanted): Stop =>
  failedHere(
    connection,
    wanted,
    'closed',
    connection.ended?.by === 'us' ? 'The connection has been closed' : 'The client closed the connection',
    connection.ended?.how === 'rst' ? 'the connection was reset' : 'the end of the connection',
  );

const broken = (connection: Served, wanted: Wanted, message: string, actual?: string): Stop =>
  failedHere(connection, wanted, 'protocol', message, actual);

function failedHere(connection: Served, wanted: Wanted, kind: FailureKind, message: string, actual?: string): Stop {
  const cause = failure(kind, message, { expected: wanted.shown, ...(actual === undefined ? {} : { actual }) });
  return failed(located(cause, wanted.place, connection.name));
}
