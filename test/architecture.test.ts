/** The architecture holds: who imports whom, what a file may be, and what the project depends on. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultExportsOf, type Import, importsOf } from './architecture/imports';
import { describeAllowed, layerOf, layers, mayImportFile, mayImportForeign } from './architecture/layers';

const root = join(import.meta.dirname, '..');

/** Files of more than 400 lines, each with the reason why it is better whole. */
const longFiles: Readonly<Record<string, string>> = {};
const longest = 400;

const sourceFiles = ['src', 'language-server']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
      .map((entry) => posix.join(entry.parentPath.slice(root.length + 1).replaceAll('\\', '/'), entry.name)),
  )
  .filter((file) => !file.includes('node_modules/'))
  .sort();

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const sources = sourceFiles.map((file) => {
  const text = textOf(file);
  return { file, text, imports: importsOf(file, text) };
});

/** What a file imports against the rules, as `file:line imports X; layer Y may import …`. */
const violationsIn = (file: string, imports: readonly Import[]): readonly string[] => {
  const layer = layerOf(file);
  if (!layer) return [`${file} is in no layer: give its folder a row in test/architecture/layers.ts`];
  return imports.flatMap(({ line, specifier }) => {
    if (specifier === undefined) return [`${file}:${line} imports something computed; write the name as a string`];
    const relative = specifier.startsWith('.');
    const target = relative ? posix.join(posix.dirname(file), specifier) : specifier;
    const allowed = relative ? mayImportFile(layer, withEnding(target)) : mayImportForeign(layer, specifier);
    return allowed
      ? []
      : [`${file}:${line} imports ${target}; layer ${layer.name} may import ${describeAllowed(layer)}`];
  });
};

// imports are written without an ending; a folder stands for its index.ts
const withEnding = (path: string): string =>
  [path, `${path}.ts`].find((file) => sourceFiles.includes(file)) ?? `${path}/index.ts`;

const violationsInText = (file: string, text: string): readonly string[] => violationsIn(file, importsOf(file, text));

describe('who may import whom', () => {
  it('holds in every file of src and language-server', () => {
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(sources.length / 2);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap(({ file, imports }) => violationsIn(file, imports))).toEqual([]);
  });

  it('names only layers that are in the table', () => {
    const names = layers.map(({ name }) => name);
    expect(layers.flatMap((layer) => layer.layers).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('is a table without cycles: layers point downward only', () => {
    const below = new Map(layers.map(({ name, layers }) => [name, layers.filter((other) => other !== name)]));
    const reaches = (from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean =>
      (below.get(from) ?? []).some(
        (next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))),
      );
    expect(layers.map(({ name }) => name).filter((name) => reaches(name, name))).toEqual([]);
  });

  it.each([
    ['src/base/a.ts', "import { readFile } from 'node:fs';"],
    ['src/base/a.ts', "import type { Finding } from '../protocol/finding';"],
    ['src/protocol/smtp/a.ts', "export { parse } from '../imap/parse';"],
    ['src/protocol/pop3/a.ts', "type T = import('../smtp/reply').SmtpReply;"],
    ['src/protocol/smtp/a.ts', "import { createHmac } from 'node:crypto';"],
    ['src/session/a.ts', "import { createHash } from 'node:crypto';"],
    ['src/session/a.ts', "const net = await import('../net/connect');"],
    ['src/net/a.ts', "import { run } from '../session/run';"],
    ['src/language/a.ts', "import * as vscode from 'vscode';"],
    ['src/sandbox/a.ts', "import packet from 'dns-packet';"],
    ['src/report/a.ts', "export * from '../session';"],
    ['src/host/a.ts', "import { main } from '../cli/main';"],
    ['src/cli/a.ts', "import { activate } from '../extension/extension';"],
    ['src/debug/a.ts', "const vscode = require('vscode');"],
    ['src/extension/transcript/webview/a.ts', "import { join } from 'node:path';"],
    ['src/extension/transcript/webview/a.ts', "import { view } from '../view';"],
    ['language-server/src/a.ts', "import { run } from '../../src/session';"],
    ['src/cli/a.ts', "import { version } from '../../package.json';"],
    ['src/cli/a.ts', 'await import(name);'],
    ['src/newcomer/a.ts', ''],
  ])('refuses in %s: %s', (file, text) => {
    expect(violationsInText(file, text)).toHaveLength(1);
  });

  it.each([
    ['src/protocol/sasl/a.ts', "import { createHmac } from 'node:crypto';"],
    ['src/protocol/imap/a.ts', "import { decode } from '../message/header'; import { plain } from '../sasl/plain';"],
    ['src/net/a.ts', "import type { Transport } from '../session/ports'; import tls from 'node:tls';"],
    ['src/cli/a.ts', "import { Command } from 'commander'; import { runFiles } from '../host/run-files';"],
    [
      'src/extension/a.ts',
      "import { LanguageClient } from 'vscode-languageclient/node'; import * as vscode from 'vscode';",
    ],
    ['src/extension/transcript/a.ts', "import type { ToView } from './webview/messages';"],
    ['language-server/src/a.ts', "import { complete } from '../../src/language/index';"],
  ])('allows in %s: %s', (file, text) => {
    expect(violationsInText(file, text)).toEqual([]);
  });

  it('says where, what, and what would be right', () => {
    expect(violationsInText('src/report/a.ts', "\n\nimport { connect } from '../net/connect';")).toEqual([
      'src/report/a.ts:3 imports src/net/connect; layer report may import base, transcript',
    ]);
  });
});

describe('a source file', () => {
  it('has no default export', () => {
    expect(sources.flatMap(({ file, text }) => defaultExportsOf(file, text).map((line) => `${file}:${line}`))).toEqual(
      [],
    );
  });

  it.each([
    'export default 1;',
    'export default function f() {}',
    'export default class {}',
    'const a = 1; export { a as default };',
    "export { default } from './a';",
  ])('has one in %s', (text) => {
    expect(defaultExportsOf('a.ts', text)).toEqual([1]);
  });

  it(`has at most ${longest} lines, or a reason in the list above`, () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > longest).map(({ file }) => file);
    expect(long).toEqual(Object.keys(longFiles).sort());
  });
});

describe('package.json', () => {
  const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string> | undefined>;
  const dependencies = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  );

  it('pins every dependency to one exact version', () => {
    expect(dependencies.length).toBeGreaterThan(0);
    expect(dependencies.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('has every foreign module that a source file imports', () => {
    const own = new Set(dependencies.map(([name]) => name));
    const packages = sources
      .flatMap(({ imports }) => imports.map(({ specifier = '' }) => specifier))
      .filter((specifier) => !/^(\.|node:|vscode$)/.test(specifier))
      .map((specifier) =>
        specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect([...new Set(packages)].filter((name) => !own.has(name))).toEqual([]);
  });
});
