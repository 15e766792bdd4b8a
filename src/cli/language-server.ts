/** `mailwright language-server`: the language server over standard input and output, for any editor. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Starts the server that lies beside the command line; it ends the process when its editor does. */
export function languageServerCommand(): void {
  // How the server's library is told what to speak over.
  if (!process.argv.includes('--stdio')) process.argv.push('--stdio');
  const server = join(__dirname, 'language-server.js');
  createRequire(server)(server);
}
