/** The commands of the transcript panel: copy, save as a script, export, compare, the runs that were, from the script to its lines. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Result } from '../../base';
import type { RunEvent } from '../../transcript/event';
import { curlLine, swaksLine } from '../../transcript/shell-lines';
import { isScript } from '../languages';
import { fileOf } from '../scripts';
import { comparableText, eventText, exportFormats, scriptText, sessionsOf } from './exports';
import type { PastRun, RunHistory } from './history';
import { hexDump, octetsOf } from './octets';
import { placeInText } from './place-in-text';
import { rowsOf } from './rows';
import type { ShownRun, TranscriptView } from './view';

/** Texts made from runs: for the diff editor, and octets. */
export const transcriptScheme = 'mailwright-transcript';

export function transcriptCommands(view: TranscriptView, history: RunHistory): vscode.Disposable[] {
  const command = vscode.commands.registerCommand;
  const shown = (): ShownRun | undefined => {
    if (!view.shown)
      void vscode.window.showInformationMessage('No run is shown: run a session, or choose one of the runs that were.');
    return view.shown;
  };
  /** The event of a menu's line, else of the panel's current one, else the last. */
  const eventOf = (run: ShownRun, context: unknown): number => {
    const named = typeof context === 'object' && context !== null && 'event' in context ? context.event : undefined;
    run.store.settle();
    return typeof named === 'number' ? named : (view.current ?? run.store.index.size - 1);
  };
  const copy = async (text: string, what: string): Promise<void> => {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(`Copied ${what}`, 4_000);
  };
  const at = (
    context: unknown,
  ): { readonly run: ShownRun; readonly number: number; readonly event: RunEvent } | undefined => {
    const run = shown();
    const number = run ? eventOf(run, context) : 0;
    const [event] = run?.store.read([number]) ?? [];
    return run && event ? { run, number, event } : undefined;
  };
  const copyLine = async (
    context: unknown,
    what: string,
    make: (events: readonly RunEvent[], event: RunEvent) => Result<string, string>,
  ): Promise<void> => {
    const found = at(context);
    if (!found) return;
    const made = make(await sessionEvents(found.run, found.event), found.event);
    if (made.ok) await copy(made.value, what);
    else void vscode.window.showInformationMessage(`No ${what} line: ${made.error}.`);
  };

  return [
    vscode.workspace.registerTextDocumentContentProvider(transcriptScheme, contentProvider(view, history)),
    command('mailwright.transcript.copyText', async (context?: unknown) => {
      const found = at(context);
      if (!found) return;
      const { event, number } = found;
      const rows = rowsOf(event, { event: number, flags: 0, locate: () => undefined });
      await copy(
        eventText(event) || rows.map(({ mark, text }) => [mark, text].filter(Boolean).join(' ')).join('\n'),
        'as text',
      );
    }),
    command('mailwright.transcript.copyScript', async (context?: unknown) => {
      const found = at(context);
      if (found) await copy(await scriptText(found.run.store, found.event.session), 'as a session script');
    }),
    command('mailwright.transcript.copySwaks', (context?: unknown) => copyLine(context, 'swaks', swaksLine)),
    command('mailwright.transcript.copyCurl', (context?: unknown) => copyLine(context, 'curl', curlLine)),
    command('mailwright.transcript.showOctets', async (context?: unknown) => {
      const found = at(context);
      if (found) await showOctets(found.run, found.number);
    }),
    command('mailwright.transcript.find', async () => {
      await vscode.commands.executeCommand('mailwright.transcript.focus');
      view.find();
    }),
    command('mailwright.transcript.saveScript', async () => {
      const run = shown();
      if (run) await saveScript(run);
    }),
    command('mailwright.transcript.export', async () => {
      const run = shown();
      if (run) await exportRun(run);
    }),
    command('mailwright.transcript.compare', async () => {
      const run = shown();
      if (run) await compare(run, history);
    }),
    command('mailwright.transcript.history', () => chooseRun(view, history)),
    command('mailwright.transcript.reveal', () => revealCursor(view)),
  ];
}

async function sessionEvents({ store }: ShownRun, { session }: RunEvent): Promise<readonly RunEvent[]> {
  if (session === undefined) return [];
  for await (const events of sessionsOf(store, session)) return events;
  return [];
}

// ---- texts that are made when they are opened -----------------------------------------------------------------------

const runUri = (id: string, name: string, query = ''): vscode.Uri =>
  vscode.Uri.from({ scheme: transcriptScheme, authority: id, path: `/${name.replace(/[\\/]/g, ' ')}`, query });

function contentProvider(view: TranscriptView, history: RunHistory): vscode.TextDocumentContentProvider {
  return {
    async provideTextDocumentContent({ authority, query }) {
      const own = view.shown?.id === authority ? view.shown.store : undefined;
      const store = own ?? history.open(authority)?.store;
      if (!store) return 'This run is not kept any more.';
      try {
        if (query === '') return await comparableText(store);
        const [event] = store.read([Number(query)]);
        return event?.kind === 'sent' || event?.kind === 'received' ? hexDump(octetsOf(event.wire)) : '';
      } finally {
        if (!own) store.close();
      }
    },
  };
}

async function showOctets(run: ShownRun, event: number): Promise<void> {
  const [read] = run.store.read([event]);
  if (read?.kind !== 'sent' && read?.kind !== 'received') {
    void vscode.window.showInformationMessage('This line has no octets of its own.');
    return;
  }
  const document = await vscode.workspace.openTextDocument(
    runUri(run.id, `octets of event ${event + 1}.txt`, String(event)),
  );
  await vscode.window.showTextDocument(document, { preview: true });
}

async function compare(run: ShownRun, history: RunHistory): Promise<void> {
  const others = history.list().filter(({ id }) => id !== run.id);
  if (others.length === 0) {
    void vscode.window.showInformationMessage('There is no other run to compare with yet.');
    return;
  }
  const same = others.filter(({ title }) => title === run.title);
  const picked = await vscode.window.showQuickPick(
    [...same, ...others.filter((other) => !same.includes(other))].map((other) => ({ ...itemOf(other), run: other })),
    {
      title: `Compare ${run.title} with another run`,
      placeHolder: 'What changes from run to run is made equal',
      matchOnDescription: true,
    },
  );
  if (!picked) return;
  const older = picked.run.startedAt <= run.startedAt;
  const [left, right] = older ? [picked.run, run] : [run, picked.run];
  await vscode.commands.executeCommand(
    'vscode.diff',
    runUri(left.id, `${left.title}.txt`),
    runUri(right.id, `${right.title}.txt`),
    `${nameOf(left)} ↔ ${nameOf(right)}`,
  );
}

const nameOf = ({ title, startedAt }: Pick<PastRun, 'title' | 'startedAt'>): string =>
  `${basename(title)} (${new Date(startedAt).toLocaleTimeString()})`;

// ---- the runs that were ---------------------------------------------------------------------------------------------

const icons = { passed: '$(pass)', failed: '$(error)', cancelled: '$(circle-slash)' } as const;

const itemOf = ({ title, startedAt, summary, events, octets, environment }: PastRun): vscode.QuickPickItem => ({
  label: `${summary ? icons[summary.outcome] : '$(debug-disconnect)'} ${title}`,
  description: `${summary?.text ?? 'interrupted'} — ${new Date(startedAt).toLocaleString()}`,
  detail: `${environment}, ${events === undefined ? '' : `${events.toLocaleString()} events, `}${megabytes(octets)}`,
});

const megabytes = (octets: number): string =>
  octets < 1_000_000 ? `${Math.ceil(octets / 1_000)} kB` : `${(octets / 1_000_000).toFixed(1)} MB`;

/** Opens one of the runs that were, or deletes some. */
async function chooseRun(view: TranscriptView, history: RunHistory): Promise<void> {
  type Item = vscode.QuickPickItem & { readonly run: PastRun };
  const remove: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Delete this run' };
  const clear: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('clear-all'),
    tooltip: 'Delete all runs but the one that is shown',
  };
  const items = (): Item[] => history.list().map((run) => ({ ...itemOf(run), run, buttons: [remove] }));
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'Runs';
  pick.placeholder = 'Choose a run to show its transcript';
  pick.matchOnDescription = true;
  pick.buttons = [clear];
  pick.items = items();
  if (pick.items.length === 0) pick.placeholder = 'No run is kept yet';
  const forget = (id: string): void => {
    if (id !== view.shown?.id) history.delete(id);
    else void vscode.window.showInformationMessage('This run is shown now: show another one first.');
  };
  pick.onDidTriggerItemButton(({ item }) => {
    forget(item.run.id);
    pick.items = items();
  });
  pick.onDidTriggerButton(() => {
    for (const { run } of pick.items) if (run.id !== view.shown?.id) history.delete(run.id);
    pick.items = items();
  });
  pick.onDidAccept(async () => {
    const [chosen] = pick.selectedItems;
    pick.hide();
    if (!chosen) return;
    if (chosen.run.id === view.shown?.id) return view.reveal();
    if (view.state.running !== undefined) {
      void vscode.window.showInformationMessage('A run is going on: cancel it first, or wait for its end.');
      return;
    }
    const opened = history.open(chosen.run.id);
    if (opened) view.open(opened.run, opened.store);
    else void vscode.window.showWarningMessage('This run is not kept any more.');
    await view.reveal();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

// ---- files ----------------------------------------------------------------------------------------------------------

const stemOf = (title: string): string => basename(title).replace(/\.[^.]*$/, '');

function defaultUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name);
}

/** Writes the run as a session script; long and binary data as files beside it. */
async function saveScript(run: ShownRun): Promise<void> {
  const ending = /\.(smtp|imap|pop3|lmtp)$/.exec(run.title)?.[1] ?? 'smtp';
  const target = await vscode.window.showSaveDialog({
    defaultUri: defaultUri(`${stemOf(run.title)}-recorded.${ending}`),
    filters: { 'Session script': [ending] },
    title: 'Save the transcript as a session script',
  });
  if (!target) return;
  const folder = dirname(target.fsPath);
  const beside: Promise<void>[] = [];
  const text = await scriptText(run.store, undefined, {
    beside(name, bytes) {
      const own = `${stemOf(target.fsPath)}-${name}`;
      beside.push(writeFile(join(folder, own), bytes));
      return own;
    },
  });
  await Promise.all(beside);
  await writeFile(target.fsPath, text);
  await vscode.window.showTextDocument(target);
}

async function exportRun(run: ShownRun): Promise<void> {
  const picked = await vscode.window.showQuickPick(
    exportFormats.map((format) => ({ label: format.title, description: `.${format.ending}`, format })),
    { title: `Export the transcript of ${run.title}` },
  );
  if (!picked) return;
  const { format } = picked;
  const target = await vscode.window.showSaveDialog({
    defaultUri: defaultUri(`${stemOf(run.title)}.${format.ending}`),
    filters: { [format.title]: [format.ending] },
  });
  if (!target) return;
  const options = { source: run.source, name: (file: string) => vscode.workspace.asRelativePath(file) };
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Exporting ${run.title}` },
    async () => {
      const file = createWriteStream(target.fsPath, { mode: 0o600 });
      await once(file, 'open');
      for await (const text of format.write(run.store, options)) if (!file.write(text)) await once(file, 'drain');
      file.end();
      await once(file, 'close');
    },
  );
  const open = 'Open';
  const answer = await vscode.window.showInformationMessage(
    `Exported to ${vscode.workspace.asRelativePath(target)}.`,
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('vscode.open', target);
}

// ---- from the script to the panel -----------------------------------------------------------------------------------

/** Shows what the line of the cursor said; asked again, the next time that it was said. */
async function revealCursor(view: TranscriptView): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isScript(editor.document)) return;
  const run = view.shown;
  const { document, selection } = editor;
  const file = fileOf(document);
  const line = document.lineAt(selection.active.line);
  const now = {
    start: document.offsetAt(line.range.start) + line.firstNonWhitespaceCharacterIndex,
    end: document.offsetAt(line.range.end),
  };
  const then = run?.source(file);
  const range = then === undefined ? now : placeInText(now, document.getText(), then);
  run?.store.settle();
  const found = run?.store.index.overlapping(file, range.start, range.end) ?? [];
  const event = found.find((one) => one > (view.current ?? -1)) ?? found[0];
  if (event === undefined) {
    void vscode.window.showInformationMessage('The run that is shown did nothing on this line.');
    return;
  }
  await view.revealEvent(event);
}
