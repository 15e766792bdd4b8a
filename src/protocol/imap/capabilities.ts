/** What an IMAP server says it can do, read from its responses (RFC 9051 §7.2.2). */
import type { Capabilities } from '../capabilities';
import { type ImapCapability, imapCapabilities } from './capability-table';
import type { ImapResponse } from './response';
import { type ImapValue, textOf } from './value';

export { type ImapCapability, imapCapabilities } from './capability-table';

const byName: ReadonlyMap<string, ImapCapability> = new Map(imapCapabilities.map((row) => [row.name, row]));

/** The row of a capability; `AUTH=PLAIN` finds its family `AUTH=`. Case does not count. */
export function imapCapabilityNamed(name: string): ImapCapability | undefined {
  const upper = name.toUpperCase();
  return byName.get(upper) ?? byName.get(upper.slice(0, upper.indexOf('=') + 1));
}

/**
 * Capabilities from a list of names as announced. `has` is also true for what an announced one includes: IMAP4rev2 has IDLE, MOVE,
 * UIDPLUS and the others it folded in (RFC 9051 Appendix E; but not IMAP4rev1), QRESYNC has CONDSTORE (RFC 7162 §3.2.2), LITERAL+ has
 * LITERAL-, and a family's name stands for any member (`AUTH`, `THREAD`).
 */
export function imapCapabilitiesFrom(announced: readonly string[]): Capabilities {
  const names = [...new Set(announced.map((name) => name.toUpperCase()))];
  const known = new Set<string>();
  const add = (name: string): void => {
    if (known.has(name)) return;
    known.add(name);
    const equals = name.indexOf('=');
    if (equals > 0) known.add(name.slice(0, equals));
    for (const implied of byName.get(name)?.implies ?? []) add(implied);
  };
  for (const name of names) add(name);
  return { names, has: (name) => known.has(name.toUpperCase()) };
}

/** Those that a CAPABILITY response, or a status response with that code, announces; undefined when it announces none. */
export function capabilitiesOf(response: ImapResponse): Capabilities | undefined {
  if (response.code?.name === 'CAPABILITY') return imapCapabilitiesFrom(texts(response.code.values));
  if (response.kind === 'untagged' && response.name === 'CAPABILITY')
    return imapCapabilitiesFrom(texts(response.values));
  return undefined;
}

const texts = (values: readonly ImapValue[]): string[] => values.flatMap((value) => textOf(value) ?? []);
