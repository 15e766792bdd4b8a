/** The time stamp in a POP3 server's greeting, from which APOP's digest is made (RFC 1939 §7). */

/** The time stamp with its angle brackets, or undefined when the greeting has none, so that the server has no APOP. */
export const apopTimestamp = (greeting: string): string | undefined =>
  /<[\x21-\x3b\x3d\x3f-\x7e]+>/.exec(greeting)?.[0];
