/** Dialogues of accounts as read-only documents, and as scripts. */
import * as vscode from 'vscode';
import { dialogueLines } from '../../report';
import type { RunEvent } from '../../transcript/event';
import { toScript } from '../../transcript/script';

const scheme = 'mailwright-dialogue';

export interface Dialogues extends vscode.Disposable {
  /** Opens what was said, as text. */
  show(title: string, events: readonly RunEvent[]): Promise<void>;
  /** Asks where to, writes the script there and opens it. */
  saveAsScript(title: string, events: readonly RunEvent[]): Promise<void>;
}

/** Documents that stay readable after they were opened; those before are forgotten. */
const kept = 20;

export function dialogues(): Dialogues {
  const texts = new Map<string, string>();
  let count = 0;
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) =>
      texts.get(path) ?? 'This dialogue is no longer kept: open it again from the Mailboxes view.',
  });
  return {
    async show(title, events) {
      const path = `/${++count}/${fileName(title)}.txt`;
      texts.set(path, dialogueText(events));
      for (const old of [...texts.keys()].slice(0, -kept)) texts.delete(old);
      const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path }));
      await vscode.window.showTextDocument(document, { preview: true });
    },
    async saveAsScript(title, events) {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      const name = `${fileName(title)}.imap`;
      const uri = await vscode.window.showSaveDialog({
        title: 'Save as session script',
        filters: { 'IMAP session': ['imap'] },
        ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : {}),
      });
      if (!uri) return;
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(toScript(events)));
      await vscode.window.showTextDocument(uri);
    },
    dispose: () => provider.dispose(),
  };
}

/** `C:` and `S:` as in an RFC; long texts are cut as everywhere. */
function dialogueText(events: readonly RunEvent[]): string {
  const lines = events.flatMap((event) => dialogueLines(event).map(({ mark, text }) => `${mark} ${text}`));
  return `${lines.join('\n')}\n`;
}

/** Letters and digits of a title, fit for a file's name anywhere. */
export const fileName = (title: string): string =>
  title
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'dialogue';
