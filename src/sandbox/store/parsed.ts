/** What has been read out of messages lately, so that one FETCH after the other need not read it again. */
import { type Envelope, envelopeOf } from '../../protocol/message/envelope';
import { type Part, structureOf } from '../../protocol/message/structure';
import type { Content } from './message';

export interface Parsed {
  readonly part: Part;
  readonly envelope: Envelope;
}

/** How many messages are remembered: what is read out can be larger than a small message itself. */
const remembered = 256;

/** Gives a message's structure and envelope, from memory where they are there. */
export function messageReader(): (content: Content) => Parsed {
  const known = new Map<Content, Parsed>();
  return (content) => {
    const found = known.get(content);
    if (found) return found;
    const part = structureOf(content.bytes);
    const parsed = { part, envelope: envelopeOf(part.headers) };
    const [oldest] = known.keys();
    if (known.size >= remembered && oldest) known.delete(oldest);
    known.set(content, parsed);
    return parsed;
  };
}
