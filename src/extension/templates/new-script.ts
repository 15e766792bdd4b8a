/** “New Session Script”: an untitled script made from a template. */
import * as vscode from 'vscode';
import { templates } from './templates';

/** Asks which template, unless its id is given. Answers the new document. */
export async function newScript(id?: unknown): Promise<vscode.TextDocument | undefined> {
  const given = templates.find((template) => template.id === id);
  const picked =
    given ??
    (
      await vscode.window.showQuickPick(
        templates.map((template) => ({
          label: template.label,
          description: template.description,
          template,
        })),
        { title: 'New Session Script', placeHolder: 'What is it to do?', matchOnDescription: true },
      )
    )?.template;
  if (!picked) return undefined;
  const document = await vscode.workspace.openTextDocument({
    language: `${picked.protocol}-session`,
    content: picked.text,
  });
  await vscode.window.showTextDocument(document);
  return document;
}
