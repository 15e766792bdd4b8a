/** One client's connection: its octets cut into lines, counted octets and messages, with what the dialogue has come to. */
import { concat } from '../base';
import type { FrameLimits, Protocol } from '../protocol/finding';
import { type CommandFrame, commandFramer } from '../protocol/smtp/command-framer';
import { dataFramer } from '../protocol/smtp/data-framer';
import type { Transport } from '../session/ports';
import type { Waiter } from '../session/waiter';
import { type Dialogue, newDialogue } from './dialogue';

/** Octets read ahead of the script; beyond them the client waits. */
const readAhead = 256 * 1024;

export interface Served {
  readonly name: string | undefined;
  readonly protocol: Protocol;
  readonly transport: Transport;
  readonly dialogue: Dialogue;
  /** How the connection ended, and by whom. */
  readonly ended: { readonly by: 'us' | 'peer'; readonly how: 'fin' | 'rst' } | undefined;
  /** Octets that came and were not read. */
  readonly pending: number;
  /** The next line when it is there; it stays until `taken`. */
  line(): CommandFrame | undefined;
  /** The line has been read. */
  taken(): void;
  /** At most `count` octets of those that are there. */
  take(count: number): Uint8Array;
  /** A reader of a message up to the line `.`, of at most so many octets. */
  message(limit: number): () => ReadMessage | undefined;
  write(bytes: Uint8Array): Promise<void> | undefined;
  /** TLS from here on; octets that came in clear before it are an error of the client's, and are counted. */
  secure(timeoutMs: number): ReturnType<Transport['startTls']>;
  compress(): void;
  close(how: 'fin' | 'rst'): Promise<void>;
}

export interface ReadMessage {
  /** Dots unstuffed. */
  readonly bytes: Uint8Array;
  /** Octets beyond the limit. */
  readonly dropped: number;
  readonly bareLf: number;
}

interface ServedOptions {
  readonly name: string | undefined;
  readonly protocol: Protocol;
  readonly transport: Transport;
  readonly waiter: Waiter;
  readonly limits: FrameLimits;
  readonly onClose: (by: 'us' | 'peer', how: 'fin' | 'rst') => void;
}

export function newServed({ name, protocol, transport, waiter, limits, onClose }: ServedOptions): Served {
  const framer = commandFramer(limits.line);
  let held: CommandFrame | undefined;
  let ended: Served['ended'];
  let paused = false;

  const end = (by: 'us' | 'peer', how: 'fin' | 'rst'): void => {
    if (ended) return;
    ended = { by, how };
    onClose(by, how);
    waiter.wake();
  };
  const listener = {
    data(bytes: Uint8Array): void {
      framer.push(bytes);
      if (framer.pending > readAhead && !paused) {
        paused = true;
        transport.pause();
      }
      waiter.progress();
      waiter.wake();
    },
    end: (how: 'fin' | 'rst') => end('peer', how),
  };
  const goOn = (): void => {
    if (!paused || framer.pending > readAhead / 2) return;
    paused = false;
    transport.resume(listener);
  };
  transport.resume(listener);

  return {
    name,
    protocol,
    transport,
    dialogue: newDialogue(),
    get ended() {
      return ended;
    },
    get pending() {
      return framer.pending + (held ? held.bytes.length : 0);
    },
    line() {
      held ??= framer.next();
      goOn();
      return held;
    },
    taken() {
      held = undefined;
    },
    take(count) {
      const bytes = framer.take(count);
      goOn();
      return bytes;
    },
    message(limit) {
      const reader = dataFramer(limit);
      const pieces: Uint8Array[] = [];
      return () => {
        if (framer.pending === 0) return undefined;
        const { pieces: more, end: done, rest } = reader.push(framer.take());
        pieces.push(...more);
        if (rest.length > 0) framer.push(rest);
        goOn();
        return done && { bytes: concat(pieces), dropped: done.dropped, bareLf: done.bareLf };
      };
    },
    write: (bytes) => (ended ? undefined : transport.write(bytes)),
    async secure(timeoutMs) {
      const result = await transport.startTls({ insecure: true, timeoutMs });
      if (!result.ok) end('peer', 'rst');
      return result;
    },
    compress() {
      transport.startCompression(framer.take());
    },
    async close(how) {
      if (ended?.by === 'us') return;
      const gone = ended !== undefined;
      if (!gone) end('us', how);
      if (how === 'rst') transport.reset();
      else await transport.close();
    },
  };
}
