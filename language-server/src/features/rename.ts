/** Rename: variables, sessions, connections, across what includes and is included. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { prepareRename, rename as renameAt } from '../../../src/language';
import { toWorkspaceEdit } from '../edits';
import { asked, type Feature } from './feature';

export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(editor) {
    editor.connection.onPrepareRename((params) => {
      const at = asked(editor, params);
      if (!at) return null;
      const prepared = prepareRename(at.script, at.offset, editor.others(at.document));
      if (!prepared.ok) return new ResponseError(LSPErrorCodes.RequestFailed, prepared.error);
      return { range: at.document.positions.rangeOf(prepared.value.range), placeholder: prepared.value.name };
    });
    editor.connection.onRenameRequest((params) => {
      const at = asked(editor, params);
      if (!at) return null;
      const renamed = renameAt(at.script, at.offset, params.newName, editor.others(at.document));
      if (!renamed.ok) return new ResponseError(LSPErrorCodes.RequestFailed, renamed.error);
      return toWorkspaceEdit(editor, renamed.value);
    });
  },
};
