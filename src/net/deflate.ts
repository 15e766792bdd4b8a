/** COMPRESS=DEFLATE (RFC 4978): raw deflate over a connection, flushed at each write. */
import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib';

export interface Deflate {
  write(bytes: Uint8Array): Promise<void>;
  /** Compressed octets from the peer. */
  receive(bytes: Uint8Array): void;
  /** Calls back when all that was received has been delivered. */
  settled(then: () => void): void;
  close(): void;
}

/** Compresses towards `send`; what is decompressed goes to `deliver`; a broken stream to `fail`. */
export function deflate(
  send: (bytes: Uint8Array) => Promise<void> | undefined,
  deliver: (bytes: Uint8Array) => void,
  fail: (reason: string) => void,
): Deflate {
  const outgoing = createDeflateRaw();
  const incoming = createInflateRaw();
  outgoing.on('data', send);
  incoming.on('data', deliver);
  incoming.on('error', (error) => fail(`the compressed stream is broken: ${error.message}`));
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        outgoing.write(bytes);
        outgoing.flush(constants.Z_SYNC_FLUSH, () => resolve());
      }),
    receive: (bytes) => void incoming.write(bytes),
    settled: (then) => void incoming.write(new Uint8Array(0), () => then()),
    close() {
      outgoing.close();
      incoming.close();
    },
  };
}
