/** Runs sessions of a document, one run at a time: for lenses, keys, saves and the Test Explorer alike. */
import * as vscode from 'vscode';
import type { LastRun } from '../language';
import type { Environments } from './environments';
import type { Progress } from './long-run';
import type { RunEnd, RunListener, RunOrder } from './run-order';
import type { TranscriptView } from './transcript/view';
import { turns } from './turns';

export interface Runner {
  /** Runs what is ordered, and tells what came of it. Who ordered it by hand was told, too, when nothing was run. */
  run(order: RunOrder): Promise<RunEnd>;
  /** Ends the run that goes on and those that wait; clean-ups still run. */
  cancel(): void;
}

export interface RunnerParts {
  readonly environments: Environments;
  readonly view: TranscriptView;
  readonly secrets: vscode.SecretStorage;
  /** Told of every run, in this order. */
  readonly listeners: readonly RunListener[];
  /** How far the run is, for its notification. */
  readonly progress: Progress;
  /** Told at a run's end what it taught of its servers. */
  readonly learnt: (document: vscode.TextDocument, knowledge: LastRun) => void;
}

export function runner(parts: RunnerParts): Runner {
  const queue = turns();
  const controllers = new Set<AbortController>();
  const cancel = (): void => {
    for (const controller of controllers) controller.abort();
  };

  return {
    async run(order) {
      if (!vscode.workspace.isTrusted) return refuseUntrusted(order);
      if (queue.busy && order.by === 'hand') return refuseSecond(cancel);
      const controller = new AbortController();
      const abort = (): void => controller.abort();
      if (order.signal?.aborted) abort();
      order.signal?.addEventListener('abort', abort);
      controllers.add(controller);
      const done = await queue.take(controller.signal);
      try {
        if (!done) return { kind: 'refused', reason: 'the run was cancelled before it began' };
        await vscode.commands.executeCommand('setContext', 'mailwright.running', true);
        const { carryOut } = await import('./carry-out');
        return await carryOut(parts, order, controller);
      } finally {
        done?.();
        controllers.delete(controller);
        order.signal?.removeEventListener('abort', abort);
        if (!queue.busy) await vscode.commands.executeCommand('setContext', 'mailwright.running', false);
      }
    },
    cancel,
  };
}

const untrusted = 'Session scripts do not run in Restricted Mode: trust this folder first.';

async function refuseUntrusted({ by }: RunOrder): Promise<RunEnd> {
  const manage = 'Manage Workspace Trust';
  if (by !== 'save')
    void vscode.window
      .showWarningMessage(untrusted, manage)
      .then((answer) => answer === manage && vscode.commands.executeCommand('workbench.trust.manage'));
  return { kind: 'refused', reason: untrusted };
}

async function refuseSecond(cancelAll: () => void): Promise<RunEnd> {
  const cancel = 'Cancel it';
  const reason = 'A run is still going on.';
  void vscode.window.showWarningMessage(reason, cancel).then((answer) => answer === cancel && cancelAll());
  return { kind: 'refused', reason };
}
