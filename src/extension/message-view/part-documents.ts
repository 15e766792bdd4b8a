/** Parts of messages as read-only documents of the scheme `imap:`; fetched when they are opened. */
import * as vscode from 'vscode';
import type { Account, Trouble } from '../../mailbox';
import type { MessageRef } from '../../mailbox/message-ref';
import { loadMailbox } from '../mailboxes/load';
import { inFull } from '../mailboxes/presentation';
import { partOfAddress, partScheme } from './part-address';

/** Octets of the largest part that is opened; a larger one is saved. */
export const mostOpened = 16_777_216;
/** Octets of parts that are kept while they are open: an editor asks more than once. */
const mostKept = 33_554_432;

interface Kept {
  readonly bytes: Uint8Array;
  readonly at: number;
}

export type FindAccount = (ref: MessageRef) => Promise<Account | Trouble>;

export function partDocuments(find: FindAccount): vscode.Disposable {
  const kept = new Map<string, Kept>();
  const fetching = new Map<string, Promise<Kept>>();
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();

  const fetched = async (uri: vscode.Uri): Promise<Kept> => {
    const part = partOfAddress(uri.query);
    if (!part) throw vscode.FileSystemError.FileNotFound('This is no address of a part: open it from its message.');
    const account = await find(part.ref);
    if ('message' in account) throw vscode.FileSystemError.Unavailable(inFull(account));
    const { readPart, asUtf8 } = await loadMailbox();
    const read = await readPart(account, part.ref, part, mostOpened);
    if (!read.ok) {
      const { kind } = read.error;
      if (kind === 'missing') throw vscode.FileSystemError.FileNotFound(inFull(read.error));
      throw vscode.FileSystemError.Unavailable(inFull(read.error));
    }
    return { bytes: part.charset === undefined ? read.value : asUtf8(read.value, part.charset), at: Date.now() };
  };

  const content = async (uri: vscode.Uri): Promise<Kept> => {
    const key = uri.toString();
    const known = kept.get(key);
    if (known) return known;
    const running = fetching.get(key) ?? fetched(uri).finally(() => fetching.delete(key));
    fetching.set(key, running);
    const done = await running;
    kept.set(key, done);
    let octets = [...kept.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (const [old, { bytes }] of kept) {
      if (octets <= mostKept || old === key) break;
      kept.delete(old);
      octets -= bytes.length;
    }
    return done;
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions('Messages are read-only.');
  };

  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => {}),
    async stat(uri) {
      const { bytes, at } = await content(uri);
      const permissions = vscode.FilePermission.Readonly;
      return { type: vscode.FileType.File, ctime: at, mtime: at, size: bytes.length, permissions };
    },
    readFile: async (uri) => (await content(uri)).bytes,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === partScheme) kept.delete(uri.toString());
  });
  return vscode.Disposable.from(
    changes,
    closing,
    vscode.workspace.registerFileSystemProvider(partScheme, provider, { isReadonly: true, isCaseSensitive: true }),
  );
}
