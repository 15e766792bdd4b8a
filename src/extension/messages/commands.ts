/** What can be done to a message of the list in front: by its menu, by the palette, by the Delete key. */
import * as vscode from 'vscode';
import type { Result } from '../../base';
import type { Trouble } from '../../mailbox';
import { insertLines } from '../insert-lines';
import { type Attempt, confirmed, pickFolder } from '../mailboxes/commands';
import type { Mailbox } from '../mailboxes/load';
import { loadMailbox } from '../mailboxes/load';
import type { MessageTabs, Target } from './view';

type Change = (mailbox: typeof Mailbox, target: Target) => Promise<Result<unknown, Trouble>>;

export function messageCommands(tabs: MessageTabs, attempt: Attempt): readonly vscode.Disposable[] {
  const command = (id: string, action: (target: Target) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (given?: { readonly uid?: number }) => {
      const target = tabs.target(given?.uid);
      if (target) await action(target);
      else void vscode.window.showInformationMessage('Choose a message in the list of a folder’s messages first.');
    });
  const change = async (target: Target, action: Change): Promise<void> => {
    const mailbox = await loadMailbox();
    await attempt(target.named, () => action(mailbox, target));
    await target.list.changed(target.ref.uid);
  };
  const flag = (name: '\\Seen' | '\\Flagged', on: boolean) => (target: Target) =>
    change(target, ({ setFlag }, { named, ref }) => setFlag(named.account, ref, name, on));
  const into = (verb: string, action: 'copyMessage' | 'moveMessage') => async (target: Target) => {
    const { named, ref } = target;
    const fits = (folder: { readonly selectable: boolean; readonly name: string }): boolean =>
      folder.selectable && folder.name !== ref.folder;
    const to = await pickFolder(named, `${verb} the message to`, fits);
    if (to) await change(target, (mailbox) => mailbox[action](named.account, ref, to));
  };
  return [
    command('mailwright.message.markRead', flag('\\Seen', true)),
    command('mailwright.message.markUnread', flag('\\Seen', false)),
    command('mailwright.message.flag', flag('\\Flagged', true)),
    command('mailwright.message.unflag', flag('\\Flagged', false)),
    command('mailwright.message.copy', into('Copy', 'copyMessage')),
    command('mailwright.message.move', into('Move', 'moveMessage')),
    command('mailwright.message.delete', async (target) => {
      const { list, ref } = target;
      const [line] = await list.lines(list.placeOf(ref.uid), list.placeOf(ref.uid) + 1);
      const question = `Delete the message “${line?.subject ?? ''}” from ${list.title}?`;
      if (!(await confirmed(question, 'This cannot be undone.', 'Delete'))) return;
      await change(target, ({ deleteMessage }, { named }) => deleteMessage(named.account, ref));
    }),
    command('mailwright.message.insertFetch', async ({ ref }) => {
      const { messageLines } = await loadMailbox();
      await insertLines(messageLines(ref.folder, ref.uid), 'imap-session');
    }),
  ];
}
