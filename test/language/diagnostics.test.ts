/** Every rule in its place: a text with the place marked as «…», what is found there, and the text after the first fix. */
import { describe, expect, it } from 'vitest';
import { diagnosticTable } from '../../src/language/diagnostic-table';
import { diagnostics } from '../../src/language/diagnostics';
import { openDocument, type ScriptDocument } from '../../src/language/document';
import { applyFix, fixes } from '../../src/language/fixes';
import { ruleTable } from '../../src/language/rules/table';
import { emptyWorkspace, type Workspace } from '../../src/language/workspace';
import { type Case, ruleCases } from './rule-cases';
import { scriptCases } from './script-fix-cases';

const files: Readonly<Record<string, string>> = {
  './broken.smtp': 'C: EHLO x\nEHLO\n',
  './login.smtp': 'auth {{who}}\n',
};

function workspaceOf({ servers, lastRun }: Case): Workspace {
  return {
    ...emptyWorkspace,
    load: (path) => {
      const text = files[path];
      return text === undefined ? { error: 'there is no such file' } : { file: path, text };
    },
    environments: () => servers && { names: ['x'], variables: [], users: [], secrets: [], servers },
    lastRun: () => lastRun && { capabilities: lastRun, mailboxes: [], answers: [] },
  };
}

function marked(text: string): { readonly plain: string; readonly start: number; readonly end: number } {
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  return { plain: text.replace(/[«»]/g, ''), start, end };
}

const opened = (one: Case, text: string): ScriptDocument =>
  openDocument(text, { file: one.file ?? 'a.smtp', workspace: workspaceOf(one) });

function check(id: string, one: Case): void {
  const { plain, start, end } = marked(one.text);
  const document = opened(one, plain);
  const found = diagnostics(document).filter((problem) => problem.id === id);
  if (start === -1) {
    expect(found).toEqual([]);
    return;
  }
  expect(found.map(({ range }) => plain.slice(range.start, range.end))).toContain(plain.slice(start, end));
  const problem = found.find(({ range }) => range.start === start);
  expect(problem?.range).toEqual({ start, end });
  if (one.says !== undefined) expect(problem?.message).toBe(one.says);
  if (one.fixed === undefined || !problem) return;
  const [fix] = fixes(document, problem);
  expect(fix && applyFix(plain, fix)).toBe(one.fixed);
  if (!one.staysWrong) {
    const after = diagnostics(opened(one, one.fixed));
    expect(after.filter((other) => other.id === id && other.range.start === start)).toEqual([]);
  }
}

describe('the rules', () => {
  it('have cases, each of them, and a fix where the table promises one', () => {
    expect(Object.keys(ruleCases).sort()).toEqual(Object.keys(ruleTable).sort());
    for (const { id, fixable } of diagnosticTable) {
      const cases = (ruleCases as Readonly<Record<string, readonly Case[]>>)[id];
      if (cases) expect([id, cases.some(({ fixed }) => fixed !== undefined)]).toEqual([id, fixable]);
    }
  });
  for (const [id, cases] of Object.entries(ruleCases)) {
    describe(id, () => {
      for (const one of cases) {
        const shown = JSON.stringify(one.text.length > 90 ? `${one.text.slice(0, 90)}…` : one.text);
        it(`${one.text.includes('«') ? 'is found' : 'is not found'} in ${shown}`, () => check(id, one));
      }
    });
  }
});

describe("the compiler's problems", () => {
  it('have cases where the table promises a fix', () => {
    const promised = diagnosticTable.filter(
      ({ group, fixable, id }) => group === 'form' && fixable && !(id in ruleTable),
    );
    expect(Object.keys(scriptCases).sort()).toEqual(promised.map(({ id }) => id).sort());
  });
  for (const [id, cases] of Object.entries(scriptCases)) {
    for (const one of cases) it(`${id} is mended in ${JSON.stringify(one.text)}`, () => check(id, one));
  }
});

describe('levels', () => {
  it('can be set, and switched off', () => {
    const document = opened({ text: '' }, 'C: MAIL FROM:<a@b.example>\n');
    expect(diagnostics(document).map(({ id, severity }) => `${id} ${severity}`)).toEqual(['hello-missing error']);
    expect(diagnostics(document, { 'hello-missing': 'hint' })[0]?.severity).toBe('hint');
    expect(diagnostics(document, { 'hello-missing': 'off' })).toEqual([]);
  });
});
