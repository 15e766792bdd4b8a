/** Writes a run's events to a JSON Lines file as they come, in pieces of some 64 KiB. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunEvent } from '../transcript/event';
import { encodeEvent } from '../transcript/json-lines';

const pieceSize = 65_536;
/** Events that wait to be encoded, at most. */
const waitingLimit = 1_024;

export interface TranscriptFile {
  write(event: RunEvent): void;
  close(): void;
}

/** Opens `path` anew, its folders made; only its owner may read it. */
export function transcriptFile(path: string): TranscriptFile {
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, 'w', 0o600);
  let piece = '';
  const waiting: RunEvent[] = [];
  let soon: NodeJS.Immediate | undefined;
  const flush = (): void => {
    if (piece !== '') writeSync(descriptor, piece);
    piece = '';
  };
  // Encoded after the answer to an event has been sent, while the server works on it.
  const encode = (): void => {
    clearImmediate(soon);
    soon = undefined;
    for (const event of waiting.splice(0)) {
      piece += encodeEvent(event);
      if (piece.length >= pieceSize) flush();
    }
  };
  return {
    write(event) {
      waiting.push(event);
      if (waiting.length >= waitingLimit) encode();
      else soon ??= setImmediate(encode);
    },
    close() {
      encode();
      flush();
      closeSync(descriptor);
    },
  };
}
