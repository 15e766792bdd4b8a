/** Hostile texts in hovers: they stay texts. */
import { describe, expect, it } from 'vitest';
import { failureMarkdown, fenced, inline, outcomeMarkdown } from '../../../src/extension/outcomes/markdown';

describe('text in a hover', () => {
  it('is no link, no picture, no command, no markup', () => {
    expect(inline('[x](command:evil) ![y](https://a.example/p.png) <b> `z` $(x)')).toBe(
      '\\[x\\]\\(command\\:evil\\) \\!\\[y\\]\\(https\\://a\\.example/p\\.png\\) \\<b\\> \\`z\\` \\$\\(x\\)',
    );
  });

  it('cannot end its fence', () => {
    const [open, ...rest] = fenced('250 ok\r\n````\r\n# heading\r\n').split('\n');
    expect(open).toBe('`````text');
    expect(rest).toEqual(['250 ok', '````', '# heading', '`````']);
  });

  it('is shown in part when it is long', () => {
    expect(fenced('x'.repeat(100_000)).length).toBeLessThan(5_000);
  });
});

describe('a failure', () => {
  it('has expected and actual as a diff, token by token, and what to do', () => {
    const text = failureMarkdown({
      kind: 'mismatch',
      message: 'No line of the 250 reply says this',
      expected: '250 2.0.1',
      actual: '250 2.0.0 done',
      nearest: { text: '250 2.0.0 done', wanted: '2.0.1', got: '2.0.0' },
      advice: 'Write 2.0.0',
    });
    expect(text.split('\n')).toEqual([
      '**mismatch**: No line of the 250 reply says this',
      '',
      '```diff',
      '- 250 2.0.1',
      '+ 250 2.0.0 done',
      '```',
      '',
      'Wanted ` 2.0.1 `, got ` 2.0.0 `',
      '',
      'Write 2\\.0\\.0',
    ]);
  });

  it('of one line is the hover of that line', () => {
    const failure = { kind: 'timeout', message: 'No reply' } as const;
    expect(outcomeMarkdown({ weight: 6, tone: 'failed', text: '', failure })).toBe('**timeout**: No reply');
    expect(outcomeMarkdown({ weight: 3, tone: 'passed', text: '250 ok' })).toBe('');
  });
});
