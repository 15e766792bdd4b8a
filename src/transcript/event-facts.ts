/** What a list of events needs to know of each one: who said it, on which connection, for which command, how it was judged. */
import { protocolOfUrl } from '../protocol/schemes';
import type { EventPlace, RunEvent } from './event';

/** Bits that say how an event looks in a list. */
export const eventFlags = {
  sent: 1,
  received: 2,
  /** Said over TLS. */
  tls: 4,
  /** A line of the script expected it, and it was so. */
  expected: 8,
  /** A line of the script expected something else. */
  mismatch: 16,
  unexpected: 32,
  /** It breaks the grammar, or has a quirk. */
  finding: 64,
  /** A failure, or a session that failed. */
  failed: 128,
} as const;

/** What "only failures" shows. */
export const failureFlags = eventFlags.mismatch | eventFlags.unexpected | eventFlags.failed;

export interface EventFacts {
  readonly flags: number;
  readonly connection: string;
  /** The verb in upper case, of a command and of all that answers it; empty where there is none. */
  readonly command: string;
  readonly place?: EventPlace;
  /** An earlier event that this one judges, and the bit that it gets. */
  readonly judges?: { readonly event: number; readonly flag: number };
}

/** So many replies of a connection can still be judged. */
const judgeable = 256;
/** So many commands can still be answered. */
const answerable = 10_000;
/** The part of a reply that tells it from its neighbours. */
const headLength = 32;

interface Spoken {
  tls: boolean;
  imap: boolean;
  command: string;
  readonly replies: { readonly event: number; readonly head: string; judged: boolean }[];
}

export interface FactReader {
  /** Events come in order; `ordinal` counts them from 0. */
  read(event: RunEvent, ordinal: number): EventFacts;
}

/** Reads the events of one run, in order. Memory: a few replies a connection, the commands that may still be answered. */
export function factReader(): FactReader {
  const connections = new Map<string, Spoken>();
  const commandOf = new Map<number, string>();
  let isImap = false;
  const spokenOn = ({ session = -1, connection = '' }: RunEvent): Spoken => {
    const key = `${session} ${connection}`;
    const known = connections.get(key);
    if (known) return known;
    const made: Spoken = { tls: false, imap: isImap, command: '', replies: [] };
    connections.set(key, made);
    return made;
  };

  return {
    read(event, ordinal) {
      const spoken = spokenOn(event);
      const facts = (flags: number, command = '', judges?: EventFacts['judges']): EventFacts => ({
        flags: flags | (spoken.tls ? eventFlags.tls : 0),
        connection: event.connection ?? '',
        command,
        ...(event.place && { place: event.place }),
        ...(judges && { judges }),
      });
      switch (event.kind) {
        case 'session-started':
          connections.clear();
          commandOf.clear();
          isImap = event.protocol === 'imap';
          return facts(0);
        case 'connected':
          spoken.tls = event.tls !== undefined;
          spoken.imap = (protocolOfUrl(event.url) ?? (isImap ? 'imap' : 'smtp')) === 'imap';
          return facts(0);
        case 'secured':
          spoken.tls = true;
          return facts(0);
        case 'sent':
          if (event.role === 'command') spoken.command = verbOf(event.wire.text, spoken.imap);
          if (commandOf.size >= answerable) commandOf.delete(commandOf.keys().next().value ?? 0);
          commandOf.set(event.seq, spoken.command);
          return facts(eventFlags.sent, spoken.command);
        case 'received': {
          spoken.replies.push({ event: ordinal, head: event.wire.text.slice(0, headLength), judged: false });
          if (spoken.replies.length > judgeable) spoken.replies.shift();
          const command = event.answers === undefined ? '' : (commandOf.get(event.answers) ?? '');
          return facts(
            eventFlags.received |
              (event.unexpected ? eventFlags.unexpected : 0) |
              (event.findings?.length ? eventFlags.finding : 0),
            command,
          );
        }
        case 'checked':
          return facts(0, '', judgement(event.ok, event.text, spoken));
        case 'asserted':
          return facts(event.ok ? 0 : eventFlags.failed);
        case 'failed':
          return facts(eventFlags.failed);
        case 'session-ended':
          return facts(event.outcome === 'failed' ? eventFlags.failed : 0);
        default:
          return facts(0);
      }
    },
  };
}

/** The reply that a judgement speaks of: it quotes what it accepts; what it refuses is what came last. */
function judgement(ok: boolean, text: string, { replies }: Spoken): EventFacts['judges'] {
  const head = firstLine(text).slice(0, headLength);
  const found = ok
    ? replies.findLast((one) => !one.judged && head !== '' && one.head.startsWith(head.slice(0, one.head.length)))
    : replies.at(-1);
  if (!found) return undefined;
  found.judged = true;
  return { event: found.event, flag: ok ? eventFlags.expected : eventFlags.mismatch };
}

const firstLine = (text: string): string => text.slice(0, headLength).split(/\r?\n/, 1)[0] ?? '';

/** `EHLO`, `FETCH`, `UID FETCH`. */
export function verbOf(line: string, imap: boolean): string {
  const [first = '', second = ''] = (imap ? line.replace(/^\S+ /, '') : line).slice(0, 80).split(/[ \r\n]/, 2);
  const verb = first.toUpperCase();
  if (!/^[A-Z][A-Z0-9-]{1,19}$/.test(verb)) return '';
  return imap && verb === 'UID' ? `UID ${second.toUpperCase()}` : verb;
}
