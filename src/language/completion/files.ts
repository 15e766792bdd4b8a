/** Paths of files, for `include` and `{{< }}`, and what an included file lets one set. */
import { type Proposal, plainly } from './proposal';
import type { Scene } from './scene';
import { text } from './snippet';

/** Files and folders whose paths begin with `typed`; `wanted`: files that fit come first, and only they when there are any. */
export function pathProposals({ document }: Scene, typed: string, wanted?: RegExp): readonly Proposal[] {
  const prefix = typed.replace(/^"/, '');
  const paths = document.workspace.files(document.file, prefix);
  const folders = paths.filter((path) => path.endsWith('/'));
  const files = paths.filter((path) => !path.endsWith('/'));
  const fitting = wanted ? files.filter((path) => wanted.test(path)) : files;
  return [
    ...(fitting.length > 0 ? fitting : files).map((path) =>
      plainly(path, 'file', 'file', { insert: text(inWord(path)), filter: path, rank: 0 }),
    ),
    ...folders.map((path) => plainly(path, 'folder', 'folder', { again: true, rank: 1 })),
  ];
}

/** A path with white space stands in quotes. */
const inWord = (path: string): string => (/\s/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path);

/** The variables that an included file assigns at its beginning: defaults that `name=value` replaces. */
export function includedNames({ document }: Scene, path: string): readonly string[] {
  const loaded = document.workspace.load(path.replace(/^"|"$/g, ''), document.file);
  if ('error' in loaded) return [];
  const names: string[] = [];
  for (const line of loaded.text.slice(0, 20_000).split(/\r?\n/)) {
    const assigned = /^[ \t]*@([A-Za-z_][\w-]*)[ \t]*=/.exec(line);
    if (assigned?.[1]) names.push(assigned[1]);
    else if (!/^[ \t]*(#.*)?$/.test(line)) break;
  }
  return [...new Set(names)];
}
