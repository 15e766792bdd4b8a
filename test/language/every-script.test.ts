/** Features that read a script, over every script of the project and over scripts that are broken: never throw, always fit together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Range } from '../../src/base';
import { codeActions } from '../../src/language/actions/code-actions';
import { definition } from '../../src/language/definition';
import { openDocument } from '../../src/language/document';
import { applyEdits } from '../../src/language/edits';
import { folding } from '../../src/language/folding';
import { formatOnType, formatOnTypeCharacters } from '../../src/language/format-on-type';
import { formatDocument, formatRange } from '../../src/language/formatting';
import { highlights } from '../../src/language/highlights';
import { inlayHints } from '../../src/language/inlay';
import { lenses } from '../../src/language/lenses';
import { links } from '../../src/language/links';
import { type OutlineItem, outline } from '../../src/language/outline';
import { nameAt, references } from '../../src/language/references/find';
import { prepareRename, rename } from '../../src/language/rename';
import { selectionRanges } from '../../src/language/selection';
import { semanticTokens } from '../../src/language/tokens/tokens';
import { emptyWorkspace } from '../../src/language/workspace';
import { compile, format } from '../../src/script';
import { wireOctets } from './actions/wire-octets';
import { allScripts, openScript } from './all-scripts';

/** The offset of the line that holds an offset. */
const lineOf = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1);

function checkWhole(text: string, document: ReturnType<typeof openScript>): void {
  const folds = folding(document);
  const open: Range[] = [];
  const starts = new Set<number>();
  for (const { range } of folds) {
    expect(lineOf(text, range.end)).toBeGreaterThan(lineOf(text, range.start));
    expect(starts.has(lineOf(text, range.start))).toBe(false);
    starts.add(lineOf(text, range.start));
    while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) < range.start) open.pop();
    expect(range.end).toBeLessThanOrEqual(open.at(-1)?.end ?? text.length);
    open.push(range);
  }
  const tokens = semanticTokens(document);
  let last = 0;
  for (const { range } of tokens) {
    expect(range.start).toBeGreaterThanOrEqual(last);
    expect(range.end).toBeGreaterThan(range.start);
    expect(text.slice(range.start, range.end)).not.toContain('\n');
    last = range.end;
  }
  expect(last).toBeLessThanOrEqual(text.length);
  checkOutline(outline(document), { start: 0, end: text.length });
  for (const link of links(document)) expect(text.slice(link.range.start, link.range.end)).not.toBe('');
  expect(applyEdits(text, formatDocument(document))).toBe(format(text));
  lenses(document);
  for (const { offset } of inlayHints(document, { start: 0, end: text.length }))
    expect(offset).toBeLessThanOrEqual(text.length);
  const half = text.length >> 1;
  formatRange(document, { start: half, end: half });
}

function checkOutline(items: readonly OutlineItem[], within: Range): void {
  for (const { range, selection, children } of items) {
    expect(range.start).toBeGreaterThanOrEqual(within.start);
    expect(range.end).toBeLessThanOrEqual(within.end);
    expect(selection.start).toBeGreaterThanOrEqual(range.start);
    expect(selection.end).toBeLessThanOrEqual(range.end);
    checkOutline(children, range);
  }
}

function checkAt(document: ReturnType<typeof openScript>, offset: number): void {
  const ranges = selectionRanges(document, offset);
  for (const [i, range] of ranges.entries()) {
    const next = ranges[i + 1];
    expect(offset).toBeGreaterThanOrEqual(range.start);
    expect(offset).toBeLessThanOrEqual(range.end);
    if (!next) continue;
    expect(next.start).toBeLessThanOrEqual(range.start);
    expect(next.end).toBeGreaterThanOrEqual(range.end);
    expect(next.end - next.start).toBeGreaterThan(range.end - range.start);
  }
  expect(ranges.at(-1)).toEqual({ start: 0, end: document.length });
  definition(document, offset);
  highlights(document, offset);
  prepareRename(document, offset);
  const end = Math.min(document.length, offset + 12);
  for (const { edits } of [
    ...codeActions(document, { start: offset, end: offset }),
    ...codeActions(document, { start: offset, end }),
  ]) {
    for (const one of edits) expect(applyEdits(document.text, one.edits)).not.toBe(document.text);
  }
  for (const typed of formatOnTypeCharacters) formatOnType(document, offset, typed);
}

describe('every script of the project', () => {
  it('is there', () => expect(allScripts.length).toBeGreaterThan(50));

  it.each(allScripts)(
    '$file: folds nest, tokens follow each other, the outline fits, edits of lines format it',
    (script) => {
      checkWhole(script.text, openScript(script));
    },
  );

  it.each(allScripts)('$file: every place can be asked about', (script) => {
    const document = openScript(script);
    const step = Math.max(1, Math.floor(script.text.length / 12));
    for (let offset = 0; offset <= script.text.length; offset += step) checkAt(document, offset);
  });

  it.each(allScripts)(
    '$file: renaming there and back gives the text again, and what is renamed means the same',
    (script) => {
      const document = openScript(script);
      const asked = new Set<string>();
      for (const token of semanticTokens(document)) {
        if (token.type !== 'variable' && token.type !== 'connection') continue;
        const name = nameAt(document, token.range.start);
        if (!name || asked.has(`${name.kind} ${name.name}`)) continue;
        asked.add(`${name.kind} ${name.name}`);
        const there = rename(document, token.range.start, 'brand_new');
        if (!there.ok) continue;
        const edits = there.value.find(({ file }) => file === script.file)?.edits ?? [];
        const renamed = applyEdits(script.text, edits);
        expect(renamed).not.toBe(script.text);
        const first = edits[0]?.range.start ?? 0;
        const back = rename(
          openDocument(renamed, { file: script.file, workspace: document.workspace }),
          first,
          name.name,
        );
        // Files that share the name come back with it; this one is whole again.
        if (back.ok && there.value.length === 1) {
          expect(applyEdits(renamed, back.value.find(({ file }) => file === script.file)?.edits ?? [])).toBe(
            script.text,
          );
        }
        if (there.value.length === 1) {
          const problems = (text: string): readonly string[] =>
            compile(text, { file: script.file, load: document.workspace.load }).problems.map(({ id }) => id);
          expect(problems(renamed)).toEqual(problems(script.text));
        }
        expect(references(document, token.range.start).length).toBe(there.value.flatMap((one) => one.edits).length);
      }
    },
  );
});

describe('extracting a variable', () => {
  it('changes nothing that is sent', () => {
    let extracted = 0;
    for (const script of allScripts.slice(0, 40)) {
      const document = openScript(script);
      const options = { file: script.file, load: document.workspace.load };
      const before = wireOctets(script.text, options);
      for (const { index, 0: word } of [...script.text.matchAll(/(?<=^C: \S+ .*)\b[a-z]{4,}\b/gm)].slice(0, 3)) {
        const range = { start: index, end: index + word.length };
        const action = codeActions(document, range).find(({ id }) => id === 'extract-variable');
        if (!action) continue;
        extracted++;
        const text = applyEdits(script.text, action.edits[0]?.edits ?? []);
        const [, name = ''] = /@(.*)$/.exec(action.title) ?? [];
        expect(wireOctets(text, options).map((one) => one.replaceAll(`{{${name}}}`, word))).toEqual(before);
      }
    }
    expect(extracted).toBeGreaterThan(20);
  });
});

describe('a script that is broken', () => {
  const pieces = allScripts.flatMap(({ text }) => text.split(/(?<=\n)/)).filter((line) => line.length < 200);
  const broken = fc
    .array(
      fc.oneof(
        fc.constantFrom(...pieces),
        fc.string(),
        fc.constantFrom('"""\n', 'end\n', '### x\n', 'C: {5}\n', 'if a = {{b}}\n'),
      ),
      { maxLength: 25 },
    )
    .map((lines) => lines.join(''));

  it('is read all the same', () => {
    fc.assert(
      fc.property(broken, fc.nat(), (text, place) => {
        const document = openDocument(text, { file: 'broken.imap', workspace: emptyWorkspace });
        checkWhole(text, document);
        checkAt(document, place % (text.length + 1));
      }),
      { numRuns: 80 },
    );
  });
});
