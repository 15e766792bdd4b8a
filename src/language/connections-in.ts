/** Which protocol is spoken on which connection of a session, as its `connect` lines say. */
import type { Protocol } from '../protocol/finding';
import { protocolOfUrl, services } from '../protocol/schemes';
import { lines } from '../script';
import type { DocumentSection } from './document';

/** By the connection's name; the one without a name has the empty one. `fallback`: what the file speaks. */
export function protocolsIn(section: DocumentSection, fallback: Protocol | undefined): ReadonlyMap<string, Protocol> {
  const found = new Map<string, Protocol>();
  let session = fallback ?? 'smtp';
  let started = false;
  found.set('', session);
  for (const line of lines(section.tree.statements)) {
    if (line.kind === 'wire') started = true;
    if (line.kind !== 'directive' || line.info.word !== 'connect') continue;
    const words = line.arguments.map(({ range }) => section.text.slice(range.start, range.end));
    const as = words.indexOf('as');
    const name = line.connection?.text ?? (as === -1 ? '' : (words[as + 1] ?? ''));
    const target = words.find((_, i) => as === -1 || (i !== as && i !== as + 1));
    const own = target === undefined ? undefined : (services[target] ?? protocolOfUrl(target));
    // A connect without a name before the first wire line says what the session speaks.
    if (own && name === '' && !started) session = own;
    found.set(name, own ?? session);
    if (name === '' && own) found.set('', own);
  }
  return found;
}
