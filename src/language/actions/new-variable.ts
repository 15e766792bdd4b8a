/** A new assignment: its name, and the place where it breaks no exchange. */
import type { TextEdit } from '../edits';
import { occurrencesIn } from '../references/occurrences';
import { relatedDocuments } from '../references/related';
import { type ActionPlace, escaped, lineEndOf } from './action';

/** `wanted`, with a number where another variable has it. */
export function freeName({ document }: ActionPlace, wanted: string): string {
  const taken = new Set(document.workspace.environments(document.file)?.variables ?? []);
  for (const one of relatedDocuments(document)) {
    for (const section of one.sections)
      for (const { kind, name } of occurrencesIn(section)) if (kind === 'variable') taken.add(name);
  }
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
  return name;
}

/** `@name = value`, behind the title: between wire lines it would end their exchange. */
export function assignmentEdit({ section }: ActionPlace, name: string, value: string): TextEdit {
  const at = section.tree.title?.range.end ?? (section.text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const lineEnd = lineEndOf(section);
  const isEnded = at === 0 || section.text[at - 1] === '\n' || at === 1;
  return { range: { start: at, end: at }, text: `${isEnded ? '' : lineEnd}@${name} = ${escaped(value)}${lineEnd}` };
}
