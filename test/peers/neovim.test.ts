/** Neovim, with the language server that `mailwright language-server` is. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { file, folder, run } from './program';

interface Said {
  readonly published: boolean;
  readonly problems: readonly { readonly line: number; readonly code: string; readonly message: string }[];
  readonly hover: { readonly contents: { readonly kind: string; readonly value: string } };
  readonly completion: { readonly items: readonly { readonly label: string }[] };
}

async function inNeovim(script: string): Promise<Said> {
  const answers = join(folder(), 'answers.json');
  const lua = join(import.meta.dirname, 'neovim', 'client.lua');
  const ended = await run('nvim', ['--headless', '--clean', '-n', '-u', 'NONE', '-S', lua], {
    variables: {
      SCRIPT: file('session.smtp', script),
      ANSWERS: answers,
      NODE: process.execPath,
      MAILWRIGHT: resolve('dist/cli.js'),
    },
  });
  expect(ended.status, ended.stderr).toBe(0);
  return JSON.parse(readFileSync(answers, 'utf8')) as Said;
}

describe('Neovim', () => {
  it('shows problems, hovers and completions of a script', async () => {
    const said = await inNeovim('### Session\nC: EHLO client.example\nretyr 5s\nC: \n');
    expect(said.published).toBe(true);
    expect(said.problems).toContainEqual(
      expect.objectContaining({ line: 2, code: 'unknown-directive', message: expect.stringContaining('retry') }),
    );
    expect(said.hover.contents.value).toContain('EHLO');
    expect(said.completion.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['EHLO', 'MAIL', 'QUIT']));
  });
});
