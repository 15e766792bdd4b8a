/** The dialogues that the RFCs print, pasted as they are: nothing in them is an error. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnostics } from '../../src/language/diagnostics';
import { openDocument } from '../../src/language/document';
import { emptyWorkspace } from '../../src/language/workspace';

const folder = new URL('./rfc-examples/', import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(smtp|imap|pop3)$/.test(name));

describe('the dialogues of the RFCs', () => {
  it('are many', () => {
    const texts = files.map((name) => readFileSync(new URL(name, folder), 'utf8'));
    expect(texts.join('').match(/^[CS]:/gm)?.length).toBeGreaterThan(800);
  });
  for (const file of files) {
    it(`${file} has no error`, () => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const errors = diagnostics(openDocument(text, { file, workspace: emptyWorkspace })).filter(
        ({ severity }) => severity === 'error',
      );
      const shown = errors.map(({ id, range, message }) => {
        const before = text.slice(0, range.start).split('\n');
        return `${before.length}: ${id}: ${message} « ${text.split('\n')[before.length - 1]} »`;
      });
      expect(shown).toEqual([]);
    });
  }
});
