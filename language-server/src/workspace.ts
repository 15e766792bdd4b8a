/** What the language features ask of the world: open documents before files, environment files, the last runs. */
import type { Environments, LastRun, Workspace } from '../../src/language';
import { readEnvironments } from '../../src/language';
import type { Files } from './files';

export interface Surroundings {
  readonly files: Files;
  /** The text of a document that the editor holds, saved or not. */
  readonly open: (uri: string) => string | undefined;
  readonly lastRun: (uri: string) => LastRun | undefined;
  /** The environment that runs use, when the editor has said. */
  readonly chosen: () => string | undefined;
}

export const environmentFile = 'mailwright.env.json';

/** There in every workspace: the embedded servers. */
const sandbox = { name: 'sandbox', users: ['alice', 'bob', 'carol'] } as const;

/** How many entries of a folder are offered. */
const mostFiles = 500;

export function workspaceOver({ files, open, lastRun, chosen }: Surroundings): Workspace {
  const textOf = (uri: string): string | undefined => open(uri) ?? files.read(uri);
  return {
    load(path, from) {
      const file = resolved(path, from);
      const text = file === undefined ? undefined : textOf(file);
      return file !== undefined && text !== undefined
        ? { file, text }
        : { error: `${file ? readable(file) : path}: there is no such file` };
    },
    environments(file) {
      const found = governing(file, textOf);
      const read = found === undefined ? undefined : readEnvironments(found, chosen());
      return withSandbox(read, chosen());
    },
    files(from, prefix) {
      const slash = prefix.lastIndexOf('/') + 1;
      const folder = resolved(prefix.slice(0, slash) || './', from);
      if (folder === undefined) return [];
      const begin = prefix.slice(slash);
      return files
        .list(folder)
        .filter(({ name }) => name.startsWith(begin) && (begin.startsWith('.') || !name.startsWith('.')))
        .slice(0, mostFiles)
        .map(({ name, isFolder }) => `${prefix.slice(0, slash)}${name}${isFolder ? '/' : ''}`)
        .sort();
    },
    lastRun,
  };
}

/** The URI that a path in a file means; undefined where the file has no place (`untitled:`). */
export function resolved(path: string, from: string): string | undefined {
  // A URL's own characters are none in a path.
  const written = path.replaceAll('\\', '/').replace(/[%?#]/g, encodeURIComponent);
  try {
    return new URL(
      written.startsWith('/') || /^[a-z]:\//i.test(written) ? `file:///${written.replace(/^\/+/, '')}` : written,
      from,
    ).href;
  } catch {
    return undefined;
  }
}

/** A path to show, where the URI is that of a file. */
const readable = (uri: string): string => {
  try {
    return uri.startsWith('file:') ? decodeURIComponent(new URL(uri).pathname).replace(/^\/([a-z]:)/i, '$1') : uri;
  } catch {
    return uri;
  }
};

/** The text of the nearest environment file, from the script's folder up. */
function governing(file: string, textOf: (uri: string) => string | undefined): string | undefined {
  for (let at = resolved('./', file); at !== undefined; ) {
    const text = textOf(`${at}${environmentFile}`);
    if (text !== undefined) return text;
    const up = resolved('../', at);
    at = up === at ? undefined : up;
  }
  return undefined;
}

function withSandbox(read: Environments | undefined, chosen: string | undefined): Environments {
  const own = read ?? { names: [], variables: [], users: [], secrets: [], servers: {} };
  const named = own.names.includes(sandbox.name) ? own.names : [...own.names, sandbox.name];
  if (chosen !== sandbox.name && read) return { ...own, names: named };
  return { ...own, names: named, chosen: sandbox.name, users: [...new Set([...own.users, ...sandbox.users])] };
}
