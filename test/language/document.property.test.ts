/** What holds for any document and any edit: sections are those of the parser, and an edit leads where opening leads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/base';
import { diagnostics } from '../../src/language/diagnostics';
import { changeDocument, openDocument, type ScriptDocument } from '../../src/language/document';
import { grammarProblems } from '../../src/language/grammar';
import { situationAt } from '../../src/language/situation';
import { emptyWorkspace, type Workspace } from '../../src/language/workspace';
import { compile, parse, problemTable } from '../../src/script';
import { anyEdit, anyScript, applied, editOf, examples, protocols } from './texts';

const open = (text: string): ScriptDocument => openDocument(text, { file: 'a.smtp', workspace: emptyWorkspace });

/** A tree with every range moved. */
const moved = (value: unknown, by: number): unknown => {
  if (Array.isArray(value)) return value.map((one) => moved(one, by));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    (key === 'start' || key === 'end') && typeof one === 'number' ? one + by : moved(one, by),
  ]);
  return Object.fromEntries(entries);
};

describe('any text, opened', () => {
  it('has the sections and the problems that the parser finds', () => {
    fc.assert(
      fc.property(anyScript, (text) => {
        const { tree } = parse(text);
        const { sections } = open(text);
        expect(sections.map((section) => moved(section.tree, section.start))).toEqual(moved(tree.sections, 0));
        expect(
          sections.flatMap((section) => section.syntaxProblems.map((problem) => moved(problem, section.start))),
        ).toEqual(tree.problems);
      }),
    );
  });
});

describe('any edits', () => {
  it('lead to the document that opening the new text gives', () => {
    fc.assert(
      fc.property(anyScript, fc.array(anyEdit, { minLength: 1, maxLength: 6 }), (text, edits) => {
        let document = open(text);
        let now = text;
        for (const edit of edits) {
          const one = editOf(edit, document);
          document = changeDocument(document, [one]);
          now = applied(now, one);
          const fresh = open(now);
          expect(document.text).toBe(now);
          expect(document.sections.map(({ start, content }) => ({ start, content }))).toEqual(
            fresh.sections.map(({ start, content }) => ({ start, content })),
          );
        }
      }),
    );
  });
});

/** Two files that scripts of the soup include. */
const files: Readonly<Record<string, string>> = {
  x: 'C: NOOP\ninclude x\n',
  y: '@b = {{a}}\n### y\nconnect\nS: 250\n',
};
const load = (path: string) => {
  const text = files[path];
  return text === undefined ? { error: 'there is no such file' } : { file: path, text };
};
const workspace: Workspace = { ...emptyWorkspace, load };

/** Problems that `compile` knows of, as both must find them. */
const compiled = (text: string, file: string): readonly Problem[] =>
  compile(text, { file, load }).problems.filter((problem) => problem.file === undefined);

describe('diagnostics', () => {
  it('hold all that the compiler finds', () => {
    fc.assert(
      fc.property(anyScript, protocols, (text, ending) => {
        const found = diagnostics(openDocument(text, { file: `a.${ending}`, workspace }));
        // Some names are the grammars' too.
        const own = (all: readonly Problem[]) => all.filter(({ id }) => id in problemTable && !(id in grammarProblems));
        const expected = compiled(text, `a.${ending}`);
        expect(own(found)).toEqual(own(expected));
        expect(found).toEqual(expect.arrayContaining([...expected]));
      }),
    );
  });

  it('are the same after edits as from scratch', () => {
    fc.assert(
      fc.property(anyScript, protocols, fc.array(anyEdit, { minLength: 1, maxLength: 5 }), (text, ending, edits) => {
        const options = { file: `a.${ending}`, workspace };
        let document = openDocument(text, options);
        diagnostics(document);
        for (const edit of edits) {
          document = changeDocument(document, [editOf(edit, document)]);
          expect(diagnostics(document)).toEqual(diagnostics(openDocument(document.text, options)));
        }
      }),
    );
  });
});

describe('situations', () => {
  it('are the same after edits as from scratch, at any offset, and never throw', () => {
    fc.assert(
      fc.property(anyScript, protocols, anyEdit, fc.nat(), (text, ending, edit, at) => {
        const options = { file: `a.${ending}`, workspace };
        const before = openDocument(text, options);
        situationAt(before, 0);
        const document = changeDocument(before, [editOf(edit, before)]);
        const offset = at % (document.length + 1);
        const { section, ...known } = situationAt(document, offset);
        const { section: fresh, ...scratch } = situationAt(openDocument(document.text, options), offset);
        expect(known).toEqual(scratch);
        expect(section.text).toBe(fresh.text);
      }),
    );
  });
});

describe('typing', () => {
  it('one character after the other leads where the whole text leads', () => {
    for (const { name, text } of examples.slice(0, 4)) {
      const whole = text.slice(0, 700);
      let document = openDocument('', { file: name, workspace });
      for (const [at, character] of [...whole].entries()) {
        document = changeDocument(document, [{ range: { start: at, end: at }, text: character }]);
        diagnostics(document);
        situationAt(document, at + 1);
      }
      const opened = openDocument(whole, { file: name, workspace });
      expect(document.text).toBe(whole);
      expect(diagnostics(document)).toEqual(diagnostics(opened));
      for (let end = whole.length; end > 0; end -= 7) {
        document = changeDocument(document, [{ range: { start: Math.max(0, end - 7), end }, text: '' }]);
        diagnostics(document);
      }
      expect(diagnostics(document)).toEqual([]);
    }
  });
});
