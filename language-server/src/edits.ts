/** Our edits as the protocol's. */
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits, TextEdit as OwnEdit } from '../../src/language';
import type { Editor } from './features/feature';
import type { Positions } from './positions';

export const toEdit = (positions: Positions, { range, text }: OwnEdit): TextEdit => ({
  range: positions.rangeOf(range),
  newText: text,
});

/** Edits of several files, open or not. */
export function toWorkspaceEdit(editor: Editor, files: readonly FileEdits[]): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, edits } of files) {
    const document = editor.read(file);
    if (document) changes[document.uri] = edits.map((edit) => toEdit(document.positions, edit));
  }
  return { changes };
}
