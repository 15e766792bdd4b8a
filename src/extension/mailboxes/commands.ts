/** The commands of the Mailboxes view: each on the line it is called for, or on the selected one. */
import * as vscode from 'vscode';
import type { Result } from '../../base';
import type { Folder, ScriptLine, Space, Trouble } from '../../mailbox';
import { insertLines } from '../insert-lines';
import type { Accounts, NamedAccount } from './accounts';
import type { Dialogues } from './dialogues';
import { loadMailbox } from './load';
import { inFull } from './presentation';
import { type FolderNode, folderOf, type MailboxTree, type Node } from './tree';

export interface CommandParts {
  readonly accounts: Accounts;
  readonly tree: MailboxTree;
  readonly view: vscode.TreeView<Node>;
  readonly dialogues: Dialogues;
}

export interface MailboxCommands {
  readonly all: readonly vscode.Disposable[];
  /** Carries out what may change something: offers to allow it, tells what went wrong and what to do. */
  readonly attempt: Attempt;
}

export type Attempt = (named: NamedAccount, action: () => Promise<Result<unknown, Trouble>>) => Promise<void>;

export function mailboxCommands({ accounts, tree, view, dialogues }: CommandParts): MailboxCommands {
  const selected = (node: Node | undefined): Node | undefined => node ?? view.selection[0];

  const attempt: Attempt = async (named, action) => {
    const result = await vscode.window.withProgress({ location: { viewId: 'mailwright.mailboxes' } }, action);
    if (result.ok) return;
    const { error } = result;
    if (error.kind === 'read-only') {
      const allow = 'Allow Changes';
      if ((await vscode.window.showWarningMessage(inFull(error), allow)) !== allow) return;
      await accounts.allow(named, true);
      await attempt(named, action);
      return;
    }
    const show = 'Show Transcript';
    const again = 'Try Again';
    const answer = await vscode.window.showErrorMessage(
      inFull(error),
      ...(error.kind === 'connection' ? [again] : []),
      show,
    );
    if (answer === again) await attempt(named, action);
    if (answer === show) await showLast(named);
  };

  const showLast = (named: NamedAccount): Promise<void> => {
    const last = named.account.log.actions.at(-1);
    return dialogues.show(last?.title ?? named.account.settings.label, named.account.transcript(last?.id));
  };

  /** A command for a folder's line. */
  const onFolder =
    (action: (node: FolderNode, folder: Folder) => Promise<void>) =>
    async (given?: Node): Promise<void> => {
      const node = selected(given);
      const folder = node?.kind === 'folder' ? folderOf(node) : undefined;
      if (node?.kind === 'folder' && folder) await action(node, folder);
      else void vscode.window.showInformationMessage('Choose a folder in the Mailboxes view first.');
    };

  /** A command for an account, by its own line or any in it. */
  const onAccount =
    (action: (named: NamedAccount) => Promise<void>) =>
    async (given?: Node): Promise<void> => {
      const named = selected(given)?.named ?? (await pickAccount(accounts));
      if (named) await action(named);
    };

  const insert = (what: ScriptLine): ((node?: Node) => Promise<void>) =>
    onFolder(async (_, folder) => {
      const { scriptLines } = await loadMailbox();
      await insertLines(scriptLines(folder, what), 'imap-session');
    });

  const command = (id: string, action: (node?: Node) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (node?: Node) => {
      if (vscode.workspace.isTrusted) await action(node);
      else
        void vscode.window.showWarningMessage('Mailboxes are not opened in Restricted Mode: trust this folder first.');
    });

  const all = [
    command('mailwright.mailboxes.refresh', async (node) => {
      const named = node?.named;
      const found = await accounts.all();
      if ('message' in found) {
        await accounts.reset();
        return;
      }
      for (const one of named ? [named] : found) {
        if (one.account.state.kind === 'ready') await attempt(one, () => one.account.refresh());
        else if (one.account.state.kind === 'lost') await attempt(one, () => one.account.connect());
      }
      if (!named) tree.fire();
    }),
    command('mailwright.mailboxes.reconnect', async (node) => {
      const named = node?.named;
      if (named) await attempt(named, () => named.account.connect());
      else await accounts.reset();
    }),
    command(
      'mailwright.mailboxes.allowChanges',
      onAccount((named) => accounts.allow(named, true)),
    ),
    command(
      'mailwright.mailboxes.forbidChanges',
      onAccount((named) => accounts.allow(named, false)),
    ),
    command('mailwright.mailboxes.newFolder', async (given) => {
      const node = selected(given);
      const place = node && (await placeOf(node));
      if (!node?.named || !place) {
        void vscode.window.showInformationMessage('Choose an account or a folder in the Mailboxes view first.');
        return;
      }
      const { createFolder, levelProblem } = await loadMailbox();
      const label = await askName(
        `New folder in ${'prefix' in place ? node.named.name : place.text}`,
        '',
        place.delimiter,
        levelProblem,
      );
      const { account } = node.named;
      if (label !== undefined) await attempt(node.named, () => createFolder(account, place, label));
    }),
    command(
      'mailwright.mailboxes.renameFolder',
      onFolder(async ({ named, space }, folder) => {
        const { renameFolder, levelProblem } = await loadMailbox();
        const label = await askName(`Rename ${folder.text} to`, folder.label, folder.delimiter, levelProblem);
        if (label !== undefined && label !== folder.label) {
          await attempt(named, () => renameFolder(named.account, folder, space, label));
        }
      }),
    ),
    command(
      'mailwright.mailboxes.deleteFolder',
      onFolder(async ({ named }, folder) => {
        const { deleteFolder } = await loadMailbox();
        const what = folder.counts ? `its ${messages(folder)}` : 'all messages in it';
        const inside = folder.hasChildren ? ' The folders in it are deleted too.' : '';
        if (
          !(await confirmed(
            `Delete the folder “${folder.text}” and ${what}?`,
            `This cannot be undone.${inside}`,
            'Delete',
          ))
        )
          return;
        await attempt(named, () => deleteFolder(named.account, folder, folder.hasChildren));
      }),
    ),
    command(
      'mailwright.mailboxes.emptyFolder',
      onFolder(async ({ named }, folder) => {
        const { emptyFolder } = await loadMailbox();
        const what = folder.counts ? messages(folder) : 'every message';
        if (
          !(await confirmed(`Delete ${what} in “${folder.text}”?`, 'The folder stays. This cannot be undone.', 'Empty'))
        )
          return;
        await attempt(named, () => emptyFolder(named.account, folder));
      }),
    ),
    command(
      'mailwright.mailboxes.subscribe',
      onFolder(async ({ named }, folder) => {
        const { setSubscribed } = await loadMailbox();
        await attempt(named, () => setSubscribed(named.account, folder, true));
      }),
    ),
    command(
      'mailwright.mailboxes.unsubscribe',
      onFolder(async ({ named }, folder) => {
        const { setSubscribed } = await loadMailbox();
        await attempt(named, () => setSubscribed(named.account, folder, false));
      }),
    ),
    command(
      'mailwright.mailboxes.markAllRead',
      onFolder(async ({ named }, folder) => {
        const { markAllRead } = await loadMailbox();
        await attempt(named, () => markAllRead(named.account, folder));
      }),
    ),
    command(
      'mailwright.mailboxes.copyMessages',
      onFolder(async ({ named }, folder) => {
        const { copyAll } = await loadMailbox();
        const to = await pickFolder(
          named,
          `Copy the messages of ${folder.text} to`,
          (one) => one.selectable && one.name !== folder.name,
        );
        if (to) await attempt(named, () => copyAll(named.account, folder, to));
      }),
    ),
    command(
      'mailwright.mailboxes.moveFolder',
      onFolder(async ({ named }, folder) => {
        const { moveFolder, whyNotInto } = await loadMailbox();
        const to = await pickFolder(named, `Move ${folder.text} into`, (one) => whyNotInto(folder, one) === undefined);
        if (to) await attempt(named, () => moveFolder(named.account, folder, to));
      }),
    ),
    command(
      'mailwright.mailboxes.appendMessage',
      onFolder(async ({ named }, folder) => {
        const files = await vscode.window.showOpenDialog({
          title: `Append to ${folder.text}`,
          openLabel: 'Append',
          canSelectMany: true,
          filters: { Messages: ['eml'], 'All files': ['*'] },
        });
        if (files) await attempt(named, () => appendFiles(named, folder, files));
      }),
    ),
    command('mailwright.mailboxes.insertSelect', insert('select')),
    command('mailwright.mailboxes.insertFetch', insert('fetch')),
    command('mailwright.mailboxes.insertStatus', insert('status')),
    command(
      'mailwright.mailboxes.showTranscript',
      onAccount(({ account }) => dialogues.show(account.settings.label, account.transcript())),
    ),
    command(
      'mailwright.mailboxes.showAction',
      onAccount(async (named) => {
        const id = await pickAction(named);
        if (id !== undefined) await dialogues.show(id.title, named.account.transcript(id.id));
      }),
    ),
    command(
      'mailwright.mailboxes.saveAsScript',
      onAccount(async (named) => {
        const id = await pickAction(named);
        if (id !== undefined) await dialogues.saveAsScript(id.title, named.account.transcript(id.id));
      }),
    ),
  ];
  return { all, attempt };
}

/** Puts files into a folder as messages; line ends become CRLF. */
export async function appendFiles(
  { account }: NamedAccount,
  folder: Folder,
  files: readonly vscode.Uri[],
): Promise<Result<void, Trouble>> {
  const { appendMessages } = await loadMailbox();
  const messages = await Promise.all(
    files.map(async (file) => ({
      name: file.path.slice(file.path.lastIndexOf('/') + 1),
      bytes: withCrlf(await vscode.workspace.fs.readFile(file)),
    })),
  );
  return appendMessages(account, folder, messages);
}

/** A message's line ends are CRLF (RFC 5322 §2.1); files often have LF. */
function withCrlf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  return /(?<!\r)\n/.test(text) ? Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1') : bytes;
}

const messages = ({ counts }: Folder): string =>
  counts?.messages === 1 ? 'one message' : `${(counts?.messages ?? 0).toLocaleString('en')} messages`;

/** Asks before what cannot be undone. */
export async function confirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** Where a new folder goes: into the folder, or to the top of the namespace. */
async function placeOf(node: Node): Promise<Space | Folder | undefined> {
  if (node.kind === 'folder') return folderOf(node);
  if (node.kind === 'space') return node.space;
  const spaces = await node.named?.account.spaces();
  return spaces?.ok ? spaces.value.find(({ kind }) => kind === 'personal') : undefined;
}

async function askName(
  title: string,
  value: string,
  delimiter: string | undefined,
  problem: (label: string, delimiter: string | undefined) => string | undefined,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    value,
    prompt: 'The name in any script: it is encoded as the server wants it.',
    validateInput: (text) => problem(text, delimiter),
  });
}

async function pickAccount(accounts: Accounts): Promise<NamedAccount | undefined> {
  const all = await accounts.all();
  if ('message' in all) {
    void vscode.window.showErrorMessage(inFull(all));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    all.map((named) => ({ label: named.name, description: named.account.settings.url, named })),
    { title: 'Which account?' },
  );
  return picked?.named;
}

/** One of the folders that are known; undefined: none was chosen. */
export async function pickFolder(
  { account }: NamedAccount,
  title: string,
  fits: (folder: Folder) => boolean,
): Promise<Folder | undefined> {
  const spaces = await account.spaces();
  const folders = spaces.ok ? spaces.value.flatMap((space) => account.listed(space) ?? []) : [];
  const picked = await vscode.window.showQuickPick(
    folders.filter(fits).map((folder) => ({ label: folder.text, folder })),
    { title },
  );
  return picked?.folder;
}

/** One of the account's actions, the latest first. */
async function pickAction({
  account,
}: NamedAccount): Promise<{ readonly id: number; readonly title: string } | undefined> {
  const signs = { running: '$(sync)', done: '$(check)', failed: '$(error)' } as const;
  if (account.log.actions.length === 0) {
    void vscode.window.showInformationMessage('Nothing has been done with this account yet: open it first.');
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    account.log.actions
      .toReversed()
      .map(({ id, title, outcome }) => ({ label: `${signs[outcome]} ${title.replaceAll('$(', '$ (')}`, id, title })),
    { title: 'The dialogue of which action?' },
  );
  return picked && { id: picked.id, title: picked.title };
}
