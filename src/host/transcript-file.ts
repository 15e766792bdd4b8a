/** Writes a run's events to a JSON Lines file as they come, in pieces of some 64 KiB. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunEvent } from '../transcript/event';
import { encodeEvent } from '../transcript/json-lines';

const pieceSize = 65_536;

export interface TranscriptFile {
  write(event: RunEvent): void;
  close(): void;
}

/** Opens `path` anew, its folders made; only its owner may read it. */
export function transcriptFile(path: string): TranscriptFile {
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, 'w', 0o600);
  let piece = '';
  const flush = (): void => {
    if (piece !== '') writeSync(descriptor, piece);
    piece = '';
  };
  return {
    write(event) {
      piece += encodeEvent(event);
      if (piece.length >= pieceSize) flush();
    },
    close() {
      flush();
      closeSync(descriptor);
    },
  };
}
