/**
 * Activates dist/extension.js in a process of its own, without an editor: every API of VS Code is there and does nothing.
 *   node test/extension/activation-host.cjs
 * Prints JSON: milliseconds for loading and for `activate()`, the files of dist/ that were loaded, how often an API was asked for, and what was registered.
 * What the extension does after activation (the language client) is not waited for.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, relative, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const built = join(root, 'dist/extension.js');

/** Properties that are handed on to Node, which takes only text. */
const paths = new Set(['fsPath', 'path', 'scheme']);

/** Called, constructed, or asked for a part of it, it answers with itself. */
const nothing = new Proxy(class {}, {
  get(target, key) {
    if (key === 'prototype') return target.prototype;
    if (paths.has(key)) return '/nowhere';
    if (key === Symbol.iterator) return () => [][Symbol.iterator]();
    if (key === Symbol.toPrimitive || key === 'toString') return () => '';
    // nobody shall wait for it
    return key === 'then' ? undefined : nothing;
  },
  apply: () => nothing,
  construct: () => nothing,
});

/** As of @types/vscode, for bundles copy an object's own properties. */
const names = readFileSync(join(root, 'node_modules/@types/vscode/index.d.ts'), 'utf8').matchAll(
  /^\texport (?:abstract )?(?:namespace|class|enum|const|function) (\w+)/gm,
);
let asked = 0;
const vscode = Object.defineProperties(
  {},
  Object.fromEntries(
    [...names].map(([, name]) => [
      name,
      {
        enumerable: true,
        get() {
          asked++;
          return nothing;
        },
      },
    ]),
  ),
);

const loaded = [];
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => (request === 'vscode' ? request : resolveFilename(request, ...rest));
require.cache.vscode = Object.assign(new Module('vscode'), { exports: vscode, loaded: true });
const compile = Module.prototype._compile;
Module.prototype._compile = function (content, filename) {
  loaded.push(relative(root, filename).replaceAll('\\', '/'));
  return compile.call(this, content, filename);
};

const empty = { get: (_key, other) => other, update: async () => {}, keys: () => [] };
const secrets = {
  get: async () => undefined,
  store: async () => {},
  delete: async () => {},
  onDidChange: () => nothing,
};
const context = {
  subscriptions: [],
  extensionUri: nothing,
  extensionPath: root,
  globalStorageUri: nothing,
  storageUri: nothing,
  logUri: nothing,
  globalState: empty,
  workspaceState: empty,
  secrets,
};

// VS Code's extension host has these long since: it speaks over sockets, reads files, unpacks, hashes.
for (const name of ['net', 'fs/promises', 'zlib', 'crypto', 'os', 'url', 'events', 'child_process'])
  require(`node:${name}`);

const began = performance.now();
const extension = require(built);
const there = performance.now();
const api = extension.activate(context);
const active = performance.now();
if (typeof api?.transcript !== 'function') throw new Error('activate() gave no API');
const answer = {
  loading: there - began,
  activating: active - there,
  loaded,
  asked,
  registered: context.subscriptions.length,
};
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
