/** The status bar's word on runs: which session of how many runs now, and how the last run ended. */
import * as vscode from 'vscode';
import type { Progress } from './long-run';
import { inWords, outcomeOf, type RunListener } from './run-order';

export interface RunStatus extends RunListener, vscode.Disposable {
  readonly progress: Progress;
}

const ends = {
  passed: { icon: '$(pass)', background: undefined },
  failed: { icon: '$(error)', background: 'statusBarItem.errorBackground' },
  cancelled: { icon: '$(circle-slash)', background: undefined },
} as const;

export function runStatus(): RunStatus {
  const item = vscode.window.createStatusBarItem('mailwright.run', vscode.StatusBarAlignment.Left, 49);
  item.name = 'Mailwright run';
  const changed = new vscode.EventEmitter<string>();
  let begun = 0;
  let now = '';

  const show = (icon: string, text: string, hint: string, command: string, background?: string): void => {
    item.text = `${icon} ${text}`;
    item.tooltip = hint;
    item.command = command;
    item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    item.accessibilityInformation = { label: `Mailwright: ${text}. ${hint}`, role: 'button' };
    item.show();
  };

  return {
    progress: {
      get now() {
        return now;
      },
      onDidChange: changed.event,
    },
    started({ title, total }) {
      begun = 0;
      now = `${total} ${total === 1 ? 'session' : 'sessions'}`;
      show('$(sync~spin)', `Running ${title}`, `Click to cancel ${title}.`, 'mailwright.cancel');
    },
    event(event, { title, total }) {
      if (event.kind !== 'session-started') return;
      begun++;
      now = `${begun} of ${total}: ${event.title}`;
      show(
        '$(sync~spin)',
        `Running ${begun} of ${total}`,
        `${title}: ${event.title}. Click to cancel.`,
        'mailwright.cancel',
      );
      changed.fire(now);
    },
    ended(end, { title, environment }) {
      const { icon, background } = ends[outcomeOf(end)];
      const hint = `The last run: ${title} in “${environment}”. Click for its transcript.`;
      show(icon, inWords(end.counts), hint, 'mailwright.transcript.focus', background);
    },
    dispose() {
      item.dispose();
      changed.dispose();
    },
  };
}
