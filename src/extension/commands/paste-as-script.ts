/** Pastes a recording (RFC text, swaks, curl, logs, …) as a session script: at the cursor of a script, else as a new one. */
import * as vscode from 'vscode';
import { protocolOf } from '../../script';
import { isScript } from '../languages';

export const pasteAsScript = (): vscode.Disposable =>
  vscode.commands.registerCommand('mailwright.pasteAsScript', async () => {
    const text = await vscode.env.clipboard.readText();
    if (text.trim() === '') {
      void vscode.window.showInformationMessage('The clipboard is empty: copy a dialogue or a log first.');
      return;
    }
    const editor = vscode.window.activeTextEditor;
    const target = editor && isScript(editor.document) ? editor : undefined;
    const protocol = target && protocolOf(target.document.uri.path);
    const { importText } = await import('../../language/paste/import-text');
    const imported = importText(text, protocol ? { protocol } : {});
    if (!imported.ok) {
      void vscode.window.showWarningMessage(
        `${sentence(imported.error.message)} What to do: ${imported.error.advice}.`,
      );
      return;
    }
    const { script, title, notes } = imported.value;
    if (target) await insert(target, script);
    else await openNew(script, imported.value.protocol);
    const told = [`Pasted from ${title}.`, ...notes.map(sentence)].join(' ');
    void vscode.window.showInformationMessage(told);
  });

/** In place of the selection, on lines of its own. */
async function insert(editor: vscode.TextEditor, script: string): Promise<void> {
  const { document, selection } = editor;
  const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character);
  const after = document.lineAt(selection.end.line).text.slice(selection.end.character);
  const lead = before.trim() === '' ? '' : '\n';
  const trail = after.trim() === '' && selection.end.line < document.lineCount - 1 ? '' : '\n';
  await editor.edit((edit) => edit.replace(selection, `${lead}${script.replace(/\n$/, '')}${trail}`));
}

async function openNew(content: string, protocol: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: `${protocol}-session`, content });
  await vscode.window.showTextDocument(document);
}

const sentence = (text: string): string => {
  const first = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(first) ? first : `${first}.`;
};
