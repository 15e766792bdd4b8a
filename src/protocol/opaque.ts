/** What stands in a command line for a text that nobody knows yet, such as a variable of a script. */

/**
 * One such stretch, whatever its length: SUB, which no protocol lets stand in a command. Whoever makes a line with it puts another
 * control character in the place of any SUB that was there.
 */
export const opaque = '\x1a';

/** Whether a text, or a part of it, is known only when it is sent. */
export const isOpaque = (text: string): boolean => text.includes(opaque);
