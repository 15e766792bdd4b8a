/** One connection of a session: its transport, its conversation, and how it ended. */
import { concat, utf8 } from '../base';
import { defaultLimits, type FrameLimits, type Protocol } from '../protocol/finding';
import type { Place } from '../script/program';
import type { Failure, WireText } from '../transcript/event';
import type { Conversation, Piece, Sending } from './conversation';
import { failure } from './failure';
import { imapConversation } from './imap-conversation';
import { octetCount } from './line-bytes';
import type { Link } from './link';
import { pop3Conversation } from './pop3-conversation';
import type { Transport, TransportListener } from './ports';
import type { Recorder } from './recorder';
import { smtpConversation } from './smtp-conversation';
import type { Waiter } from './waiter';

export interface Ended {
  readonly by: 'us' | 'peer';
  readonly how: 'fin' | 'rst';
  readonly reason?: string | undefined;
  /** Why we closed, when it was not the script that asked for it. */
  readonly cause?: Failure | undefined;
  /** What had come of an answer. */
  readonly partial: Uint8Array;
}

export interface Connection {
  readonly name: string | undefined;
  readonly url: string;
  readonly transport: Transport;
  readonly conversation: Conversation;
  readonly ended: Ended | undefined;
  /** The last mechanism of `auth`. */
  mechanism: string | undefined;
  /** The greeting has been judged, by an `S:` line or by default. */
  greeted: boolean;
  /** What a POP3 greeting said, for APOP's time stamp. */
  readonly greeting: string | undefined;
  /** Octets received, for `silence`. */
  readonly octetsIn: number;
  /** Writes octets; a promise while the peer takes no more. */
  write(bytes: Uint8Array): Promise<void> | undefined;
  /** Shows and writes stage `i` of a sending. */
  send(sendings: readonly Sending[], stage: number): Promise<void> | undefined;
  resume(): void;
  pause(): void;
  close(how: 'fin' | 'rst'): Promise<void>;
}

export interface Connections {
  readonly all: readonly Connection[];
  add(connection: Connection): void;
  remove(connection: Connection): void;
}

export function connections(): Connections {
  let all: readonly Connection[] = [];
  return {
    get all() {
      return all;
    },
    add(connection) {
      all = [...all, connection];
    },
    remove(connection) {
      all = all.filter((one) => one !== connection);
    },
  };
}

export interface ConnectionParts {
  readonly name: string | undefined;
  readonly protocol: Protocol;
  readonly transport: Transport;
  readonly session: number;
  readonly recorder: Recorder;
  readonly waiter: Waiter;
  /** Everything of the link but what the connection itself gives. */
  readonly link: Omit<Link, 'pause' | 'progress' | 'connection' | 'recorder' | 'session'>;
}

/** Octets after which an answer that is still coming is not late. */
const progressOctets = 65_536;

export function openConnection({
  name,
  protocol,
  transport,
  session,
  recorder,
  waiter,
  link,
}: ConnectionParts): Connection {
  let ended: Ended | undefined;
  let octetsIn = 0;
  let sinceProgress = 0;
  let sinceFrame = 0;
  let heard = false;
  const longest = longestAnswer(protocol, { ...defaultLimits, ...link.limits });
  let greeting: string | undefined;
  const where = (place?: Place) => ({ session, connection: name, place });
  const conversation = conversationOf(protocol, {
    ...link,
    session,
    recorder,
    connection: name,
    progress: () => {
      heard = true;
    },
    pause: () => transport.pause(),
  });

  const end = (by: 'us' | 'peer', how: 'fin' | 'rst', reason?: string, cause?: Failure): void => {
    if (ended) return;
    ended = { by, how, reason, cause, partial: conversation.partial };
    conversation.finish();
    recorder.emit({ kind: 'closed', by, how }, where());
  };

  const listener: TransportListener = {
    data(bytes) {
      if (ended) return;
      octetsIn += bytes.length;
      sinceProgress += bytes.length;
      const wasOpening = conversation.opening;
      conversation.receive(bytes);
      if (wasOpening && !conversation.opening) {
        const unit = conversation.inbox[0]?.unit;
        greeting = unit?.kind === 'pop3' ? unit.response.text : undefined;
      }
      sinceFrame = heard ? 0 : sinceFrame + bytes.length;
      if (heard || sinceProgress >= progressOctets) {
        heard = false;
        sinceProgress = 0;
        waiter.progress();
      }
      if (sinceFrame > longest) {
        end('us', 'rst', undefined, endless(longest));
        transport.reset();
      }
      waiter.wake();
    },
    end(how, reason) {
      end('peer', how, reason);
      waiter.wake();
    },
  };

  const write = (bytes: Uint8Array): Promise<void> | undefined =>
    ended || bytes.length === 0 ? undefined : transport.write(bytes);

  return {
    name,
    url: transport.url,
    transport,
    conversation,
    mechanism: undefined,
    greeted: false,
    get ended() {
      return ended;
    },
    get greeting() {
      return greeting;
    },
    get octetsIn() {
      return octetsIn;
    },
    write,
    send(sendings, stage) {
      const octets: Uint8Array[] = [];
      let text = '';
      const flush = (): void => {
        if (text !== '') octets.push(utf8(text));
        text = '';
      };
      for (const { stages } of sendings) {
        for (const { content } of stages[stage] ?? []) {
          if (typeof content === 'string') text += content;
          else {
            flush();
            octets.push(content);
          }
        }
      }
      flush();
      const at = recorder.elapsed();
      const full = write(concat(octets));
      // Recorded while the server is at work; nothing it answers is heard before this is done.
      for (const { stages, awaited } of sendings) {
        for (const piece of stages[stage] ?? []) {
          const seq = sent(recorder, piece, { session, connection: name, place: awaited?.place });
          if (awaited && awaited.sentSeq === 0) awaited.sentSeq = seq;
        }
        if (awaited) awaited.sentAt = at;
      }
      return full;
    },
    resume: () => transport.resume(listener),
    pause: () => transport.pause(),
    async close(how) {
      if (ended && ended.by === 'us') return;
      const byPeer = ended !== undefined;
      if (!byPeer) end('us', how);
      if (how === 'rst') transport.reset();
      else await transport.close();
    },
  };
}

function sent(
  recorder: Recorder,
  piece: Piece,
  at: { session: number; connection: string | undefined; place: Place | undefined },
): number {
  return recorder.sent(piece.shown ?? wireOf(recorder, piece.content), piece.role, piece.note, at);
}

/** Octets that an answer may have before anything of it is whole; the framers keep far less of it. */
const longestAnswer = (protocol: Protocol, { line, literal, spill }: FrameLimits): number =>
  protocol === 'imap' || protocol === 'pop3' ? literal + 64 * line : 16 * Math.max(line, spill);

const endless = (octets: number): Failure =>
  failure('protocol', `The server sends on and on: ${octets} octets without the end of an answer`, {
    advice: 'If the server is right, raise the limits (line, literal)',
  });

function wireOf({ redactor }: Recorder, content: string | Uint8Array): WireText {
  if (typeof content !== 'string') return redactor.wire(content);
  const text = redactor.text(content);
  const octets = octetCount(content);
  return text === content ? { text, octets } : { text, octets, masked: true };
}

function conversationOf(protocol: Protocol, link: Link): Conversation {
  switch (protocol) {
    case 'smtp':
    case 'lmtp':
      return smtpConversation(link, protocol);
    case 'imap':
      return imapConversation(link);
    case 'pop3':
      return pop3Conversation(link);
  }
}
