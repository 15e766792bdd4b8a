/** The octets that an IMAP section such as `1.2.MIME` names (RFC 9051 §6.4.5.1). */
import { type Range, range } from '../../base';
import type { Headers } from './headers';
import type { NestedMessage, Part } from './structure';

/** Finds the part with the number `1.2`; `1` of a message that is not multipart is its whole body. */
export function findPart(root: Part, number: string): Part | undefined {
  let part: Part | undefined = root;
  const steps = number.split('.').map(Number);
  // The message's own part has the number 1 when it is no multipart: it stands for the first step.
  if (root.type !== 'multipart' && steps.shift() !== 1) return undefined;
  for (const step of steps) {
    if (!part) return undefined;
    const inner: Part | undefined = part.message?.part;
    if (inner && inner.type !== 'multipart') part = step === 1 ? inner : undefined;
    else part = (inner ?? part).children[step - 1];
  }
  return part;
}

/**
 * The range of `HEADER`, `TEXT`, `1`, `1.2.MIME`, `3.HEADER`, `3.TEXT`, or of the whole message for the empty section; case aside.
 * Undefined when the message has no such section. `HEADER.FIELDS` is for the caller: see `headersOf` and `selectFields`.
 */
export function sectionRange(root: Part, section: string): Range | undefined {
  const match = /^([1-9][0-9]*(?:\.[1-9][0-9]*)*)?\.?(HEADER|TEXT|MIME)?$/i.exec(section);
  if (!match || /^\.|\.$/.test(section)) return undefined;
  const [, number, kind] = match;
  const part = number === undefined ? undefined : findPart(root, number);
  if (number !== undefined && !part) return undefined;
  switch (kind?.toUpperCase()) {
    case 'HEADER':
      return headersOf(root, number)?.range;
    case 'TEXT': {
      const message = messageOf(root, part);
      return message && range(message.headers.range.end, message.end);
    }
    case 'MIME':
      return part?.headers.range;
    default:
      return part ? part.body : range(root.headers.range.start, root.body.end);
  }
}

/** The header of the message, or of the message that part `number` holds. */
export function headersOf(root: Part, number?: string): Headers | undefined {
  return number === undefined ? root.headers : nestedOf(findPart(root, number))?.headers;
}

const nestedOf = (part: Part | undefined): NestedMessage | undefined => part?.message;

function messageOf(
  root: Part,
  part: Part | undefined,
): { readonly headers: Headers; readonly end: number } | undefined {
  if (!part) return { headers: root.headers, end: root.body.end };
  return part.message && { headers: part.message.headers, end: part.body.end };
}
