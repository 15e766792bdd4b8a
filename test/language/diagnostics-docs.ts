/** docs/diagnostics.md, made from the tables and from the cases of the tests: what each problem says, and where it comes from. */
import { type DiagnosticGroup, type DiagnosticInfo, diagnosticTable } from '../../src/language/diagnostic-table';
import { diagnostics } from '../../src/language/diagnostics';
import { openDocument } from '../../src/language/document';
import { grammarProblems } from '../../src/language/grammar';
import { emptyWorkspace } from '../../src/language/workspace';
import { problemTable } from '../../src/script';
import { type Case, ruleCases } from './rule-cases';
import { scriptCases } from './script-fix-cases';

const groups: Readonly<Record<DiagnosticGroup, readonly [title: string, about: string]>> = {
  form: [
    'Form',
    'The script itself: lines, blocks, variables, connections, includes. Errors among these prevent a run.',
  ],
  grammar: [
    'Grammar',
    "Commands, messages and replies against the protocols' grammars. Where a line reckons with a refusal, what is wrong with it is information only.",
  ],
  state: ['State', 'Commands where they cannot stand. A command whose expected reply is a refusal is left alone.'],
  capability: ['Capabilities', 'What a server need not know: judged by the `S:` lines, `needs` and the last run.'],
  security: ['Security', 'Secrets, and what protects them.'],
  expectation: ['Expectations', 'Replies that cannot be.'],
};

const row = ({ id, level, rfc, fixable }: DiagnosticInfo, says: string): string =>
  `| \`${id}\` | ${level} | ${says.replace(/\|/g, '\\|')} | ${rfc ?? ''} | ${fixable ? 'yes' : ''} |`;

/** What the problem says in the first case in which it is found. */
function example(id: string): string {
  const cases = (ruleCases as Readonly<Record<string, readonly Case[]>>)[id] ?? scriptCases[id] ?? [];
  for (const { text, file = 'a.smtp', lastRun } of cases) {
    if (!text.includes('«')) continue;
    const workspace = {
      ...emptyWorkspace,
      load: (path: string) => ({ file: path, text: 'EHLO\n' }),
      lastRun: () => lastRun && { capabilities: lastRun, mailboxes: [], answers: [] },
    };
    const found = diagnostics(openDocument(text.replace(/[«»]/g, ''), { file, workspace }));
    const one = found.find((problem) => problem.id === id);
    if (one) return one.message;
  }
  return '';
}

/** What a problem of the compiler says, with `…` for what is the script's. */
function inGeneral(id: string): string {
  const message = (problemTable as Readonly<Record<string, { readonly message: unknown }>>)[id]?.message;
  if (typeof message !== 'function') return '';
  const takesLists = ['unnamed-connection', 'include-cycle'].includes(id);
  return String(message(takesLists ? ['…', '…'] : '…', '…', '…'));
}

export function diagnosticsPage(): string {
  const lines = [
    '# Diagnostics',
    '',
    'What the editor and `mailwright check` tell of a script before it runs. Each has a name, by which its level can be set: `error`,',
    '`warning`, `information`, `hint` or `off`. Messages are examples: names in them are those of the script. This page is made from the',
    'tables in the source; a test keeps it so.',
  ];
  for (const [group, [title, about]] of Object.entries(groups)) {
    lines.push(
      '',
      `## ${title}`,
      '',
      about,
      '',
      '| name | level | what it says | where it stands | fix |',
      '| --- | --- | --- | --- | --- |',
    );
    for (const info of diagnosticTable.filter((one) => one.group === group)) {
      const general = (grammarProblems as Readonly<Record<string, { readonly message: string }>>)[info.id]?.message;
      lines.push(row(info, group === 'grammar' ? (general ?? '') : example(info.id) || inGeneral(info.id)));
    }
  }
  return `${lines.join('\n')}\n`;
}
