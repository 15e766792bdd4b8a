// Builds dist/: the command line, the extension, the language server, the transcript panel's script. Nothing else is needed at run time.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const moduleUrl = "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;";

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  logLevel: 'warning',
  // Some libraries ask where they are as ES modules do; in a CommonJS bundle that is said here.
  define: { MAILWRIGHT_VERSION: JSON.stringify(version), 'import.meta.url': '__moduleUrl' },
};

const bundles = [
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: `#!/usr/bin/env node\n${moduleUrl}` },
  },
  { ...node, entryPoints: ['src/extension/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...node, entryPoints: ['language-server/src/main.ts'], outfile: 'dist/language-server.js' },
  {
    ...node,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: ['src/extension/transcript/webview/main.ts'],
    outfile: 'dist/webview/transcript.js',
  },
];

rmSync('dist', { recursive: true, force: true });
await Promise.all(bundles.filter((bundle) => existsSync(bundle.entryPoints[0])).map(build));
if (existsSync('src/extension/transcript/webview/transcript.css')) {
  cpSync('src/extension/transcript/webview/transcript.css', 'dist/webview/transcript.css');
}
