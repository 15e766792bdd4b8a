/** Renames a variable, a connection or a session in all files that speak of it, or says why not. */
import { err, ok, type Range, type Result, touches } from '../base';
import { directive, fact, lines } from '../script';
import { type ScriptDocument, sectionAt } from './document';
import type { FileEdits } from './edits';
import { connectionSections, type NameAt, nameAt, placesOf } from './references/find';
import { occurrencesIn } from './references/occurrences';
import { relatedDocuments } from './references/related';

export interface Renamable {
  readonly range: Range;
  readonly name: string;
}

/** What `rename` at `offset` would rename, or why it cannot. */
export function prepareRename(
  document: ScriptDocument,
  offset: number,
  others: readonly ScriptDocument[] = [],
): Result<Renamable, string> {
  const name = nameAt(document, offset);
  if (!name) return err(whyNot(document, offset));
  if (name.kind === 'variable' && !isDefined(document, name, others)) {
    const known = document.workspace.environments(document.file)?.variables ?? [];
    return err(
      known.includes(name.name)
        ? `\`${name.name}\` comes from the environment: rename it in mailwright.env.json`
        : `nothing in the script gives \`${name.name}\` a value: there is nothing to rename`,
    );
  }
  return ok({ range: name.range, name: name.name });
}

/** The edits that give the name at `offset` the name `to`, a file each; or why that cannot be. */
export function rename(
  document: ScriptDocument,
  offset: number,
  to: string,
  others: readonly ScriptDocument[] = [],
): Result<readonly FileEdits[], string> {
  const prepared = prepareRename(document, offset, others);
  if (!prepared.ok) return prepared;
  const name = nameAt(document, offset);
  if (!name) return err('there is no name here');
  const wanted = name.kind === 'session' ? to.trim() : to;
  const refused = wanted === name.name ? undefined : refusal(document, name, wanted, others);
  if (refused !== undefined) return err(refused);
  const byFile = new Map<string, { range: Range; text: string }[]>();
  for (const { file, range } of placesOf(document, name, others)) {
    const edits = byFile.get(file) ?? [];
    edits.push({ range, text: wanted });
    byFile.set(file, edits);
  }
  return ok([...byFile].map(([file, edits]) => ({ file, edits })));
}

const isDefined = (document: ScriptDocument, name: NameAt, others: readonly ScriptDocument[]): boolean =>
  placesOf(document, name, others).some(({ role }) => role !== 'use');

function whyNot(document: ScriptDocument, offset: number): string {
  const section = sectionAt(document, offset);
  const at = offset - section.start;
  for (const line of lines(section.tree.statements)) {
    if (!touches(line.range, at)) continue;
    const parts = line.kind === 'wire' ? line.parts : line.kind === 'assignment' ? line.value : [];
    const value = parts.find((part) => part.kind === 'value' && touches(part.range, at));
    if (value?.kind === 'value') return `\`$${value.name.text}\` is built in`;
    if (line.kind === 'directive' && line.condition && touches(line.condition.left.range, at))
      return `\`${line.condition.left.text}\` is a fact of the run`;
  }
  return 'variables, connections and sessions can be renamed, and here is none';
}

const nameSyntax = /^[A-Za-z_][A-Za-z0-9_-]*$/;

function refusal(
  document: ScriptDocument,
  name: NameAt,
  to: string,
  others: readonly ScriptDocument[],
): string | undefined {
  if (name.kind === 'session') {
    if (to === '' || /[\r\n]/.test(to)) return 'a title is one line, and not empty';
    const taken = document.sections.some(({ tree }) => tree.title?.title.text === to);
    return taken ? `there is another session \`${to}\`` : undefined;
  }
  if (!nameSyntax.test(to)) {
    return `\`${to}\` is no name: names begin with a letter or \`_\` and go on with letters, digits, \`_\` and \`-\``;
  }
  if (name.kind === 'connection') {
    if (directive(to)) return `\`${to}\` is a directive: a line that begins with it would be one`;
    const taken = connectionSections(document, name.section, others).some(({ section }) =>
      occurrencesIn(section).some((occurrence) => occurrence.kind === 'connection' && occurrence.name === to),
    );
    return taken ? `there is another connection \`${to}\`` : undefined;
  }
  if (fact(to)) return `\`${to}\` is a fact of the run: as a variable it could not be told from it`;
  const known = document.workspace.environments(document.file)?.variables ?? [];
  if (known.includes(to)) return `the environment defines \`${to}\``;
  const taken = relatedDocuments(document, others).some((one) =>
    one.sections.some((section) =>
      occurrencesIn(section).some((occurrence) => occurrence.kind === 'variable' && occurrence.name === to),
    ),
  );
  return taken ? `there is another variable \`${to}\`` : undefined;
}
