/** The server underneath: what it says is cut into replies, so that it is known what is still to come and what the client says next. */
import { concat, latin1, utf8 } from '../base';
import type { FrameLimits, Protocol } from '../protocol/finding';
import { parseResponse as parseImap } from '../protocol/imap/response';
import { type ImapFrame, responseFramer as imapFramer } from '../protocol/imap/response-framer';
import { responseFramer as pop3Framer } from '../protocol/pop3/response-framer';
import { replyFramer } from '../protocol/smtp/reply-framer';

/** One thing that the server said. */
export interface Passing {
  readonly bytes: Uint8Array;
  /** It answers a command, so that one less is outstanding. */
  readonly answers: boolean;
  /** What the client says next: `message` after 354, `line` after 334 and `+`. */
  readonly asks: 'message' | 'line' | undefined;
}

export interface UpstreamFramer {
  /** POP3: whether a positive response to the command that is sent now has a body. */
  expect(multiline: boolean): void;
  push(chunk: Uint8Array): readonly Passing[];
}

export function upstreamFramer(protocol: Protocol, limits: FrameLimits): UpstreamFramer {
  switch (protocol) {
    case 'smtp':
    case 'lmtp': {
      const framer = replyFramer(limits);
      return {
        expect: () => {},
        push: (chunk) =>
          framer.push(chunk).map(({ bytes }): Passing => {
            const code = latin1(bytes, 0, 3);
            return { bytes, answers: true, asks: code === '354' ? 'message' : code === '334' ? 'line' : undefined };
          }),
      };
    }
    case 'pop3': {
      const framer = pop3Framer({ ...limits, spill: limits.literal });
      return {
        expect: (multiline) => framer.expect(multiline),
        push: (chunk) =>
          framer.push(chunk).map(({ kind, bytes }): Passing => {
            const challenge = kind === 'continuation';
            return { bytes, answers: !challenge, asks: challenge ? 'line' : undefined };
          }),
      };
    }
    case 'imap': {
      const framer = imapFramer({ ...limits, spill: limits.literal });
      return { expect: () => {}, push: (chunk) => framer.push(chunk).map(imapPassing) };
    }
  }
}

function imapPassing(frame: ImapFrame): Passing {
  if (frame.kind !== 'response') return { bytes: frame.bytes, answers: false, asks: undefined };
  const bytes = concat(frame.parts.map((part) => part.bytes));
  const { kind } = parseImap(frame.parts);
  return { bytes, answers: kind === 'tagged', asks: kind === 'continuation' ? 'line' : undefined };
}

/** On TLS the server underneath still offers it, for it knows nothing of ours (RFC 3207 §4.2, RFC 9051 §6.2.1, RFC 2595 §4). */
export function withoutStartTls(bytes: Uint8Array, protocol: Protocol): Uint8Array {
  const text = latin1(bytes);
  switch (protocol) {
    case 'imap':
      return /CAPABILITY/i.test(text) ? latin1Bytes(text.replace(/ STARTTLS\b/gi, '')) : bytes;
    case 'pop3':
      return /^STLS\r\n/im.test(text) ? latin1Bytes(text.replace(/^STLS\r\n/im, '')) : bytes;
    default: {
      if (!/^250[- ]STARTTLS\r\n/im.test(text)) return bytes;
      const lines = text.split('\r\n').filter((line) => line !== '' && !/^250[- ]STARTTLS$/i.test(line));
      return utf8(lines.map((line, i) => `250${i === lines.length - 1 ? ' ' : '-'}${line.slice(4)}\r\n`).join(''));
    }
  }
}

const latin1Bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
