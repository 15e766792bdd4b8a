/** Wires editor features to the language server protocol. */
import { pathToFileURL } from 'node:url';
import { type Connection, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnostics, format, symbols } from '../../src/language';
import { toDiagnostic, toRange, toSymbol } from './convert';
import { compileOptions } from './documents';

/** Serves `connection` until it ends. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const openText = (path: string): string | undefined => documents.get(pathToFileURL(path).href)?.getText();

  connection.onInitialize(() => ({
    serverInfo: { name: 'mailwright' },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      documentFormattingProvider: true,
      documentSymbolProvider: true,
    },
  }));

  const check = (document: TextDocument): void => {
    const problems = diagnostics(document.getText(), compileOptions(document, openText));
    void connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: problems.map((problem) => toDiagnostic(document, problem)),
    });
  };
  /** A script's problems depend on what it includes, be that open or on disk. */
  const checkIncluders = (changed?: string): void => {
    for (const document of documents.all()) {
      if (document.uri !== changed && /^[ \t]*(?:\S+[ \t]+)?include[ \t]/m.test(document.getText())) check(document);
    }
  };
  documents.onDidChangeContent(({ document }) => {
    check(document);
    checkIncluders(document.uri);
  });
  documents.onDidClose(({ document }) => {
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    checkIncluders(document.uri);
  });
  connection.onDidChangeWatchedFiles(() => checkIncluders());

  connection.onDocumentFormatting(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    if (!document) return [];
    const text = document.getText();
    const formatted = format(text);
    return formatted === text ? [] : [{ range: toRange(document, { start: 0, end: text.length }), newText: formatted }];
  });

  connection.onDocumentSymbol(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    if (!document) return [];
    return symbols(document.getText(), compileOptions(document, openText)).map((symbol) => toSymbol(document, symbol));
  });

  documents.listen(connection);
  connection.listen();
}
