/** SASLprep (RFC 4013), so that the same password typed in two ways is one. */
import saslprep from '@mongodb-js/saslprep';

/**
 * Prepares a user name or password. Where SASLprep forbids the string (a control character, a code point younger than
 * Unicode 3.2 such as an emoji, text of mixed direction) or leaves nothing of it, the string itself is used: RFC 5802 §5.1 lets a
 * client stop there, but servers in the field store such passwords as they are, and a debugger should get to see their answer.
 */
export function prepare(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  try {
    return saslprep(text) || text;
  } catch {
    return text;
  }
}
