/** The argument of BDAT, and the octets that follow its line: RFC 3030 §2. */

export interface Bdat {
  /** Octets that follow the command line. */
  readonly size: number;
  readonly last: boolean;
}

/** Reads `octets [LAST]`, or undefined when it is not that. A size beyond 2^53 is none. */
export function parseBdat(argument: string): Bdat | undefined {
  const parts = /^(\d+)(?: (LAST))?$/i.exec(argument.trim());
  const size = Number(parts?.[1]);
  return parts && Number.isSafeInteger(size) ? { size, last: parts[2] !== undefined } : undefined;
}

export interface ChunkFramer {
  /** Reads on. `bytes` belong to the chunk of the message; once `done`, `rest` is what the client sent behind it. */
  push(chunk: Uint8Array): { readonly bytes: Uint8Array; readonly done: boolean; readonly rest: Uint8Array };
}

/** Counts off `size` octets. With size 0 a push of nothing is `done`. */
export function chunkFramer(size: number): ChunkFramer {
  let missing = size;
  return {
    push(chunk) {
      const bytes = chunk.subarray(0, missing);
      missing -= bytes.length;
      return { bytes, done: missing === 0, rest: chunk.subarray(bytes.length) };
    },
  };
}
