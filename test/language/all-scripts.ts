/** Every script that the project has: the examples and the scenarios. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { openDocument, type ScriptDocument } from '../../src/language/document';
import type { Workspace } from '../../src/language/workspace';
import { emptyWorkspace } from '../../src/language/workspace';

const root = join(import.meta.dirname, '..', '..');

const scriptsIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:smtp|imap|pop3|lmtp)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();

/** Reads included files from the disk, as the real host does. */
export const diskWorkspace: Workspace = {
  ...emptyWorkspace,
  load: (path, from) => {
    const file = join(dirname(from), path);
    try {
      return { file, text: readFileSync(join(root, file), 'utf8') };
    } catch {
      return { error: 'there is no such file' };
    }
  },
};

export const allScripts: readonly { readonly file: string; readonly text: string }[] = [
  ...scriptsIn('examples'),
  ...scriptsIn(join('test', 'scenarios')),
].map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

export const openScript = ({ file, text }: { readonly file: string; readonly text: string }): ScriptDocument =>
  openDocument(text, { file, workspace: diskWorkspace });
