/** The scripts in the folders of a workspace, open or not: for what goes over files (references, rename). */
import type { Files } from './files';

/** Enough for every workspace seen; a disk is not searched. */
const mostScripts = 2_000;
const mostFolders = 2_000;
const deepest = 16;

const isScript = (name: string): boolean => /\.(?:smtp|imap|pop3|lmtp)$/i.test(name);
/** What is nobody's own work. */
const passedOver = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** Their URIs, folder by folder. */
export function scriptsIn(files: Files, folders: readonly string[]): readonly string[] {
  const found: string[] = [];
  let queue = folders.map((folder) => ({ folder: folder.endsWith('/') ? folder : `${folder}/`, depth: 0 }));
  for (let seen = 0; queue.length > 0 && seen < mostFolders && found.length < mostScripts; seen++) {
    const [next, ...rest] = queue;
    queue = rest;
    if (!next) break;
    for (const { name, isFolder } of files.list(next.folder)) {
      const uri = `${next.folder}${encodeURIComponent(name)}`;
      if (!isFolder && isScript(name)) found.push(uri);
      if (isFolder && next.depth < deepest && !passedOver(name))
        queue.push({ folder: `${uri}/`, depth: next.depth + 1 });
    }
  }
  return found.slice(0, mostScripts);
}
