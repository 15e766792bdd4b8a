/** Parts of messages as read-only documents of the scheme `imap:`; fetched when they are opened. */
import * as vscode from 'vscode';
import { err, ok, type Result } from '../../base';
import type { Account, Trouble } from '../../mailbox';
import type { MessageRef } from '../../mailbox/message-ref';
import { loadMailbox } from '../mailboxes/load';
import { inFull } from '../mailboxes/presentation';
import { type PartDocument, partAddress, partOfAddress, partScheme } from './part-address';

/** Octets of the largest part that is opened; a larger one is saved. */
export const mostOpened = 16_777_216;
/** Octets of parts that are kept while they are open: an editor asks more than once. */
const mostKept = 33_554_432;

interface Kept {
  readonly bytes: Uint8Array;
  readonly at: number;
}

export type FindAccount = (ref: MessageRef) => Promise<Account | Trouble>;

export interface PartDocuments extends vscode.Disposable {
  /** Opens a part; what keeps it from that is the answer, for an editor says little of it. */
  open(part: PartDocument, fileName: string): Promise<Trouble | undefined>;
}

export function partDocuments(find: FindAccount): PartDocuments {
  const kept = new Map<string, Kept>();
  const fetching = new Map<string, Promise<Result<Kept, Trouble>>>();
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();

  const fetched = async (uri: vscode.Uri): Promise<Result<Kept, Trouble>> => {
    const part = partOfAddress(uri.query);
    const { readPart, asUtf8, trouble } = await loadMailbox();
    if (!part) return err(trouble('missing', 'this is no address of a part', 'Open it from its message.'));
    const account = await find(part.ref);
    if ('message' in account) return err(account);
    const read = await readPart(account, part.ref, part, mostOpened);
    if (!read.ok) return read;
    return ok({ bytes: part.charset === undefined ? read.value : asUtf8(read.value, part.charset), at: Date.now() });
  };

  const content = async (uri: vscode.Uri): Promise<Result<Kept, Trouble>> => {
    const key = uri.toString();
    const known = kept.get(key);
    if (known) return ok(known);
    const running = fetching.get(key) ?? fetched(uri).finally(() => fetching.delete(key));
    fetching.set(key, running);
    const done = await running;
    if (!done.ok) return done;
    kept.set(key, done.value);
    let octets = [...kept.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (const [old, { bytes }] of kept) {
      if (octets <= mostKept || old === key) break;
      kept.delete(old);
      octets -= bytes.length;
    }
    return done;
  };
  const inFile = async (uri: vscode.Uri): Promise<Kept> => {
    const found = await content(uri);
    if (found.ok) return found.value;
    throw vscode.FileSystemError.Unavailable(inFull(found.error));
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions('Messages are read-only.');
  };

  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => {}),
    async stat(uri) {
      const { bytes, at } = await inFile(uri);
      const permissions = vscode.FilePermission.Readonly;
      return { type: vscode.FileType.File, ctime: at, mtime: at, size: bytes.length, permissions };
    },
    readFile: async (uri) => (await inFile(uri)).bytes,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === partScheme) kept.delete(uri.toString());
  });
  const all = vscode.Disposable.from(
    changes,
    closing,
    vscode.workspace.registerFileSystemProvider(partScheme, provider, { isReadonly: true, isCaseSensitive: true }),
  );
  return {
    async open(part, fileName) {
      const uri = vscode.Uri.from(partAddress(part, fileName));
      const found = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: `Reading ${fileName}` },
        () => content(uri),
      );
      if (!found.ok) return found.error;
      await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
      return undefined;
    },
    dispose: () => all.dispose(),
  };
}
