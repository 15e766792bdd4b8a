/** The language server as a program: over node's IPC from the editor, over stdio (`--stdio`) from others. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server';

serve(createConnection(ProposedFeatures.all));
