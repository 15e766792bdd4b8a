/** A Run lens over each session; in Restricted Mode one that says why there is none. */
import * as vscode from 'vscode';
import { scriptOf } from './scripts';

export interface RunLenses extends vscode.CodeLensProvider, vscode.Disposable {}

export function runLenses(): RunLenses {
  const changed = new vscode.EventEmitter<void>();
  const granted = vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire());
  return {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const { sessions } = scriptOf(document).program;
      return sessions.flatMap((session, index) => {
        const line = document.positionAt(session.place.range.start).line;
        const at = new vscode.Range(line, 0, line, 0);
        if (!vscode.workspace.isTrusted) return index === 0 ? [new vscode.CodeLens(at, restricted)] : [];
        const needs = session.needsSessions.length > 0 ? ' and the earlier sessions that it needs' : '';
        const run = new vscode.CodeLens(at, {
          title: '$(play) Run',
          tooltip: `Run “${session.title}”${needs}`,
          command: 'mailwright.runSession',
          arguments: [document.uri, index],
        });
        const all = new vscode.CodeLens(at, {
          title: '$(run-all) Run all',
          tooltip: `Run the ${sessions.length} sessions of this script`,
          command: 'mailwright.runFile',
          arguments: [document.uri],
        });
        const through = new vscode.CodeLens(at, {
          title: '$(run-above) Run with earlier',
          tooltip: `Run all sessions up to “${session.title}”`,
          command: 'mailwright.runSession',
          arguments: [document.uri, index, 'with earlier'],
        });
        if (index > 0) return [run, through];
        return sessions.length > 1 ? [run, all] : [run];
      });
    },
    dispose() {
      granted.dispose();
      changed.dispose();
    },
  };
}

const restricted: vscode.Command = {
  title: '$(shield) Restricted Mode: sessions do not run here',
  tooltip: 'Trust this folder to run its scripts',
  command: 'workbench.trust.manage',
};
