/** The language server as a program: over node's IPC from the editor, over stdio (`--stdio`) from others. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFiles } from './node-files';
import { serve } from './server';

serve({ connection: createConnection(ProposedFeatures.all), files: nodeFiles });
