/** The transcript panel: a webview view that shows a run while it runs and after, and the runs that were. */
import * as vscode from 'vscode';
import { locator } from '../../report';
import type { RunEvent } from '../../transcript/event';
import type { PastRun, RunHistory, RunningTranscript, RunSummary } from './history';
import { transcriptPage } from './page';
import { type PanelModel, panelModel } from './panel-model';
import type { TranscriptStore } from './store';
import type { FromPanel, PanelState, Row, ToPanel } from './webview/messages';

export const transcriptViewId = 'mailwright.transcript';

/** News are sent in batches, so that a fast run does not flood the panel. In milliseconds. */
const batchMs = 40;
/** Rows that other extensions and tests are given. */
const toldRows = 10_000;

/** A place in the script, and the script as the run knew it, where that is known. */
export interface ScriptPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly source: string | undefined;
}

export interface BeginningRun {
  readonly title: string;
  readonly environment: string;
  /** The text of a file of the script. */
  readonly source: (file: string) => string | undefined;
}

/** The run that the panel shows. */
export interface ShownRun {
  readonly store: TranscriptStore;
  readonly title: string;
  readonly startedAt: number;
  readonly source: (file: string) => string | undefined;
  readonly id: string;
}

export interface TranscriptView extends vscode.WebviewViewProvider, vscode.Disposable {
  /** Shows a new run. */
  begin(run: BeginningRun): void;
  event(event: RunEvent): void;
  finish(summary: RunSummary): void;
  /** Shows a run that was. */
  open(run: PastRun, store: TranscriptStore): void;
  /** Says whether this is Restricted Mode. */
  restrict(restricted: boolean): void;
  /** Shows the panel; the focus stays where it is. */
  reveal(): Promise<void>;
  /** Shows an event's line in the panel and makes it the current one. */
  revealEvent(event: number): Promise<void>;
  /** Opens the panel's search. */
  find(): void;
  readonly shown: ShownRun | undefined;
  /** The event of the panel's current line. */
  readonly current: number | undefined;
  /** The last lines that the panel holds now. */
  readonly rows: readonly Row[];
  readonly state: PanelState;
}

export interface TranscriptActions {
  reveal(place: ScriptPlace): void;
  cancel(): void;
  trust(): void;
  copy(event: number): void;
}

export interface TranscriptParts {
  readonly extensionUri: vscode.Uri;
  readonly history: RunHistory;
  readonly actions: TranscriptActions;
  /** The text of a script as it is now. */
  readonly sourceNow: (file: string) => string | undefined;
}

export function transcriptView({ extensionUri, history, actions, sourceNow }: TranscriptParts): TranscriptView {
  let view: vscode.WebviewView | undefined;
  let ready = false;
  let state: PanelState = {};
  let running: RunningTranscript | undefined;
  let shown: ShownRun | undefined;
  let current: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wanted: number | undefined;

  const post = (message: ToPanel): void => {
    if (ready) void view?.webview.postMessage(message);
  };
  const model: PanelModel = panelModel(post, (work) => {
    timer = setTimeout(work, batchMs);
  });
  const tell = (next: PanelState): void => {
    state = next;
    post({ kind: 'state', state });
  };
  const show = (run: ShownRun): void => {
    const before = shown?.store;
    shown = run;
    current = undefined;
    const name = (file: string): string => vscode.workspace.asRelativePath(file);
    model.show(run.store, locator({ source: run.source, name }));
    if (before !== run.store && before !== running?.store) before?.close();
  };
  const place = (event: number): ScriptPlace | undefined => {
    const [read] = shown?.store.read([event]) ?? [];
    if (!read?.place) return undefined;
    const { file, range } = read.place;
    return { file, ...range, source: shown?.source(file) };
  };
  const receive = (message: FromPanel): void => {
    if (model.receive(message)) return;
    switch (message.kind) {
      case 'ready':
        ready = true;
        model.start();
        post({ kind: 'state', state });
        if (wanted !== undefined) model.reveal(wanted);
        wanted = undefined;
        return;
      case 'reveal': {
        const found = place(message.event);
        if (found) actions.reveal(found);
        return;
      }
      case 'current':
        current = message.event;
        return;
      case 'copy':
        actions.copy(message.event);
        return;
      case 'cancel':
        actions.cancel();
        return;
      case 'trust':
        actions.trust();
        return;
    }
  };
  const reveal = async (): Promise<void> => {
    await vscode.commands.executeCommand(`${transcriptViewId}.focus`, { preserveFocus: true });
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
    begin({ title, environment, source }) {
      const startedAt = Date.now();
      running = history.begin({ title, startedAt, environment });
      show({ store: running.store, title, startedAt, source, id: running.run.id });
      tell({ running: title, ...restriction(state) });
    },
    event: (event) => running?.store.add(event),
    finish(summary) {
      running?.finish(summary);
      if (running && running.store !== shown?.store) running.store.close();
      else tell({ summary, ...restriction(state) });
      running = undefined;
    },
    open({ id, title, startedAt, summary }, store) {
      show({ store, title, startedAt, source: sourceNow, id });
      const past = new Date(startedAt).toLocaleString();
      tell({ summary: summary ?? { title, text: 'interrupted', outcome: 'cancelled' }, past, ...restriction(state) });
    },
    restrict: (restricted) => tell({ ...state, restricted }),
    reveal,
    async revealEvent(event) {
      await reveal();
      current = event;
      if (ready) model.reveal(event);
      else wanted = event;
    },
    find: () => post({ kind: 'find' }),
    get shown() {
      return shown;
    },
    get current() {
      return current;
    },
    get rows() {
      const { rows } = model;
      return model.page(Math.max(0, rows - toldRows), rows);
    },
    get state() {
      return state;
    },
    dispose() {
      clearTimeout(timer);
      shown?.store.close();
      running?.store.close();
    },
  };
}

const restriction = ({ restricted }: PanelState): Pick<PanelState, 'restricted'> =>
  restricted === undefined ? {} : { restricted };
