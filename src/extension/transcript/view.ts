/** The transcript panel: a webview view that shows the last run while it runs and after. */
import * as vscode from 'vscode';
import { transcriptPage } from './page';
import type { FromPanel, PanelState, Row, RowPlace, ToPanel } from './webview/messages';

export const transcriptViewId = 'mailwright.transcript';

/** Rows kept for a panel that is opened or reloaded later; the oldest go first. */
const keptRows = 10_000;
/** Rows are sent in batches, so that a fast run does not flood the panel. In milliseconds. */
const batchMs = 40;

export interface TranscriptView extends vscode.WebviewViewProvider {
  reset(running: string): void;
  add(rows: readonly Row[]): void;
  finish(summary: NonNullable<PanelState['summary']>): void;
  /** Says whether this is Restricted Mode. */
  restrict(restricted: boolean): void;
  /** Shows the panel; the focus stays where it is. */
  reveal(): Promise<void>;
  /** What the panel holds now. */
  readonly rows: readonly Row[];
  readonly state: PanelState;
}

export interface TranscriptActions {
  reveal(place: RowPlace): void;
  cancel(): void;
  trust(): void;
}

export function transcriptView(extensionUri: vscode.Uri, actions: TranscriptActions): TranscriptView {
  let view: vscode.WebviewView | undefined;
  let ready = false;
  let rows: Row[] = [];
  let unsent: Row[] = [];
  let timer: NodeJS.Timeout | undefined;
  let state: PanelState = {};

  const post = (message: ToPanel): void => {
    if (ready) void view?.webview.postMessage(message);
  };
  const show = (next: PanelState): void => {
    state = next;
    post({ kind: 'state', state });
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (unsent.length > 0) post({ kind: 'rows', rows: unsent });
    unsent = [];
  };
  const receive = (message: FromPanel): void => {
    switch (message.kind) {
      case 'ready':
        ready = true;
        unsent = [];
        post({ kind: 'reset' });
        post({ kind: 'rows', rows });
        post({ kind: 'state', state });
        return;
      case 'reveal':
        actions.reveal(message.place);
        return;
      case 'cancel':
        actions.cancel();
        return;
      case 'trust':
        actions.trust();
        return;
    }
  };

  return {
    resolveWebviewView(resolved) {
      view = resolved;
      ready = false;
      const { webview } = resolved;
      const assets = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
      webview.options = { enableScripts: true, localResourceRoots: [assets] };
      webview.onDidReceiveMessage(receive);
      resolved.onDidDispose(() => {
        view = undefined;
        ready = false;
      });
      webview.html = transcriptPage(webview, assets);
    },
    reset(running) {
      rows = [];
      unsent = [];
      post({ kind: 'reset' });
      show({ running });
    },
    add(more) {
      rows.push(...more);
      if (rows.length > keptRows * 2) rows = rows.slice(-keptRows);
      unsent.push(...more);
      timer ??= setTimeout(flush, batchMs);
    },
    finish(summary) {
      flush();
      show({ summary });
    },
    restrict: (restricted) => show({ ...state, restricted }),
    async reveal() {
      await vscode.commands.executeCommand(`${transcriptViewId}.focus`, { preserveFocus: true });
    },
    get rows() {
      return rows;
    },
    get state() {
      return state;
    },
  };
}
