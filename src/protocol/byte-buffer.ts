/** Octets that wait for the rest of their frame: appended in amortised constant time, whatever the size of the chunks. */

export interface ByteBuffer {
  readonly length: number;
  /** Copies `bytes` to the end. */
  append(bytes: Uint8Array): void;
  /** A copy of what is held. */
  peek(): Uint8Array;
  /** Removes and returns all that is held. */
  take(): Uint8Array;
}

const initialCapacity = 256;

export function byteBuffer(): ByteBuffer {
  let store = new Uint8Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(bytes) {
      const needed = length + bytes.length;
      if (needed > store.length) {
        const grown = new Uint8Array(Math.max(needed, store.length * 2, initialCapacity));
        grown.set(store.subarray(0, length));
        store = grown;
      }
      store.set(bytes, length);
      length = needed;
    },
    peek: () => store.slice(0, length),
    take() {
      const all = store.slice(0, length);
      length = 0;
      if (store.length > 65_536) store = new Uint8Array(0);
      return all;
    },
  };
}
