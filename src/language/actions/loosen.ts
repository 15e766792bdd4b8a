/** Loosens the selected `S:` lines, as pasted from a server: dates, ids, hosts and counts become `...`. */
import { lines } from '../../script';
import { protocolsIn } from '../connections-in';
import type { TextEdit } from '../edits';
import { loosenReply } from '../paste/loosen';
import { type ActionPlace, type CodeAction, inFile, meets } from './action';

export function loosen(place: ActionPlace): readonly CodeAction[] {
  const { section, selected, document } = place;
  const protocols = protocolsIn(section, document.protocol);
  const edits: TextEdit[] = [];
  for (const line of lines(section.tree.statements)) {
    if (line.kind !== 'wire' || line.side !== 'server' || !meets(line.content, selected)) continue;
    const [part] = line.parts;
    if (part?.kind !== 'text' || line.parts.length > 1) continue;
    const written = section.text.slice(part.range.start, part.range.end);
    const protocol = protocols.get(line.connection?.text ?? '') ?? protocols.get('') ?? 'smtp';
    const loosened = written === part.text ? loosenReply(protocol, written) : undefined;
    if (loosened !== undefined && loosened !== written) edits.push({ range: part.range, text: loosened });
  }
  if (edits.length === 0) return [];
  const title = edits.length === 1 ? 'Loosen the reply' : `Loosen ${edits.length} replies`;
  return [{ id: 'loosen', title, kind: 'refactor.rewrite', edits: inFile(place, edits) }];
}
