/** docs/language.md and docs/session.grammar say what the tables in the code say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtins, directives, facts, filters, operators, type ProblemId, parse, problemTable } from '../../src/script';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const page = read('language.md');
const grammar = read('session.grammar');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const names = (rows: readonly { readonly syntax: string; readonly doc: string }[]): string =>
  table(
    ['written', 'what it is'],
    rows.map(({ syntax, doc }) => [`\`${syntax}\``, doc]),
  );

const tables: Readonly<Record<string, string>> = {
  directives: table(
    ['directive', 'what it does', 'see'],
    directives.map(({ syntax, doc, section }) => [`\`${syntax}\``, doc, section]),
  ),
  filters: names(filters),
  builtins: names(builtins),
  facts: names(facts),
  problems: table(
    ['problem', 'level'],
    (Object.keys(problemTable) as ProblemId[]).map((id) => [`\`${id}\``, problemTable[id].severity]),
  ),
};

describe('docs/language.md', () => {
  it.each(Object.entries(tables))('has the table of %s', (name, expected) => {
    const [, after = ''] = page.split(`<!-- ${name} -->\n`);
    const [written] = after.split(`\n<!-- /${name} -->`);
    expect(written).toBe(expected);
  });

  it('has the heading under which each directive is explained', () => {
    for (const { section } of directives) expect(page).toContain(`### ${section}\n`);
  });

  it('has examples that are scripts', () => {
    const examples = [...page.matchAll(/^```\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(parse(example).problems).toEqual([]);
  });
});

describe('docs/session.grammar', () => {
  const rules = new Map(
    [
      ...grammar
        .replace(/\(\*[\s\S]*?\*\)/g, '')
        .matchAll(/^([a-z0-9 ]+?)\s*=((?:"[^"]*"|'[^']*'|\?[^?]*\?|[^;"'?])*);/gm),
    ].map(([, name = '', right = '']) => [name, right] as const),
  );
  const literals = (name: string): string[] =>
    [...(rules.get(name) ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');

  it('has the filters, built-ins and operators of the tables', () => {
    expect(literals('filter')).toEqual(filters.map((row) => row.name));
    expect(literals('builtin name')).toEqual(builtins.map((row) => row.name));
    expect(literals('operator')).toEqual([...operators]);
  });

  it('has every directive', () => {
    const words = ['order', 'always', 'repeat', 'retry', 'if', 'pipeline', 'end'].flatMap(literals);
    for (const { word } of directives) expect(words).toContain(word);
  });

  it('defines every name that it uses', () => {
    expect(rules.size).toBeGreaterThan(50);
    for (const [name, right] of rules) {
      const used = right
        .replace(/"[^"]*"|'[^']*'|\?[^?]*\?/g, ',')
        .split(/[,|(){}[\]-]/)
        .map((word) => word.trim());
      for (const word of used.filter((part) => part !== '')) expect([...rules.keys()], `in ${name}`).toContain(word);
    }
  });
});
