/** The documents that share their names with a document: what it includes, and those of the open ones that include it. */
import { type Directive, lines } from '../../script';
import { type DocumentSection, openDocument, type ScriptDocument, type SectionContent } from '../document';

/** More files than this are not followed. */
export const relatedLimit = 200;

/** An `include` with a plain path. */
export interface IncludeLine {
  readonly line: Directive;
  readonly path: string;
}

const known = new WeakMap<SectionContent, readonly IncludeLine[]>();

export function includesIn(section: DocumentSection): readonly IncludeLine[] {
  const found = known.get(section.content);
  if (found) return found;
  const read = [...lines(section.tree.statements)].flatMap((line) => {
    if (line.kind !== 'directive' || line.info.word !== 'include') return [];
    const path = line.arguments[0]?.text;
    return path === undefined || path === '' ? [] : [{ line, path }];
  });
  known.set(section.content, read);
  return read;
}

/** The file that an include names, opened; undefined when there is none. */
export function included(document: ScriptDocument, path: string): ScriptDocument | undefined {
  const loaded = document.workspace.load(path, document.file);
  if ('error' in loaded) return undefined;
  return openDocument(loaded.text, { file: loaded.file, workspace: document.workspace });
}

/** The document itself first. `others`: documents that the host has open, which may include it. */
export function relatedDocuments(
  document: ScriptDocument,
  others: readonly ScriptDocument[] = [],
): readonly ScriptDocument[] {
  const opened = new Map([...others, document].map((one) => [one.file, one]));
  const all = new Map<string, ScriptDocument>();
  const follow = (one: ScriptDocument): void => {
    if (all.has(one.file) || all.size >= relatedLimit) return;
    all.set(one.file, one);
    for (const next of includedBy(one, opened)) follow(next);
  };
  follow(document);
  // Whoever includes one of them shares its names too, and so do the files that it includes beside.
  for (let grown = true; grown; ) {
    grown = false;
    for (const other of others) {
      if (all.has(other.file)) continue;
      if (!reaches(other, all, opened)) continue;
      follow(other);
      grown = all.has(other.file);
    }
  }
  return [...all.values()];
}

function includedBy(document: ScriptDocument, opened: ReadonlyMap<string, ScriptDocument>): readonly ScriptDocument[] {
  return document.sections.flatMap((section) =>
    includesIn(section).flatMap(({ path }) => {
      const loaded = document.workspace.load(path, document.file);
      if ('error' in loaded) return [];
      return [
        opened.get(loaded.file) ?? openDocument(loaded.text, { file: loaded.file, workspace: document.workspace }),
      ];
    }),
  );
}

function reaches(
  from: ScriptDocument,
  wanted: ReadonlyMap<string, ScriptDocument>,
  opened: ReadonlyMap<string, ScriptDocument>,
): boolean {
  const seen = new Set<string>([from.file]);
  const queue = [from];
  for (let one = queue.pop(); one; one = queue.pop()) {
    for (const next of includedBy(one, opened)) {
      if (wanted.has(next.file)) return true;
      if (seen.has(next.file) || seen.size >= relatedLimit) continue;
      seen.add(next.file);
      queue.push(next);
    }
  }
  return false;
}
