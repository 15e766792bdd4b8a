/** The folders of an account as they were last seen, and what has happened to them since. */
import type { Folder, FolderCounts, Space } from './folder';

export type Changed =
  | { readonly kind: 'folders' }
  | { readonly kind: 'folder'; readonly folder: Folder }
  | { readonly kind: 'notice'; readonly text: string };

export interface FolderStore {
  /** The namespaces that have been listed. */
  readonly listed: readonly Space[];
  of(space: Space): readonly Folder[];
  folder(name: string): Folder | undefined;
  /** A new listing; folders that are gone and that nobody here removed are told. */
  replace(space: Space, folders: readonly Folder[]): void;
  count(name: string, counts: FolderCounts | undefined): void;
  notice(name: string, text: string): void;
  /** These names go, or change, by our own doing: their absence is no news. */
  expect(names: readonly string[]): void;
}

export function folderStore(tell: (change: Changed) => void): FolderStore {
  const spaces = new Map<Space, readonly Folder[]>();
  let byName = new Map<string, Folder>();
  const expected = new Set<string>();
  /** The last UIDVALIDITY of each folder, also while its figures are unknown. */
  const validities = new Map<string, number>();

  const index = (): void => {
    byName = new Map([...spaces.values()].flat().map((folder) => [folder.name, folder]));
  };

  /** The folder with what its figures mean beside those before; UIDVALIDITY that differs makes known UIDs void (RFC 9051 §2.3.1.1). */
  const judged = (folder: Folder): Folder => {
    const now = folder.counts?.uidValidity;
    if (now === undefined) return folder;
    const before = validities.get(folder.name);
    validities.set(folder.name, now);
    if (before === undefined || before === now) return folder;
    const text = `UIDVALIDITY of ${folder.text} was ${before} and is ${now}: it was made anew, and UIDs known before mean nothing now.`;
    tell({ kind: 'notice', text });
    return { ...folder, notices: [...folder.notices, text] };
  };

  const put = (folder: Folder): void => {
    for (const [space, folders] of spaces) {
      const at = folders.findIndex(({ name }) => name === folder.name);
      if (at !== -1) spaces.set(space, folders.with(at, folder));
    }
    byName.set(folder.name, folder);
    tell({ kind: 'folder', folder });
  };

  return {
    get listed() {
      return [...spaces.keys()];
    },
    of: (space) => spaces.get(space) ?? [],
    folder: (name) => byName.get(name),
    replace(space, folders) {
      const isFirst = !spaces.has(space);
      const before = spaces.get(space) ?? [];
      const names = new Set(folders.map(({ name }) => name));
      const gone = before.filter(({ name }) => !names.has(name) && !expected.has(name));
      // What came without figures keeps those it had until new ones come.
      const known = folders.map((folder) =>
        judged(folder.counts ? folder : { ...folder, counts: byName.get(folder.name)?.counts }),
      );
      spaces.set(space, known);
      index();
      for (const { name } of before) if (!names.has(name)) validities.delete(name);
      expected.clear();
      // who asked for the first listing has it; telling it would show its lines a second time
      if (!isFirst) tell({ kind: 'folders' });
      for (const { text } of gone)
        tell({ kind: 'notice', text: `${text} is gone: somebody else deleted or renamed it.` });
    },
    count(name, counts) {
      const folder = byName.get(name);
      if (folder && counts && !sameCounts(folder.counts, counts)) put(judged({ ...folder, counts }));
    },
    notice(name, text) {
      const folder = byName.get(name);
      if (folder && !folder.notices.includes(text)) put({ ...folder, notices: [...folder.notices, text] });
    },
    expect(names) {
      for (const name of names) expected.add(name);
    },
  };
}

/** Nothing is told that is known: a line that is shown anew loses its tooltip. */
const sameCounts = (before: FolderCounts | undefined, now: FolderCounts): boolean =>
  before?.messages === now.messages &&
  before.unseen === now.unseen &&
  before.uidNext === now.uidNext &&
  before.uidValidity === now.uidValidity;
