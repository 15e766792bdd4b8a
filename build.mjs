// Builds dist/: the command line, the extension, the language server, the transcript panel's script. Nothing else is needed at run time.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build, transform } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Some libraries ask where they are as ES modules do; in a CommonJS bundle that is said here.
  define: { MAILWRIGHT_VERSION: JSON.stringify(version), 'import.meta.url': '__moduleUrl' },
};
const web = { ...node, platform: 'browser', format: 'iife', target: 'es2022' };
const moduleUrl = "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;";

/**
 * imapflow without what we never ask of it (src/mailbox/stand-ins says what, and why that is not missed): a third of the size.
 * A release of imapflow that imports more of these parts than there is fails the build.
 */
const leanImapflow = {
  name: 'lean-imapflow',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\/(download|jp-decoder|logger|proxy-connection)\.js$/ }, ({ importer }) =>
      /[\\/]imapflow[\\/]dist[\\/]/.test(importer) ? { path: resolve('src/mailbox/stand-ins/unused.ts') } : undefined,
    );
    onResolve({ filter: /^(libmime|iconv-lite)$/ }, ({ path }) => ({ path, namespace: 'stand-in' }));
    // They are imported by their default exports, which the files of this project have not.
    onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => ({
      contents: `import * as parts from './src/mailbox/stand-ins/${path}'; export default parts;`,
      resolveDir: resolve('.'),
    }));
  },
};

const bundles = [
  { ...node, entryPoints: ['src/cli/start.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli-main.js',
    banner: { js: moduleUrl },
    supported: { 'dynamic-import': false },
  },
  { ...node, entryPoints: ['language-server/src/main.ts'], outfile: 'dist/language-server.js' },
  // esbuild fails on a module of node's in these: they run in browsers.
  { ...web, entryPoints: ['src/extension/transcript/webview/main.ts'], outfile: 'dist/webview/transcript.js' },
  { ...web, entryPoints: ['src/extension/messages/webview/main.ts'], outfile: 'dist/webview/messages.js' },
  { ...web, entryPoints: ['src/extension/message-view/webview/main.ts'], outfile: 'dist/webview/message.js' },
  { ...web, entryPoints: ['language-server/src/browser.ts'], outfile: 'dist/web/language-server.js' },
  {
    ...web,
    format: 'cjs',
    entryPoints: ['src/extension/web/extension.ts'],
    outfile: 'dist/web/extension.js',
    external: ['vscode'],
  },
];

/**
 * The extension, in parts: what is imported when it is first used (the engine, the sandbox, mailboxes, the language client, …) is
 * neither read nor compiled before. The language server stays whole: with it there would be twice as many parts to open at activation.
 */
const inParts = {
  ...node,
  // esbuild cuts only ES modules, which VS Code of 1.91 does not load as extensions: the parts are made CommonJS afterwards.
  format: 'esm',
  splitting: true,
  entryPoints: ['src/extension/extension.ts'],
  outdir: 'dist',
  chunkNames: 'parts/[name]-[hash]',
  external: ['vscode'],
  plugins: [leanImapflow],
  write: false,
  metafile: true,
};

async function buildParts() {
  const { outputFiles, metafile } = await build(inParts);
  for (const { path, text } of outputFiles) {
    const options = { target: node.target, platform: node.platform, supported: { 'dynamic-import': false } };
    const part = await transform(text, { ...options, format: 'cjs' });
    // The editor's API as it is: esbuild would copy its hundreds of properties for each file, a sixth of the time of activation.
    const direct = part.code.replace(/__toESM\((require\("vscode"\))(?:, 1)?\)/g, '$1');
    const { code } = await transform(direct, { ...options, minify: true });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code.includes('__moduleUrl') ? `${moduleUrl}${code}` : code);
  }
  // Which source files are in which part, for the test that says what activation may load.
  const sources = Object.entries(metafile.outputs).map(([part, { inputs }]) => [part, Object.keys(inputs)]);
  writeFileSync('dist/parts.json', JSON.stringify(Object.fromEntries(sources)));
}

/** Lets the command line run one session, and keep the code that it compiled for it: later runs start faster (docs/decisions/0003). */
async function keepCode() {
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-build-'));
  const script = join(folder, 'hello.smtp');
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 hello\r\n');
    socket.on('data', () => socket.write('250 fine\r\n'));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const servers = { smtp: `smtp://127.0.0.1:${server.address().port}` };
  writeFileSync(join(folder, 'mailwright.env.json'), JSON.stringify({ build: { servers } }));
  writeFileSync(script, '### Hello\nS: 220\nC: EHLO client.example\nS: 250\nC: NOOP\n');
  const child = spawn(process.execPath, [resolve('dist/cli.js'), 'run', script, '--env', 'build'], {
    cwd: folder,
    env: { ...process.env, MAILWRIGHT_KEEP_CODE: '1' },
    stdio: 'ignore',
  });
  const code = await new Promise((done) => child.once('close', done));
  server.close();
  rmSync(folder, { recursive: true });
  if (code !== 0) throw new Error(`the command line that was built does not run: exit code ${code}`);
}

rmSync('dist', { recursive: true, force: true });
await Promise.all([...bundles.map(build), buildParts()]);
cpSync('src/extension/transcript/webview/transcript.css', 'dist/webview/transcript.css');
cpSync('src/extension/messages/webview/messages.css', 'dist/webview/messages.css');
cpSync('src/extension/message-view/webview/message.css', 'dist/webview/message.css');
await keepCode();
