/** Saves a part of a message to a file, window by window, with progress and a way to cancel. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Account } from '../../mailbox';
import { loadMailbox } from '../mailboxes/load';
import { inFull } from '../mailboxes/presentation';
import type { PartDocument } from './part-address';

/** Asks where to, and fetches it there; a file that was there stays until all has come. */
export async function savePart(account: Account, part: PartDocument, fileName: string): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = await vscode.window.showSaveDialog({
    title: part.section === '' ? 'Save message' : `Save part ${part.section}`,
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, fileName) } : {}),
  });
  if (!uri) return;
  if (uri.scheme !== 'file') {
    void vscode.window.showErrorMessage('Parts of messages are saved to files of this machine only.');
    return;
  }
  const name = vscode.workspace.asRelativePath(uri);
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Saving ${name}`, cancellable: true },
    async (progress, token) => {
      const aborter = new AbortController();
      token.onCancellationRequested(() => aborter.abort());
      let before = 0;
      return writeTo(uri.fsPath, async (sink) => {
        const { streamPart } = await loadMailbox();
        return streamPart(account, part.ref, part, sink, {
          signal: aborter.signal,
          progress(octets) {
            const increment = part.size ? ((octets - before) * 100) / part.size : undefined;
            before = octets;
            const message = `${(octets / 1_048_576).toFixed(1)} MiB`;
            progress.report(increment === undefined ? { message } : { message, increment });
          },
        });
      });
    },
  );
  if ('problem' in result) void vscode.window.showErrorMessage(`${name} was not saved: ${result.problem}`);
  else if (result.ok) {
    const show = 'Open';
    const answer = await vscode.window.showInformationMessage(`${name}: ${result.value} octets saved.`, show);
    if (answer === show) await vscode.commands.executeCommand('vscode.open', uri);
  } else if (result.error.kind !== 'closed') {
    void vscode.window.showErrorMessage(`${name} was not saved: ${inFull(result.error)}`);
  }
}

/** Writes beside the file, and puts it in its place when all has come; otherwise nothing is left. */
async function writeTo<T extends { readonly ok: boolean }>(
  file: string,
  work: (sink: (bytes: Uint8Array) => Promise<void>) => Promise<T>,
): Promise<T | { readonly problem: string }> {
  const beside = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const handle = await open(beside, 'wx');
    let result: T;
    try {
      result = await work(async (bytes) => {
        for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
      });
    } finally {
      await handle.close();
    }
    if (result.ok) await rename(beside, file);
    else await rm(beside, { force: true });
    return result;
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
