/** Puts what is selected into a variable of its own. */
import type { Range } from '../../base';
import { lines, type Part, type Statement } from '../../script';
import { type ActionPlace, type CodeAction, inFile } from './action';
import { assignmentEdit, freeName } from './new-variable';

export function extractVariable(place: ActionPlace): readonly CodeAction[] {
  const { section, selected } = place;
  const text = section.text.slice(selected.start, selected.end);
  if (text === '' || text !== text.trim() || /[\r\n]|"{3}|\{\{|\\/.test(text)) return [];
  for (const line of lines(section.tree.statements)) {
    const whole = textPartsOf(line).find(({ range }) => range.start <= selected.start && selected.end <= range.end);
    if (whole?.kind !== 'text') continue;
    // Escapes, or lines of a block: what is written is not what is sent.
    if (section.text.slice(whole.range.start, whole.range.end) !== whole.text) return [];
    // All of an assignment's value has a name already.
    if (line.kind === 'assignment' && text.length === line.valueRange.end - line.valueRange.start) return [];
    const name = freeName(place, nameFor(text));
    return [
      {
        id: 'extract-variable',
        title: `Extract into @${name}`,
        kind: 'refactor.extract',
        edits: inFile(place, [assignmentEdit(place, name, text), { range: selected, text: `{{${name}}}` }]),
      },
    ];
  }
  return [];
}

/** Texts of wire lines and of assignments; a tag, a code and a verb are no values. */
function textPartsOf(line: Exclude<Statement, { kind: 'body' }>): readonly (Part & { readonly range: Range })[] {
  if (line.kind === 'assignment') return line.value;
  if (line.kind !== 'wire') return [];
  return line.parts.flatMap((part, i): readonly Part[] => {
    if (part.kind !== 'text' || i > 0) return part.kind === 'text' ? [part] : [];
    const head = /^\s*\S*\s*/.exec(part.text)?.[0].length ?? 0;
    const rest = part.text.slice(head);
    return rest === ''
      ? []
      : [{ kind: 'text', text: rest, range: { start: part.range.end - rest.length, end: part.range.end } }];
  });
}

/** `alice@example.com` → `address`, a number → `number`, a word → itself, all else → `value`. */
function nameFor(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return 'address';
  if (/^\d+$/.test(text)) return 'number';
  return /^[a-z][A-Za-z0-9_-]{2,19}$/.test(text) ? text : 'value';
}
