import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faults } from '../../src/protocol/faults/table';

it('docs/sandbox.md has the table of faults', () => {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const expected = [
    '| fault | what it does | for example |',
    '| --- | --- | --- |',
    ...faults.map(({ syntax, doc, example }) => `| \`${cell(syntax)}\` | ${cell(doc)} | \`${cell(example)}\` |`),
  ].join('\n');
  const [, after = ''] = readFileSync('docs/sandbox.md', 'utf8').split('<!-- faults -->\n');
  expect(after.split('\n<!-- /faults -->')[0]).toBe(expected);
});
