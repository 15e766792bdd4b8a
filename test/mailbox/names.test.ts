/** Folder names, whatever a server or a user calls them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderName, levelProblem, plainly, scriptLines, toWire } from '../../src/mailbox';
import { decodeMailboxName } from '../../src/protocol/imap/mailbox-name';
import { compile } from '../../src/script';

const anyName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.stringMatching(/^[&A-Za-z0-9+,/\\"{}%* -]{0,30}$/),
);
const whole = anyName.filter((text) => text.isWellFormed() && text !== '');

describe('a folder’s name', () => {
  it('that a user typed is the same when the server lists it', () => {
    fc.assert(
      fc.property(whole, (text) => {
        expect(decodeMailboxName(toWire(text))).toBe(text);
      }),
    );
  });

  it('never shows controls, line ends or characters that turn the text around', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom('/', '.', undefined), (wire, delimiter) => {
        const { text, label } = folderName(wire, delimiter);
        expect(text + label).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
        expect(label).not.toBe('');
        expect(label.length).toBeLessThanOrEqual(201);
      }),
    );
  });

  it.each([
    ['Gr&APYA3w-e', 'Größe', 0],
    ['&Jjo-', '☺', 0],
    ['R&D', 'R&D', 1],
    ['&AGEAYg-', 'ab', 1],
    ['Entw\u00fcrfe', 'Entwürfe', 1],
    ['evil&IC4-txt', 'evil‹U+202E›txt', 1],
    [' Sent ', ' Sent ', 1],
  ])('%j is shown as %j, with %i warnings', (wire, label, warnings) => {
    const name = folderName(wire, '/');
    expect([name.label, name.notices.length]).toEqual([label, warnings]);
  });

  it.each([
    ['', 'Enter a name.'],
    ['a/b', '“/” separates levels'],
    ['a\nb', 'no line ends'],
    ['50 %', 'wildcards'],
  ])('%j cannot be given', (label, reason) => {
    expect(levelProblem(label, '/')).toContain(reason);
  });

  it('is cut when it is endless', () => {
    expect(plainly('x'.repeat(100_000)).length).toBe(201);
  });
});

describe('a folder’s line in a script', () => {
  it('is a valid script whatever the name', () => {
    fc.assert(
      fc.property(whole, fc.constantFrom('select' as const, 'fetch' as const, 'status' as const), (text, what) => {
        const script = `### A\nauth alice\n${scriptLines({ name: toWire(text) }, what)}`;
        const { problems } = compile(script, {
          file: 'a.imap',
          protocol: 'imap',
          load: () => ({ error: 'nothing is included' }),
        });
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
    );
  });

  it.each([
    ['Drafts', 'C: SELECT Drafts\n'],
    ['My mail', 'C: SELECT "My mail"\n'],
    ['a"b\\c', 'C: SELECT "a\\"b\\\\c"\n'],
    ['Gr&APYA3w-e', 'C: SELECT "Gr&APYA3w-e"\n'],
  ])('quotes %j', (name, line) => {
    expect(scriptLines({ name }, 'select')).toContain(line);
  });
});
