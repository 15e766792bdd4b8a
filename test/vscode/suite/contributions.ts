/** What package.json promises, the running extension keeps. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';

interface Contributions {
  readonly commands?: readonly { readonly command: string }[];
  readonly languages?: readonly { readonly id: string; readonly extensions?: readonly string[] }[];
}

describe('the contributions of package.json', () => {
  const extension = vscode.extensions.getExtension('mailwright.mailwright');
  const contributes = (extension?.packageJSON.contributes ?? {}) as Contributions;

  before(async () => {
    assert.ok(extension, 'the extension is not there');
    await extension.activate();
  });

  it('has every command', async () => {
    const promised = (contributes.commands ?? []).map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(promised.length > 0);
    assert.deepEqual(
      promised.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('knows every language, and each by the ending of its files', async () => {
    const promised = contributes.languages ?? [];
    const known = new Set(await vscode.languages.getLanguages());
    assert.ok(promised.length > 0);
    for (const { id, extensions = [] } of promised) {
      assert.ok(known.has(id), id);
      for (const ending of extensions) {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`untitled:/session${ending}`));
        assert.equal(document.languageId, id, ending);
      }
    }
  });
});
