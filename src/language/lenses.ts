/** What stands above a session to be clicked: run it, or it and all before it. */
import type { Range } from '../base';
import { absolute, type DocumentSection, type ScriptDocument, type SectionContent } from './document';

export interface Lens {
  /** The session's `###` line; of a file without titles, its first statement. */
  readonly range: Range;
  /** `run`: this session, and those before it whose values it needs. `run-through`: all from the first to this one. */
  readonly command: 'run' | 'run-through';
  readonly title: string;
  /** Index in `Program.sessions`. */
  readonly session: number;
}

export function lenses(document: ScriptDocument): readonly Lens[] {
  const found: Lens[] = [];
  const add = (range: Range, session: number): void => {
    found.push({ range, command: 'run', title: 'Run', session });
    if (session > 0) found.push({ range, command: 'run-through', title: 'Run with earlier sessions', session });
  };
  let session = 0;
  for (const section of document.sections) {
    const { title } = headOf(section);
    if (title) add(absolute(section, title), session++);
  }
  const [only] = document.sections;
  const first = session === 0 && only ? headOf(only).first : undefined;
  if (only && first) add(absolute(only, first), 0);
  return found;
}

interface Head {
  readonly title: Range | undefined;
  /** The first statement that is more than a comment. */
  readonly first: Range | undefined;
}

const known = new WeakMap<SectionContent, Head>();

function headOf(section: DocumentSection): Head {
  const found = known.get(section.content);
  if (found) return found;
  const { title, statements } = section.tree;
  const first = statements.find(({ kind }) => kind !== 'blank' && kind !== 'comment');
  const head = { title: title?.content, first: first?.content };
  known.set(section.content, head);
  return head;
}
