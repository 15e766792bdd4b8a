/** The language server as a web worker: the editor reads files for it. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { clientFiles } from './client-files';
import { type Server, serve } from './server';

// In a worker this is the port to the page; the types here are not those of a worker.
const port = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(port),
  new BrowserMessageWriter(port),
);
let server: Server | undefined;
const files = clientFiles(connection, () => server?.refresh());
server = serve({ connection, files, filesChanged: (uris) => uris.forEach(files.forget) });
