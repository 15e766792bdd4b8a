/** What a feature of the server is, and what it is given. */
import type { Connection, ServerCapabilities, TextDocumentPositionParams } from 'vscode-languageserver';
import type { ScriptDocument } from '../../../src/language';
import type { OpenDocument } from '../documents';

export interface Feature {
  /** What it adds to the answer to `initialize`. */
  readonly capabilities: ServerCapabilities;
  /** Answers its requests. */
  register(editor: Editor): void;
}

/** The editor's side: the connection to it and the documents that it holds. */
export interface Editor {
  readonly connection: Connection;
  /** Whether it takes snippets, with places to fill in. */
  readonly takesSnippets: boolean;
  /** Whether an edit may make a file. */
  readonly makesFiles: boolean;
  /** Whether it is VS Code with our extension, whose commands may be named. */
  readonly isOurs: boolean;
  document(uri: string): OpenDocument | undefined;
  /** The documents that share names with `document`: open ones, and the scripts of the workspace. */
  others(document: OpenDocument): readonly ScriptDocument[];
  /** A document for a file that may not be open; undefined when it cannot be read. */
  read(uri: string): OpenDocument | undefined;
}

export interface Asked {
  readonly document: OpenDocument;
  readonly script: ScriptDocument;
  readonly offset: number;
}

/** What a request about a position asks; undefined when its document is not open. */
export function asked(editor: Editor, { textDocument, position }: TextDocumentPositionParams): Asked | undefined {
  const document = editor.document(textDocument.uri);
  return document && { document, script: document.script, offset: document.positions.offsetAt(position) };
}
