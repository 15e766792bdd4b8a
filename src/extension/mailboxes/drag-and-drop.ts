/** Dragging in the Mailboxes view: a folder into another, `.eml` files into a folder. */
import * as vscode from 'vscode';
import { type Attempt, appendFiles } from './commands';
import { loadMailbox } from './load';
import { type FolderNode, folderOf, type Node } from './tree';

const ownType = 'application/vnd.code.tree.mailwright.mailboxes';

export function dragAndDrop(attempt: Attempt): vscode.TreeDragAndDropController<Node> {
  let dragged: FolderNode | undefined;
  return {
    dragMimeTypes: [],
    dropMimeTypes: [ownType, 'text/uri-list'],
    handleDrag(nodes, transfer) {
      dragged = nodes.find((node): node is FolderNode => node.kind === 'folder');
      if (dragged) transfer.set(ownType, new vscode.DataTransferItem(dragged.name));
    },
    async handleDrop(target, transfer) {
      if (!target?.named || !vscode.workspace.isTrusted) return;
      const { named } = target;
      const into = target.kind === 'folder' ? folderOf(target) : undefined;
      if (transfer.get(ownType) && dragged) {
        const folder = folderOf(dragged);
        if (dragged.named !== named) {
          void vscode.window.showInformationMessage(
            'A folder can be moved within its account only: append its messages to the other one.',
          );
          return;
        }
        const space = target.kind === 'space' || target.kind === 'folder' ? target.space : dragged.space;
        const { moveFolder } = await loadMailbox();
        if (folder) await attempt(named, () => moveFolder(named.account, folder, into ?? space));
        return;
      }
      const list = await transfer.get('text/uri-list')?.asString();
      const files = (list ?? '')
        .split(/\r?\n/)
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => vscode.Uri.parse(line));
      if (!into || files.length === 0) return;
      await attempt(named, () => appendFiles(named, into, files));
    },
  };
}
