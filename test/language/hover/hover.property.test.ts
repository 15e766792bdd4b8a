/** Hover and signature help at every place of every script, and in any text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDocument } from '../../../src/language/document';
import { hover } from '../../../src/language/hover/hover';
import { signatureHelp } from '../../../src/language/signature/signature-help';
import { emptyWorkspace } from '../../../src/language/workspace';
import { office } from '../cursor';
import { allScripts, outsideOfLine, placesIn } from '../everywhere';

const open = (text: string, file: string) => openDocument(text, { file, workspace: { ...emptyWorkspace, ...office } });

describe('hover', () => {
  it('answers at every place of every script, about something on the line, and never with nothing to say', () => {
    let said = 0;
    const wrong: string[] = [];
    for (const { name, text } of allScripts) {
      const document = open(text, name);
      for (const offset of placesIn(text)) {
        const found = hover(document, offset);
        if (!found) continue;
        said++;
        wrong.push(...outsideOfLine(document, offset, [found.range]).map((where) => `${name}: ${where}`));
        if (offset < found.range.start || offset > found.range.end) wrong.push(`${name}: not around ${offset}`);
        if (found.markdown.trim() === '' || /(?<!or )undefined/.test(found.markdown))
          wrong.push(`${name}: ${offset}: ${found.markdown}`);
      }
    }
    expect(said).toBeGreaterThan(5_000);
    expect(wrong).toEqual([]);
  }, 120_000);

  it('answers in any text', () => {
    const pieces = [
      'C: ',
      'S: ',
      '{{a}}',
      '{{$secret a}}',
      '"""',
      '\n',
      '\r\n',
      ' ',
      '(',
      ')',
      '[',
      ']',
      '{12}',
      '&AOQ-',
      '=?utf-8?B?w6Q=?=',
      'AGEAYg==',
      '1-Feb-2024',
      '@a = ',
      'AUTH PLAIN ',
      '334 ',
      '250 5.7.1 ',
      '* OK ',
      '😀',
    ];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 30 })
      .map((all) => all.join(''));
    const file = fc.constantFrom('a.smtp', 'a.imap', 'a.pop3', 'a.lmtp', 'a.txt');
    fc.assert(
      fc.property(text, file, fc.nat(), (written, name, at) => {
        const offset = at % (written.length + 1);
        const document = open(written, name);
        const found = hover(document, offset);
        expect(outsideOfLine(document, offset, found ? [found.range] : [])).toEqual([]);
        signatureHelp(document, offset);
      }),
      { numRuns: 500 },
    );
  });
});

describe('signature help', () => {
  it('answers at every place of every script, with parameters that stand in the label', () => {
    let shown = 0;
    for (const { name, text } of allScripts) {
      const document = open(text, name);
      for (const offset of placesIn(text)) {
        const help = signatureHelp(document, offset);
        if (!help) continue;
        shown++;
        const signature = help.signatures[help.activeSignature];
        expect(signature).toBeDefined();
        expect(help.activeParameter).toBeGreaterThanOrEqual(0);
        for (const { range } of signature?.parameters ?? [])
          expect(signature?.label.slice(...range).trim()).not.toBe('');
      }
    }
    expect(shown).toBeGreaterThan(1_000);
  }, 120_000);
});
