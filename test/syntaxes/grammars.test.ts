/** The grammars colour what they should: assertions in unit/, snapshots of the examples, and the files are what is generated. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry } from 'vscode-tmgrammar-test/dist/common/index.js';
import { getVSCodeTokens } from 'vscode-tmgrammar-test/dist/snapshot/index.js';
import { parseGrammarTestCase, runGrammarTestCase } from 'vscode-tmgrammar-test/dist/unit/index.js';
import { grammars } from '../../syntaxes/source/grammars';

const here = import.meta.dirname;
const syntaxes = join(here, '../../syntaxes');
const examples = join(here, '../../examples');
const endings = ['.smtp', '.imap', '.pop3', '.lmtp'];

const registry = createRegistry(
  Object.entries(grammars).map(([file, { scopeName }]) => ({
    path: join(syntaxes, file),
    scopeName,
    language: scopeName.replace('source.', ''),
  })) as Parameters<typeof createRegistry>[0],
);

const scripts = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => endings.includes(extname(name)))
    .sort();

describe('the committed grammar files', () => {
  it.each(Object.entries(grammars))('%s is what syntaxes/generate.mjs makes of the tables', (file, grammar) => {
    expect(JSON.parse(readFileSync(join(syntaxes, file), 'utf8'))).toEqual(JSON.parse(JSON.stringify(grammar)));
  });

  it('are all that is there', () => {
    expect(readdirSync(syntaxes).filter((name) => name.endsWith('.tmLanguage.json'))).toEqual(
      Object.keys(grammars).sort(),
    );
  });
});

describe('the scopes of', () => {
  it.each(scripts(join(here, 'unit')))('%s', async (name) => {
    const test = parseGrammarTestCase(readFileSync(join(here, 'unit', name), 'utf8'));
    expect(test.assertions.length).toBeGreaterThan(2);
    const failures = await runGrammarTestCase(registry, test);
    expect(
      failures.map(
        ({ line, start, end, missing, unexpected, actual }) =>
          `unit/${name}:${line + 1} ${start}-${end}: missing ${missing.join(' ')}, unexpected ${unexpected.join(' ')}, there is ${actual.join(' ')}`,
      ),
    ).toEqual([]);
  });
});

const tokensOf = (folder: string, name: string) =>
  getVSCodeTokens(registry, `source.${extname(name).slice(1)}-session`, readFileSync(join(folder, name), 'utf8'));

describe('whole scripts', () => {
  it.each(scripts(join(here, 'scripts')))('%s looks as it did', async (name) => {
    const lines = await tokensOf(join(here, 'scripts'), name);
    const shown = lines.flatMap(({ src, tokens }) => [
      `>${src}`,
      ...tokens
        .filter(({ scopes }) => scopes.length > 1)
        .map(
          ({ startIndex, endIndex, scopes }) => `   ${src.slice(startIndex, endIndex)}  ${scopes.slice(1).join(' ')}`,
        ),
    ]);
    await expect(`${shown.join('\n')}\n`).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });
});

describe('in every example', () => {
  const known =
    /^(comment|markup|meta\.(wire|embedded)|keyword|punctuation\.definition\.variable|variable\.other\.connection)/;
  const command = /^(support\.function\.command|punctuation\.definition\.block)/;

  it.each(scripts(examples))(
    '%s, each line is known for what it is, each command in its own protocol',
    async (name) => {
      const lines = await tokensOf(examples, name);
      expect(lines.length).toBeGreaterThan(3);
      const has = (pattern: RegExp, tokens: (typeof lines)[number]['tokens']): boolean =>
        tokens.some(({ scopes }) => scopes.some((scope) => pattern.test(scope)));
      const unknown = lines.filter(({ src, tokens }) => {
        if (src.trim() === '') return false;
        if (!has(known, tokens)) return true;
        return has(/^keyword\.control\.client/, tokens) && src.trim() !== 'C: .' && !has(command, tokens);
      });
      expect(unknown.map(({ src }) => src)).toEqual([]);
    },
  );
});
