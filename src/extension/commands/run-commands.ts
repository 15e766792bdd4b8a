/** The commands that run scripts: sessions of a lens, at the cursor, in the selection, the whole file, the last run again. */
import * as vscode from 'vscode';
import type { Counts } from '../../transcript/event';
import { isScript } from '../languages';
import type { RunOrder } from '../run-order';
import type { Runner } from '../runner';
import { scriptOf } from '../scripts';
import { indicesOf, sessionIds, sessionsTouching } from '../sessions-at';

/** What was ordered last, by names that outlast edits. */
interface Last {
  readonly uri: vscode.Uri;
  readonly ids: readonly string[] | undefined;
}

/** They answer with the counts of what they ran, for other extensions and tests. */
export function runCommands(runner: Runner): vscode.Disposable[] {
  let last: Last | undefined;

  const scriptAt = async (uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> => {
    const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    if (document && isScript(document)) return document;
    void vscode.window.showInformationMessage('Open a session script (.smtp, .imap, .pop3, .lmtp) to run it.');
    return undefined;
  };
  const run = async (document: vscode.TextDocument, sessions?: readonly number[]): Promise<Counts | undefined> => {
    const ids = sessionIds(scriptOf(document).program.sessions.map(({ title }) => title));
    last = { uri: document.uri, ids: sessions?.flatMap((index) => ids[index] ?? []) };
    const order: RunOrder = { document, by: 'hand', ...(sessions ? { sessions } : {}) };
    const end = await runner.run(order);
    return end.kind === 'ran' ? end.counts : undefined;
  };
  // a menu's second argument is something else
  const sessionOf = (document: vscode.TextDocument, index: unknown): number =>
    typeof index === 'number' ? index : (selected(document, true).at(0) ?? 0);

  const command = vscode.commands.registerCommand;
  return [
    command('mailwright.runSession', async (uri?: vscode.Uri, index?: unknown) => {
      const document = await scriptAt(uri);
      return document ? run(document, [sessionOf(document, index)]) : undefined;
    }),
    command('mailwright.runThrough', async (uri?: vscode.Uri, index?: unknown) => {
      const document = await scriptAt(uri);
      if (!document) return undefined;
      return run(
        document,
        Array.from({ length: sessionOf(document, index) + 1 }, (_, session) => session),
      );
    }),
    command('mailwright.runSelection', async (uri?: vscode.Uri) => {
      const document = await scriptAt(uri);
      return document ? run(document, selected(document, false)) : undefined;
    }),
    command('mailwright.runFile', async (uri?: vscode.Uri) => {
      const document = await scriptAt(uri);
      return document ? run(document) : undefined;
    }),
    command('mailwright.runAgain', async () => {
      const before = last;
      if (!before) {
        void vscode.window.showInformationMessage('Nothing was run yet in this window.');
        return undefined;
      }
      const document = await vscode.workspace.openTextDocument(before.uri);
      const sessions = before.ids && indicesOf(scriptOf(document).program, before.ids);
      // what was run is no longer there: the script is what is left of it
      return run(document, sessions && sessions.length > 0 ? sessions : undefined);
    }),
    command('mailwright.cancel', () => runner.cancel()),
  ];
}

/** The sessions that the selections touch, or those in which the cursors stand; without an editor the first. */
function selected(document: vscode.TextDocument, cursorsOnly: boolean): readonly number[] {
  const active = vscode.window.activeTextEditor;
  const editor =
    active?.document === document
      ? active
      : vscode.window.visibleTextEditors.find((visible) => visible.document === document);
  const offset = (position: vscode.Position): number => document.offsetAt(position);
  const stretches = cursorsOnly
    ? [editor?.selection.active ?? new vscode.Position(0, 0)].map((at) => ({ start: offset(at), end: offset(at) }))
    : (editor?.selections ?? []).map(({ start, end }) => ({ start: offset(start), end: offset(end) }));
  const touched = sessionsTouching(scriptOf(document).program.sessions, stretches);
  return touched.length > 0 ? touched : [0];
}
