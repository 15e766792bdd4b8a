/** Serves an editor over the language server protocol: keeps its documents, sends their problems, answers by the features. */
import {
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { diagnostics, type LastRun, type Levels, type ScriptDocument } from '../../src/language';
import { toDiagnostic } from './convert';
import { documentsOver, type OpenDocument } from './documents';
import { features } from './features';
import type { Editor } from './features/feature';
import type { Files } from './files';
import { type EnvironmentChosen, methods, type ScriptRan } from './messages';
import { problemsOver } from './problems';
import { environmentFile, workspaceOver } from './workspace';
import { scriptsIn } from './workspace-scripts';

/** What a host gives the server. */
export interface Host {
  readonly connection: Connection;
  readonly files: Files;
  /** Told of files that the editor says have changed. */
  readonly filesChanged?: (uris: readonly string[]) => void;
}

export interface Server {
  /** Checks all open documents anew: files that they need can be read now. */
  refresh(): void;
}

/** What an editor may say at `initialize`. */
interface Options {
  /** VS Code with our extension. */
  readonly extension?: boolean;
  /** Levels of diagnostics, by id. */
  readonly levels?: Levels;
}

/** Serves `connection` until it ends. */
export function serve({ connection, files, filesChanged }: Host): Server {
  const lastRuns = new Map<string, LastRun>();
  let chosen: string | undefined;
  let folders: readonly string[] = [];
  let options: Options = {};
  let abilities: ClientCapabilities = {};

  const workspace = workspaceOver({
    files,
    open: (uri) => openDocumentOf(uri)?.script.text,
    lastRun: (uri) => lastRuns.get(uri),
    chosen: () => chosen,
  });
  const problems = problemsOver(connection);
  const configuration = documentsOver(workspace);
  const documents = new TextDocuments(configuration);
  /** Editors and URLs differ in which characters they encode. */
  const openDocumentOf = (uri: string): OpenDocument | undefined =>
    documents.get(uri) ?? documents.all().find((document) => sameUri(document.uri, uri));
  const read = (uri: string): OpenDocument | undefined => {
    const open = openDocumentOf(uri);
    const text = open ? undefined : files.read(uri);
    return open ?? (text === undefined ? undefined : configuration.create(uri, '', 0, text));
  };

  const editor: Editor = {
    connection,
    document: (uri) => documents.get(uri),
    read,
    others: (document) => {
      const uris = [...documents.all().map(({ uri }) => uri), ...scriptsIn(files, folders)];
      const seen = new Set([decoded(document.uri)]);
      return uris.flatMap((uri) => {
        if (seen.has(decoded(uri))) return [];
        seen.add(decoded(uri));
        return read(uri)?.script ?? [];
      });
    },
    get takesSnippets() {
      return abilities.textDocument?.completion?.completionItem?.snippetSupport === true;
    },
    get makesFiles() {
      const { documentChanges, resourceOperations } = abilities.workspace?.workspaceEdit ?? {};
      return documentChanges === true && resourceOperations?.includes('create') === true;
    },
    get isOurs() {
      return options.extension === true;
    },
  };

  connection.onInitialize((params: InitializeParams) => {
    folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    options = (params.initializationOptions as Options | undefined) ?? {};
    abilities = params.capabilities;
    const all: ServerCapabilities = Object.assign({}, ...features.map(({ capabilities }) => capabilities));
    return {
      serverInfo: { name: 'mailwright' },
      capabilities: { ...all, textDocumentSync: TextDocumentSyncKind.Incremental },
    };
  });

  const check = (document: OpenDocument): void => {
    const { script, positions } = document;
    problems.show({
      uri: document.uri,
      version: document.version,
      diagnostics: diagnostics(script, options.levels).map((problem) => toDiagnostic(positions, problem)),
    });
  };
  const checkAnew = (document: OpenDocument): void => {
    document.reread();
    check(document);
  };
  const checkAll = (): void => documents.all().forEach(checkAnew);
  /** A script's problems depend on what it includes, be that open or on disk. */
  const checkIncluders = (changed?: string): void => {
    for (const document of documents.all())
      if (document.uri !== changed && includes(document.script)) checkAnew(document);
  };
  documents.onDidChangeContent(({ document }) => {
    check(document);
    checkIncluders(document.uri);
  });
  documents.onDidClose(({ document }) => {
    problems.clear(document.uri);
    checkIncluders(document.uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    filesChanged?.(changes.map(({ uri }) => uri));
    if (changes.some(({ uri }) => uri.endsWith(`/${environmentFile}`))) checkAll();
    else checkIncluders();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    const levels = (settings as { mailwright?: { diagnostics?: { levels?: Levels } } } | null)?.mailwright?.diagnostics;
    options = { ...options, ...(levels?.levels && { levels: levels.levels }) };
    checkAll();
  });
  connection.onNotification(methods.environment, (message: EnvironmentChosen) => {
    chosen = message.chosen;
    checkAll();
  });
  connection.onNotification(methods.lastRun, ({ uri, run }: ScriptRan) => {
    lastRuns.set(uri, run);
    const document = openDocumentOf(uri);
    if (document) checkAnew(document);
    if (abilities.workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh();
  });

  for (const feature of features) feature.register(editor);
  documents.listen(connection);
  connection.listen();
  return { refresh: checkAll };
}

const includes = ({ sections }: ScriptDocument): boolean =>
  sections.some(({ text }) => /^[ \t]*(?:\S+[ \t]+)?include[ \t]/m.test(text));

const sameUri = (a: string, b: string): boolean => decoded(a) === decoded(b);

const decoded = (uri: string): string => {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
};
