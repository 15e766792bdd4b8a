/** The message view: an editor tab for one message, read when it is opened. */
import * as vscode from 'vscode';
import type { MessageModel } from '../../mailbox/message-read-model';
import { isMessageRef, type MessageRef } from '../../mailbox/message-ref';
import type { Accounts, NamedAccount } from '../mailboxes/accounts';
import { loadMailbox } from '../mailboxes/load';
import { inFull } from '../mailboxes/presentation';
import { messagePage } from './page';
import type { PartDocument } from './part-address';
import { partDocuments } from './part-documents';
import { savePart } from './save-part';
import type { FromMessageView, ToMessageView } from './webview/messages';

const viewType = 'mailwright.message';

/** The command `mailwright.openMessage` with all that belongs to it. Nothing is loaded before the first message. */
export function messageView(accounts: Pick<Accounts, 'all'>, extensionUri: vscode.Uri): vscode.Disposable {
  const open = new Map<string, vscode.WebviewPanel>();

  const find = async (
    ref: MessageRef,
  ): Promise<NamedAccount | { readonly message: string; readonly advice?: string }> => {
    const all = await accounts.all();
    if ('kind' in all) return all;
    const found = all.find(({ name, account }) => `${account.settings.environment}/${name}` === ref.account);
    return found ?? (await loadMailbox()).noAccount(ref);
  };

  const documents = partDocuments(async (ref) => {
    const named = await find(ref);
    return 'message' in named ? { kind: 'missing', ...named } : named.account;
  });

  const show = (ref: MessageRef): void => {
    const key = JSON.stringify([ref.account, ref.folder, ref.uidValidity, ref.uid]);
    const known = open.get(key);
    if (known) {
      known.reveal();
      return;
    }
    const assets = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const panel = vscode.window.createWebviewPanel(viewType, `Message ${ref.uid}`, vscode.ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      retainContextWhenHidden: true,
      localResourceRoots: [assets],
    });
    panel.iconPath = new vscode.ThemeIcon('mail');
    open.set(key, panel);
    panel.onDidDispose(() => open.delete(key));
    follow(panel, ref);
    panel.webview.html = messagePage(panel.webview, assets);
  };

  const follow = (panel: vscode.WebviewPanel, ref: MessageRef): void => {
    let message: MessageModel | undefined;
    const post = (said: ToMessageView): void => void panel.webview.postMessage(said);

    const read = async (): Promise<void> => {
      post({ kind: 'loading' });
      const named = await find(ref);
      const result = 'message' in named ? undefined : await (await loadMailbox()).readMessage(named.account, ref);
      if (!result?.ok) {
        const { message: text, advice } = result?.error ?? (named as { message: string; advice?: string });
        post({ kind: 'trouble', text, advice });
        return;
      }
      message = result.value;
      panel.title = message.subject === '' ? `Message ${ref.uid}` : shortened(message.subject);
      post({ kind: 'message', message });
      if ('message' in named) return;
      const pictures = await (await loadMailbox()).readPictures(named.account, ref, message);
      if (pictures.length > 0) post({ kind: 'pictures', pictures });
    };

    const documentOf = (index: number): { readonly part: PartDocument; readonly fileName: string } | undefined => {
      if (index === -1)
        return {
          part: { ref, section: '', encoding: 'binary', size: message?.size },
          fileName: `message-${ref.uid}.eml`,
        };
      const found = message?.parts[index];
      if (!found || found.section === '') return undefined;
      const { section, encoding, charset, size, fileName, type } = found;
      const text = type.startsWith('text/') ? { charset } : {};
      return { part: { ref, section, encoding, size, ...text }, fileName };
    };

    const receive = async (said: FromMessageView): Promise<void> => {
      switch (said.kind) {
        case 'ready':
          if (message) post({ kind: 'message', message });
          else await read();
          return;
        case 'again':
          await read();
          return;
        case 'transcript': {
          const named = await find(ref);
          if (!('message' in named))
            await vscode.commands.executeCommand('mailwright.mailboxes.showTranscript', { kind: 'account', named });
          return;
        }
        case 'open':
        case 'save': {
          const wanted = documentOf(said.part);
          if (!wanted) return;
          if (said.kind === 'open') {
            const problem = await documents.open(wanted.part, wanted.fileName);
            if (problem) void vscode.window.showErrorMessage(`${wanted.fileName} was not opened: ${inFull(problem)}`);
            return;
          }
          const named = await find(ref);
          // What is saved is as it came: nothing is made UTF-8 of.
          if ('message' in named) void vscode.window.showErrorMessage(inFull({ kind: 'missing', ...named }));
          else await savePart(named.account, wanted.part, wanted.fileName);
          return;
        }
        default:
          return said satisfies never;
      }
    };
    panel.webview.onDidReceiveMessage((said: FromMessageView) => void receive(said));
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('mailwright.openMessage', (ref: unknown) => {
      if (isMessageRef(ref)) show(ref);
      else void vscode.window.showInformationMessage('Choose a message in the list of a folder’s messages first.');
    }),
    documents,
    new vscode.Disposable(() => {
      for (const panel of [...open.values()]) panel.dispose();
    }),
  );
}

/** A tab has room for so much. */
const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
