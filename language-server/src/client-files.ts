/** The files that the editor reads for a server without a file system (a web worker): asked for once, kept until they change. */
import type { Connection } from 'vscode-languageserver';
import type { Entry, Files } from './files';
import { type FileRequest, methods } from './messages';

export interface ClientFiles extends Files {
  /** Forgets what is kept of a file, of its folder, and so asks anew. */
  forget(uri: string): void;
}

/** `changed` is told when something has been read that was asked for before in vain. */
export function clientFiles(connection: Connection, changed: () => void): ClientFiles {
  const texts = new Map<string, string | undefined>();
  const folders = new Map<string, readonly Entry[]>();
  /** Gives what is kept, and fetches it first when nothing is. */
  const kept = <T>(known: Map<string, T>, uri: string, nothing: T, fetch: () => Promise<T>): T => {
    if (known.has(uri)) return known.get(uri) ?? nothing;
    known.set(uri, nothing);
    fetch().then(
      (found) => {
        known.set(uri, found);
        if (found !== nothing) changed();
      },
      // What cannot be read stays unread until it is forgotten.
      () => undefined,
    );
    return nothing;
  };
  const ask = <T>(method: string, uri: string): Promise<T> =>
    connection.sendRequest<T>(method, { uri } satisfies FileRequest);
  return {
    read: (uri) =>
      kept(texts, uri, undefined, async () => (await ask<string | null>(methods.readFile, uri)) ?? undefined),
    list: (uri) => kept<readonly Entry[]>(folders, uri, none, () => ask(methods.readFolder, uri)),
    forget(uri) {
      texts.delete(uri);
      folders.delete(new URL('.', uri).href);
    },
  };
}

const none: readonly Entry[] = [];
