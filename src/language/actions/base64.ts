/** Base64 and what it says: `{{name | base64}}` for the one, the octets written out for the other. */
import { toBase64, utf8 } from '../../base';
import { lines, type Part } from '../../script';
import { decodedIn } from '../decoded';
import { relatedDocuments } from '../references/related';
import { type ActionPlace, type CodeAction, inFile, meets } from './action';
import { assignmentEdit, freeName } from './new-variable';

export function base64(place: ActionPlace): readonly CodeAction[] {
  const { section, selected } = place;
  const found: CodeAction[] = [];
  for (const line of lines(section.tree.statements)) {
    if (line.kind !== 'wire' || !meets(line.content, selected)) continue;
    const decoded = decodedIn(line, section.text);
    // What an assignment cannot hold, or would not give back octet for octet, stays as it is.
    if (decoded && line.side === 'client' && fitsAssignment(decoded.whole) && decoded.text !== undefined) {
      const written = section.text.slice(decoded.range.start, decoded.range.end);
      if (toBase64(utf8(decoded.whole)) !== written) continue;
      const name = freeName(place, 'decoded');
      found.push({
        id: 'decode-base64',
        title: `Write the base64 as {{${name} | base64}}`,
        kind: 'refactor.rewrite',
        edits: inFile(place, [
          assignmentEdit(place, name, decoded.whole),
          { range: decoded.range, text: `{{${name} | base64}}` },
        ]),
      });
    }
    for (const part of line.parts) {
      const encoded = encodedValue(part, place);
      if (encoded === undefined || !meets(part.range, selected)) continue;
      found.push({
        id: 'encode-base64',
        title: `Write the base64 out: ${encoded.length > 30 ? `${encoded.slice(0, 29)}…` : encoded}`,
        kind: 'refactor.rewrite',
        edits: inFile(place, [{ range: part.range, text: encoded }]),
      });
    }
  }
  return found;
}

const fitsAssignment = (text: string): boolean => text === text.trim() && !/[\0-\x1f\x7f]|"{3}|\{\{/.test(text);

/** What `{{name | base64}}` is, when the name has one value in all files, and that is plain text. */
function encodedValue(part: Part, { document }: ActionPlace): string | undefined {
  if (part.kind !== 'value' || part.builtin || part.filters.length !== 1 || part.filters[0]?.text !== 'base64')
    return undefined;
  let value: string | undefined;
  for (const one of relatedDocuments(document)) {
    for (const section of one.sections) {
      for (const line of lines(section.tree.statements)) {
        if (line.kind === 'wire' && line.parts.some((own) => own.kind === 'capture' && own.name === part.name.text))
          return undefined;
        if (line.kind === 'directive' && (line.info.word === 'include' || line.info.word === 'compose')) {
          const words = line.arguments.map(({ range: at }) => section.text.slice(at.start, at.end));
          if (words.some((word) => word === part.name.text || word.startsWith(`${part.name.text}=`))) return undefined;
        }
        if (line.kind !== 'assignment' || line.name.text !== part.name.text) continue;
        const [only] = line.value;
        if (value !== undefined || line.value.length !== 1 || only?.kind !== 'text') return undefined;
        value = only.text;
      }
    }
  }
  return value === undefined ? undefined : toBase64(utf8(value));
}
