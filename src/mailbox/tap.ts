/** Stands in the stream of an IMAP connection and makes transcript events of every octet, both ways. */
import { concat, LF, utf8 } from '../base';
import { growingBytes } from '../protocol/imap/growing-bytes';
import { announcedLiteral } from '../protocol/imap/literal-announcement';
import { type ImapResponse, parseResponse } from '../protocol/imap/response';
import { responseFramer } from '../protocol/imap/response-framer';
import type { Recorder, Where } from '../session/recorder';
import type { SentRole, WireText } from '../transcript/event';

/** Octets of a literal, or of a line without end, that a transcript keeps; of more it says how many there were. */
const kept = 262_144;

export interface Tap {
  /** What goes to the server. */
  sent(bytes: Uint8Array): void;
  /** One whole line to the server, shown otherwise than it is: a secret in it is masked. */
  sentAs(line: string, shown: WireText, role: SentRole, note: string | undefined): void;
  /** What came from the server. */
  received(bytes: Uint8Array): void;
  /** Told of each response as it is complete, before anybody behind the tap has it; the answer ends that. */
  listen(listener: (response: ImapResponse) => void): () => void;
  /** Octets received that are not a whole response yet. */
  readonly pending: number;
  /** The connection is over: what is incomplete is shown. */
  end(): void;
}

interface InFlight {
  readonly seq: number;
  readonly at: number;
}

export function createTap(recorder: Recorder, where: Where): Tap {
  const { redactor } = recorder;
  const framer = responseFramer({ spill: kept });
  const listeners = new Set<(response: ImapResponse) => void>();
  const inFlight = new Map<string, InFlight>();
  let greeted = false;
  let spilled = 0;

  const line = growingBytes();
  let literal: { left: number; readonly size: number; readonly bytes: Uint8Array[]; held: number } | undefined;
  /** The next line goes on with a command: the rest behind a literal. */
  let continued = false;

  const emitLine = (bytes: Uint8Array, wire: WireText, role: SentRole, note?: string): void => {
    const at = recorder.elapsed();
    const seq = recorder.sent(wire, role, note, where);
    const announced = announcedLiteral(bytes);
    if (!continued && role === 'command') {
      const tag = /^([^\s+*]+) [A-Za-z]/.exec(wire.text)?.[1];
      if (tag !== undefined) inFlight.set(tag, { seq, at });
    }
    continued = announced !== undefined;
    if (announced) literal = { left: announced.size, size: announced.size, bytes: [], held: 0 };
    if (announced?.size === 0) endLiteral();
  };

  const endLiteral = (): void => {
    if (!literal) return;
    const { bytes, size, held } = literal;
    literal = undefined;
    if (held === size) recorder.sent(redactor.wire(concat(bytes)), 'literal', undefined, where);
    else recorder.sent({ text: '', octets: size }, 'literal', `${size} octets, too many to be kept`, where);
  };

  const takeLiteral = (bytes: Uint8Array): number => {
    if (!literal) return 0;
    const part = bytes.subarray(0, Math.min(literal.left, bytes.length));
    literal.left -= part.length;
    if (literal.size <= kept) {
      literal.bytes.push(part.slice());
      literal.held += part.length;
    }
    if (literal.left === 0) endLiteral();
    return part.length;
  };

  const oldest = (): InFlight | undefined => inFlight.values().next().value;

  const receive = (bytes: Uint8Array, response: ImapResponse | undefined, note?: string): void => {
    const tagged = response?.kind === 'tagged' ? inFlight.get(response.tag ?? '') : undefined;
    const asked = response?.kind === 'tagged' ? tagged : oldest();
    const role = !greeted
      ? 'greeting'
      : response?.kind === 'tagged'
        ? 'reply'
        : response?.kind === 'continuation'
          ? 'continuation'
          : response
            ? 'untagged'
            : 'data';
    greeted = true;
    recorder.received(
      redactor.wire(bytes),
      role,
      {
        ...(asked ? { answers: asked.seq, ms: recorder.since(asked.at) } : {}),
        ...(note === undefined ? {} : { note }),
        ...(response && response.findings.length > 0 ? { findings: response.findings } : {}),
      },
      where,
    );
    if (response?.kind === 'tagged') inFlight.delete(response.tag ?? '');
  };

  return {
    sent(bytes) {
      let at = 0;
      while (at < bytes.length) {
        if (literal) {
          at += takeLiteral(bytes.subarray(at));
          continue;
        }
        const end = bytes.indexOf(LF, at) + 1;
        line.add(bytes.subarray(at, end === 0 ? bytes.length : end));
        at = end === 0 ? bytes.length : end;
        if (end > 0) {
          const whole = line.take();
          emitLine(whole, redactor.wire(whole), 'command');
        }
      }
    },
    sentAs(text, shown, role, note) {
      emitLine(utf8(text), shown, role, note);
    },
    received(bytes) {
      for (const frame of framer.push(bytes)) {
        switch (frame.kind) {
          case 'piece':
            spilled += frame.bytes.length;
            break;
          case 'response': {
            const response = parseResponse(frame.parts);
            const note = spilled === 0 ? undefined : `a literal of ${spilled} octets, too many to be kept`;
            spilled = 0;
            receive(concat(frame.parts.map((part) => part.bytes)), response, note);
            for (const listener of listeners) listener(response);
            break;
          }
          case 'oversized':
            receive(frame.bytes.subarray(0, kept), undefined, `cut: ${frame.dropped} octets more were not kept`);
            break;
          case 'partial':
            receive(frame.bytes, undefined);
            break;
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get pending() {
      return framer.pending.length;
    },
    end() {
      for (const frame of framer.end()) if (frame.kind === 'partial') receive(frame.bytes, undefined, 'incomplete');
      const rest = line.take();
      if (rest.length > 0) recorder.sent(redactor.wire(rest), 'raw', 'incomplete', where);
    },
  };
}
