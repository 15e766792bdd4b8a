/** Code actions: the fixes of problems, and changes to what is right already. */
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { codeActions, type FileEdits, fixes } from '../../../src/language';
import type { OpenDocument } from '../documents';
import { toEdit, toWorkspaceEdit } from '../edits';
import { resolved } from '../workspace';
import type { Editor, Feature } from './feature';

export const actions: Feature = {
  capabilities: {
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorRewrite,
        CodeActionKind.RefactorExtract,
        CodeActionKind.Source,
      ],
    },
  },
  register(editor) {
    editor.connection.onCodeAction(({ textDocument, range, context }) => {
      const open = editor.document(textDocument.uri);
      if (!open) return null;
      const { only } = context;
      const wanted = (kind: string): boolean => !only || only.some((one) => kind === one || kind.startsWith(`${one}.`));
      return [
        ...(wanted(CodeActionKind.QuickFix) ? context.diagnostics.flatMap((one) => fixesOf(open, one)) : []),
        ...codeActions(open.script, open.positions.offsetsOf(range))
          .filter(({ kind, newFile }) => wanted(kind) && (!newFile || editor.makesFiles))
          .map(({ title, kind, edits, newFile }) => ({
            title,
            kind,
            edit: newFile ? withFile(editor, open, edits, newFile) : toWorkspaceEdit(editor, edits),
          })),
      ];
    });
  },
};

function fixesOf({ uri, script, positions }: OpenDocument, diagnostic: Diagnostic): CodeAction[] {
  if (diagnostic.source !== 'mailwright' || typeof diagnostic.code !== 'string') return [];
  const problem = {
    id: diagnostic.code,
    severity: 'error' as const,
    message: '',
    range: positions.offsetsOf(diagnostic.range),
  };
  return fixes(script, problem).map(({ title, kind, edits, preferred }) => ({
    title,
    kind,
    diagnostics: [diagnostic],
    edit: { changes: { [uri]: edits.map((edit) => toEdit(positions, edit)) } },
    ...(preferred && { isPreferred: true }),
  }));
}

/** Edits that need a new file: it is made first, and never over one that is there. */
function withFile(
  editor: Editor,
  { script }: OpenDocument,
  edits: readonly FileEdits[],
  file: { readonly path: string; readonly text: string },
): WorkspaceEdit {
  const uri = resolved(file.path, script.file) ?? file.path;
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
      TextDocumentEdit.create({ uri, version: null }, [{ range: { start, end: start }, newText: file.text }]),
      ...edits.flatMap(({ file: edited, edits: own }) => {
        const document = editor.read(edited);
        return document
          ? TextDocumentEdit.create(
              { uri: document.uri, version: document.version },
              own.map((edit) => toEdit(document.positions, edit)),
            )
          : [];
      }),
    ],
  };
}
