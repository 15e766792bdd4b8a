/** Whether a line is part of a SASL exchange, by which mechanism, and how far the exchange has come. */
import { commandName, wireText } from '../cursor/exchange';
import type { Scene } from '../cursor/scene';
import type { TreePlace } from '../cursor/tree-place';
import type { SaslContext } from './sasl-message';

/** So many lines before are looked at: no exchange is longer. */
const longest = 40;

/** The exchange that the line is part of; of the AUTH line itself too. Undefined when it is part of none. */
export function saslContext(
  { section }: Scene,
  { siblings, index }: TreePlace,
  side: 'client' | 'server',
): SaslContext | undefined {
  const line = siblings[index];
  if (line?.kind !== 'wire') return undefined;
  const own = side === 'client' ? mechanismOf(wireText(section.text, line)) : undefined;
  if (own !== undefined) return { from: 'client', mechanism: own.mechanism, earlier: 0 };
  let earlier = 0;
  for (let at = index - 1; at >= 0 && index - at < longest; at--) {
    const before = siblings[at];
    if (before?.kind === 'blank' || before?.kind === 'comment') continue;
    if (before?.kind !== 'wire') return undefined;
    if (before.side === 'server') continue;
    const text = wireText(section.text, before);
    const found = mechanismOf(text);
    if (found) return { from: side, mechanism: found.mechanism, earlier: earlier + (found.initial ? 1 : 0) };
    if (!/^(?:\S*|=|\*)$/.test(text)) return undefined;
    earlier++;
  }
  return undefined;
}

/** The mechanism that an AUTH or AUTHENTICATE line names, and whether it has an initial response. */
function mechanismOf(line: string): { readonly mechanism: string | undefined; readonly initial: boolean } | undefined {
  const names = [commandName(line, 'smtp'), commandName(line, 'imap')];
  const name = names.find((one) => one === 'AUTH' || one === 'AUTHENTICATE');
  if (name === undefined) return undefined;
  const words = line.split(/[ \t]+/);
  const at = words.findIndex((word) => word.toUpperCase() === name);
  return { mechanism: words[at + 1]?.toUpperCase(), initial: words.length > at + 2 };
}
