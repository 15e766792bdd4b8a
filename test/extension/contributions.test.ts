/** package.json's contributions agree with the code and with what is in the folders. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endings } from '../../src/host/load-script';
import { grammars } from '../../syntaxes/source/grammars';

const root = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { contributes } = manifest;
const sources = readdirSync(join(root, 'src/extension'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(root, 'src/extension', file), 'utf8'));
const code = sources.join('\n');

const all = (pattern: RegExp, text: string): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))].sort();
const idsOf = (rows: readonly { readonly command: string }[]): readonly string[] => rows.map(({ command }) => command);

describe('commands', () => {
  const declared = idsOf(contributes.commands).toSorted();

  it('are those that the code registers', () => {
    expect(all(/(?:registerCommand|command)\(\s*'(mailwright\.[\w.]+)'/g, code)).toEqual(declared);
  });

  it('that the code, the keys and the menus name are declared', () => {
    const named = [
      ...all(/command(?::|\s*=)\s*'(mailwright\.[\w.]+)'/g, code),
      ...idsOf(contributes.keybindings),
      ...Object.values<{ command: string }[]>(contributes.menus).flatMap(idsOf),
    ];
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((id) => !declared.includes(id))).toEqual([]);
  });

  it('have a category, so that the palette lists them together', () => {
    expect(contributes.commands.filter((row: { category?: string }) => row.category !== 'Mailwright')).toEqual([]);
  });
});

describe('languages', () => {
  const ids = contributes.languages.map(({ id }: { id: string }) => id);

  it('are those that the code minds, each with the ending that tells the protocol', () => {
    expect(all(/'((?:smtp|imap|pop3|lmtp)-session)'/g, code)).toEqual(ids.toSorted());
    expect(
      Object.fromEntries(
        contributes.languages.map(({ id, extensions }: { id: string; extensions: string[] }) => [extensions[0], id]),
      ),
    ).toEqual(Object.fromEntries(Object.entries(endings).map(([ending, protocol]) => [ending, `${protocol}-session`])));
  });

  it('each have a grammar, and each grammar is one that is made', () => {
    expect(contributes.grammars.map(({ language }: { language: string }) => language)).toEqual(ids);
    for (const { scopeName, path } of contributes.grammars) {
      expect(grammars[path.replace('./syntaxes/', '')]?.scopeName).toBe(scopeName);
    }
  });

  it('are the same in every condition and default that lists them', () => {
    const conditions = JSON.stringify(contributes).match(/=~ \/\^\([^)]*\)-session\$\//g) ?? [];
    expect(conditions.length).toBeGreaterThan(4);
    expect(new Set(conditions)).toEqual(
      new Set([`=~ /^(${ids.map((id: string) => id.replace('-session', '')).join('|')})-session$/`]),
    );
    expect(Object.keys(contributes.configurationDefaults)).toEqual(ids.map((id: string) => `[${id}]`));
  });
});

describe('files and views', () => {
  it('that are named are there', () => {
    const files = all(/"(\.?\/?(?:syntaxes|media)\/[^"]+)"/g, JSON.stringify(contributes));
    expect(files.length).toBeGreaterThan(6);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('are registered under the same name', () => {
    expect(contributes.views.mailwright.map(({ id }: { id: string }) => id)).toEqual(
      all(/ViewId = '(mailwright\.[\w.]+)'/g, code),
    );
  });
});

describe('Restricted Mode', () => {
  it('is declared, and the runner refuses whatever the menus hide', () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(code).toMatch(/async run\([^)]*\) \{\s*if \(!vscode\.workspace\.isTrusted\) return/);
  });
});

describe('the language configuration', () => {
  const configuration = JSON.parse(readFileSync(join(root, 'syntaxes/language-configuration.json'), 'utf8'));

  it('folds and indents the directives that open a body, and no others', async () => {
    const { directives } = await import('../../src/script/directives');
    const bodies = directives.filter(({ opens }) => opens === 'end').map(({ word }) => word);
    expect(bodies.length).toBeGreaterThan(3);
    for (const { word } of directives) {
      const opens = bodies.includes(word);
      expect([word, new RegExp(configuration.folding.markers.start).test(`  ${word} x`)]).toEqual([word, opens]);
      expect([word, new RegExp(configuration.indentationRules.increaseIndentPattern).test(`alice ${word} x`)]).toEqual([
        word,
        opens || word === 'else',
      ]);
    }
  });
});
