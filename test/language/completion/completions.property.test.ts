/** Completion at every place of every script, and of scripts that are still being typed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completions } from '../../../src/language/completion/completions';
import { insertedText } from '../../../src/language/completion/snippet';
import { openDocument } from '../../../src/language/document';
import { emptyWorkspace } from '../../../src/language/workspace';
import { parse, print } from '../../../src/script';
import { office } from '../cursor';
import { allScripts, outsideOfLine, placesIn } from '../everywhere';

const open = (text: string, file: string) => openDocument(text, { file, workspace: { ...emptyWorkspace, ...office } });

describe('completions', () => {
  it('answer at every place of every script, and replace what is on the line around the cursor', () => {
    let proposed = 0;
    const outside: string[] = [];
    for (const { name, text } of allScripts) {
      const document = open(text, name);
      for (const offset of placesIn(text)) {
        const { items } = completions(document, offset);
        proposed += items.length;
        // All items of a place have one range.
        const [first] = items;
        if (!first) continue;
        outside.push(...outsideOfLine(document, offset, [first.range]).map((where) => `${name}: ${where}`));
        if (offset < first.range.start || offset > first.range.end) outside.push(`${name}: not around ${offset}`);
      }
    }
    expect(proposed).toBeGreaterThan(50_000);
    expect(outside).toEqual([]);
  }, 120_000);

  it('can be accepted while a script is typed, and it stays a script', () => {
    let turn = 0;
    for (const { name, text } of allScripts) {
      for (let end = 1; end <= text.length; end += 97) {
        const typed = text.slice(0, end);
        const { items } = completions(open(typed, name), end);
        const item = items[turn++ % Math.max(1, items.length)];
        if (!item) continue;
        const accepted = typed.slice(0, item.range.start) + insertedText(item.insert) + typed.slice(item.range.end);
        expect(print(parse(accepted).tree)).toBe(accepted);
        const document = open(accepted, name);
        expect(
          outsideOfLine(
            document,
            accepted.length,
            completions(document, accepted.length).items.map(({ range }) => range),
          ),
        ).toEqual([]);
      }
    }
  }, 120_000);

  it('answer in any text', () => {
    const pieces = [
      'C: ',
      'S: ',
      '{{',
      '}}',
      '"""',
      '\n',
      '\r\n',
      ' ',
      '(',
      ')',
      '[',
      ']',
      '<',
      '>',
      '"',
      '\\',
      '|',
      '$',
      '@',
      '#',
      '...',
      '/',
      '=',
      'MAIL FROM:',
      'FETCH 1 ',
      'UID ',
      'a1 ',
      '250-',
      '* OK ',
      'connect ',
      'auth ',
      'end',
      'if ',
      '\ufeff',
      '😀',
    ];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 30 })
      .map((all) => all.join(''));
    const file = fc.constantFrom('a.smtp', 'a.imap', 'a.pop3', 'a.lmtp', 'a.txt');
    fc.assert(
      fc.property(text, file, fc.nat(), (written, name, at) => {
        const document = open(written, name);
        const offset = at % (written.length + 1);
        const { items } = completions(document, offset);
        for (const { documentation, label } of items) expect(`${label}${documentation}`).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
