/** How many octets a text has on the wire, where only limits matter: most lines are far below theirs. */

const encoder = new TextEncoder();

/** Whether the UTF-8 octets of `text` are more than `limit`. */
export const isLonger = (text: string, limit: number): boolean =>
  // A UTF-16 code unit is one octet at least and three at most.
  text.length > limit || (text.length * 3 > limit && encoder.encode(text).length > limit);
