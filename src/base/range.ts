/** Half-open ranges of offsets: UTF-16 code units in a text, octets in a byte string. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The range from `start` (included) to `end` (not included). */
export const range = (start: number, end: number): Range => ({ start, end });

/** Whether `offset` lies in the range, its end included, as a cursor would. */
export const touches = (r: Range, offset: number): boolean => offset >= r.start && offset <= r.end;
