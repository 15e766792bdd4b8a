/** A buffer that octets are added to, in amortised constant time each. */

export interface GrowingBytes {
  readonly length: number;
  add(bytes: Uint8Array): void;
  /** The octets held, as a copy that later additions do not touch; empties the buffer. */
  take(): Uint8Array;
  /** The octets held, as a copy. */
  copy(): Uint8Array;
}

export function growingBytes(): GrowingBytes {
  let room = new Uint8Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(bytes) {
      if (length + bytes.length > room.length) {
        const larger = new Uint8Array(Math.max(256, length + bytes.length, room.length * 2));
        larger.set(room.subarray(0, length));
        room = larger;
      }
      room.set(bytes, length);
      length += bytes.length;
    },
    take() {
      const held = room.slice(0, length);
      length = 0;
      if (room.length > 65_536) room = new Uint8Array(0);
      return held;
    },
    copy: () => room.slice(0, length),
  };
}
