/** Which capabilities a sandbox goes without, from a list of those that it is to have or of those that it is not. */
import { imapCapabilities } from '../protocol/imap/capabilities';
import { capabilities as pop3Capabilities } from '../protocol/pop3/capabilities';
import { mechanismFacts } from '../protocol/sasl/mechanism-facts';
import { extensions } from '../protocol/smtp/extensions';

/** By protocol, in capitals; IMAP4rev1 is what an IMAP server is, and IMPLEMENTATION only its name. */
const known: readonly ReadonlySet<string>[] = [
  new Set(extensions.map(({ keyword }) => keyword.toUpperCase())),
  new Set(imapCapabilities.map(({ name }) => name.toUpperCase()).filter((name) => !/=$|^IMAP4(?:REV1)?$/.test(name))),
  new Set(pop3Capabilities.map(({ tag }) => tag).filter((tag) => tag !== 'IMPLEMENTATION')),
];
const authentication = mechanismFacts.map(({ name }) => `AUTH=${name}`);

/**
 * Reads `-NAME` as a capability to go without. Other names are a choice: of the protocols that have one of them, and of the SASL
 * mechanisms when an `AUTH=…` is among them, only those named stay.
 */
export function capabilitiesWithout(names: readonly string[]): string[] {
  const removed = new Set<string>();
  const chosen = new Set<string>();
  for (const name of names) {
    if (name.startsWith('-')) removed.add(name.slice(1).toUpperCase());
    else if (name !== '') chosen.add(name.toUpperCase());
  }
  const remove = (all: Iterable<string>): void => {
    for (const name of all) if (!chosen.has(name)) removed.add(name);
  };
  for (const all of known) if ([...chosen].some((name) => all.has(name))) remove(all);
  if ([...chosen].some((name) => name.startsWith('AUTH='))) {
    chosen.add('AUTH').add('SASL');
    remove(authentication);
    for (const name of ['AUTH', 'SASL']) removed.delete(name);
  }
  return [...removed];
}
