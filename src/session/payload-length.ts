/** Reads the counts that commands announce by hand: `BDAT 86 LAST`. */

export interface Chunk {
  readonly size: number;
  readonly last: boolean;
}

/** `bdat-cmd = "BDAT" SP chunk-size [SP end-marker] CR LF` (RFC 3030 §2). */
export function bdatChunk(line: string): Chunk | undefined {
  const found = /^BDAT[ \t]+(\d+)(?:[ \t]+(LAST))?\s*$/i.exec(line);
  return found ? { size: Number(found[1]), last: found[2] !== undefined } : undefined;
}
