/** What has been read out of messages lately, so that one FETCH after the other need not read it again. */
import { type Envelope, envelopeOf } from '../../protocol/message/envelope';
import { type Part, structureOf } from '../../protocol/message/structure';
import type { Content } from './message';

export interface Parsed {
  readonly part: Part;
  readonly envelope: Envelope;
}

/** How many messages are remembered, and how many of their parts and fields: what is read out can be far larger than the message. */
const remembered = 64;
const heaviest = 50_000;

/** Gives a message's structure and envelope, from memory where they are there. */
export function messageReader(): (content: Content) => Parsed {
  const known = new Map<Content, { readonly parsed: Parsed; readonly weight: number }>();
  let total = 0;
  return (content) => {
    const found = known.get(content);
    if (found) return found.parsed;
    const part = structureOf(content.bytes);
    const parsed = { part, envelope: envelopeOf(part.headers) };
    const weight = weightOf(part);
    if (weight > heaviest) return parsed;
    known.set(content, { parsed, weight });
    total += weight;
    for (const [oldest, entry] of known) {
      if (known.size <= remembered && total <= heaviest) break;
      known.delete(oldest);
      total -= entry.weight;
    }
    return parsed;
  };
}

/** Parts and header fields, those of messages inside included. */
function weightOf(part: Part): number {
  let weight = 1 + part.headers.fields.length;
  for (const child of part.children) weight += weightOf(child);
  if (part.message) weight += part.message.headers.fields.length + weightOf(part.message.part);
  return weight;
}
