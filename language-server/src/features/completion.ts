/** Completion: what can stand at the cursor, the likeliest first. */
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver';
import { type Completion, type CompletionKind, completions, insertedText } from '../../../src/language';
import type { Positions } from '../positions';
import { asked, type Editor, type Feature } from './feature';

export const completion: Feature = {
  capabilities: {
    completionProvider: {
      triggerCharacters: [' ', ':', '<', '=', '{', '|', '$', '@', '(', '[', '\\', '/', '.', ',', '-', '#'],
    },
  },
  register(editor) {
    editor.connection.onCompletion((params) => {
      const at = asked(editor, params);
      if (!at) return null;
      const { items, incomplete } = completions(at.script, at.offset);
      return {
        isIncomplete: incomplete ?? false,
        items: items.map((item) => toItem(editor, at.document.positions, item)),
      };
    });
  },
};

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  directive: CompletionItemKind.Keyword,
  mark: CompletionItemKind.Keyword,
  command: CompletionItemKind.Function,
  parameter: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  capability: CompletionItemKind.Interface,
  mechanism: CompletionItemKind.EnumMember,
  item: CompletionItemKind.Field,
  key: CompletionItemKind.Field,
  flag: CompletionItemKind.EnumMember,
  option: CompletionItemKind.Property,
  code: CompletionItemKind.Constant,
  response: CompletionItemKind.Event,
  variable: CompletionItemKind.Variable,
  filter: CompletionItemKind.Operator,
  builtin: CompletionItemKind.Method,
  fact: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  server: CompletionItemKind.Module,
  connection: CompletionItemKind.Module,
  mailbox: CompletionItemKind.Folder,
  user: CompletionItemKind.Reference,
  secret: CompletionItemKind.Reference,
  snippet: CompletionItemKind.Snippet,
};

function toItem(editor: Editor, positions: Positions, item: Completion): CompletionItem {
  const { insert } = item;
  const isSnippet = insert.kind === 'snippet' && editor.takesSnippets;
  return {
    label: item.label,
    kind: kinds[item.kind],
    detail: item.detail,
    ...(item.documentation && { documentation: { kind: MarkupKind.Markdown, value: item.documentation } }),
    textEdit: { range: positions.rangeOf(item.range), newText: isSnippet ? insert.text : insertedText(insert) },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.adjustIndentation,
    sortText: item.sortText,
    ...(item.filterText !== undefined && { filterText: item.filterText }),
    ...(item.commit && { commitCharacters: [...item.commit] }),
    ...(item.again && editor.isOurs && { command: { title: '', command: 'editor.action.triggerSuggest' } }),
  };
}
