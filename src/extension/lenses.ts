/** Lenses that run sessions, over each of them; in Restricted Mode one that says why there are none. */
import * as vscode from 'vscode';
import { openDocument } from '../language/document';
import { type Lens, lenses } from '../language/lenses';
import { emptyWorkspace } from '../language/workspace';
import { fileOf } from './scripts';

export interface RunLenses extends vscode.CodeLensProvider, vscode.Disposable {}

export function runLenses(): RunLenses {
  const changed = new vscode.EventEmitter<void>();
  const granted = vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire());
  return {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const script = openDocument(document.getText(), { file: fileOf(document), workspace: emptyWorkspace });
      const all = lenses(script);
      const count = new Set(all.map(({ session }) => session)).size;
      const lensAt = (lens: Lens, command: vscode.Command): vscode.CodeLens => {
        const { line } = document.positionAt(lens.range.start);
        return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
      };
      const [first] = all;
      if (!vscode.workspace.isTrusted) return first ? [lensAt(first, restricted)] : [];
      const { uri } = document;
      const runAll: vscode.Command = {
        title: '$(run-all) Run all',
        tooltip: `Run the ${count} sessions of this script`,
        command: 'mailwright.runFile',
        arguments: [uri],
      };
      return all.flatMap((lens) => [
        lensAt(lens, commandOf(lens, uri)),
        ...(lens === first && count > 1 ? [lensAt(lens, runAll)] : []),
      ]);
    },
    dispose() {
      granted.dispose();
      changed.dispose();
    },
  };
}

function commandOf({ command, title, session }: Lens, uri: vscode.Uri): vscode.Command {
  switch (command) {
    case 'run':
      return {
        title: `$(play) ${title}`,
        tooltip: 'Run this session, and those before it whose values it needs',
        command: 'mailwright.runSession',
        arguments: [uri, session],
      };
    case 'run-through':
      return {
        title: `$(debug-continue) ${title}`,
        tooltip: 'Run all sessions from the first to this one',
        command: 'mailwright.runThrough',
        arguments: [uri, session],
      };
  }
}

const restricted: vscode.Command = {
  title: '$(shield) Restricted Mode: sessions do not run here',
  tooltip: 'Trust this folder to run its scripts',
  command: 'workbench.trust.manage',
};
