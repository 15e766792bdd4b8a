/** What the walkthrough ticks off: the first run that passed, and the first that failed. */
import * as vscode from 'vscode';
import { outcomeOf, type RunListener } from './run-order';
import { newScript } from './templates/new-script';

/** Follows runs, for the walkthrough's steps. */
export const firstRuns: RunListener = {
  ended(end) {
    const outcome = outcomeOf(end);
    if (outcome !== 'cancelled') {
      const context = outcome === 'passed' ? 'mailwright.onePassed' : 'mailwright.oneFailed';
      void vscode.commands.executeCommand('setContext', context, true);
    }
  },
};

export const newScriptCommand = (): vscode.Disposable =>
  vscode.commands.registerCommand('mailwright.newScript', (template?: unknown) => newScript(template));
