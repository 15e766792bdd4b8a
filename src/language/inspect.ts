/** Judges one section by itself: what its text is, what the compiler makes of it, and what the rules say of the dialogue. */
import type { Problem, Range } from '../base';
import { lines, type Place } from '../script';
import type { CompiledSection, SessionAlone } from '../script/compile/section';
import { neededIn } from './dialogue/known-capabilities';
import { mayFail } from './dialogue/outcomes';
import { type Moment, walkSession } from './dialogue/walk';
import type { DocumentSection, ScriptDocument } from './document';
import { type Fix, type Found, preferred } from './found';
import { type CleanLines, type GrammarFinding, grammarChecker, problemOf } from './grammar';
import type { IncludeLine } from './included';
import { includedProblems } from './included';
import { capabilities } from './rules/capabilities';
import { expectations } from './rules/expectations';
import { judgeForm } from './rules/form';
import { imapState } from './rules/imap-state';
import { pipelines } from './rules/pipelines';
import { pop3State } from './rules/pop3-state';
import { type Judge, newJudge, type Rule } from './rules/rule';
import { security } from './rules/security';
import { smtpState } from './rules/smtp-state';
import { tlsState } from './rules/tls-state';

const rules: readonly Rule[] = [
  smtpState,
  imapState,
  pop3State,
  tlsState,
  pipelines,
  capabilities,
  security,
  expectations,
];

/** All that is wrong with the section by itself. `clean`: lines of the document that are known to be right. */
export function inspect(
  document: ScriptDocument,
  section: DocumentSection,
  compiled: CompiledSection,
  includes: readonly IncludeLine[],
  clean: CleanLines,
): readonly Found[] {
  const { file, workspace } = document;
  const { text, tree } = section;
  const { judge, found } = newJudge({
    text,
    needs: compiled.session ? neededIn(compiled.session.steps) : [],
    lastRun: workspace.lastRun(file),
    head: tree.title?.range.end ?? 0,
  });
  for (const problem of section.syntaxProblems) judge.add(fromScript(problem));
  for (const problem of compiled.problems) if (problem.file === undefined) judge.add(fromScript(problem));
  for (const one of includedProblems(includes, compiled.problems)) judge.add(one);
  judgeForm(tree.statements, judge);
  if (compiled.session) judgeDialogue(document, compiled.session, judge, clean);
  return found;
}

const noFixes: readonly Fix[] = [];
const plain = (problem: Problem): Found => ({ problem, fixes: noFixes });
const fromScript = (problem: Problem): Found => ({ problem, fixes: noFixes, fromScript: true });

function judgeDialogue(
  { file, workspace }: ScriptDocument,
  session: SessionAlone,
  judge: Judge,
  clean: CleanLines,
): void {
  const checkGrammar = grammarChecker(judge.text, file, clean);
  walkSession(
    session,
    { environments: workspace.environments(file) },
    {
      moment(moment, walk) {
        for (const finding of checkGrammar(moment))
          if (!isLiteral(moment, finding)) judge.add(fromGrammar(finding, moment));
        if (placeOf(moment).file === file) for (const rule of rules) rule(moment, judge, walk);
        return false;
      },
    },
  );
}

function placeOf(moment: Moment): Place {
  if (moment.kind === 'command') return moment.command.place;
  return moment.kind === 'reply' ? moment.reply.place : moment.step.place;
}

/** Whether the line is the content of a literal, which RFCs print line by line behind its announcement. */
function isLiteral(moment: Moment, { range }: GrammarFinding): boolean {
  if (moment.kind !== 'reply' || moment.connection.protocol !== 'imap') return false;
  return moment.reply.lines.some(({ pattern, place }) => {
    const last = pattern.at(-1);
    return place.range.end < range.start && last?.kind === 'text' && /\{[0-9]+\}\s*$/.test(last.text.slice(-20));
  });
}

function fromGrammar(finding: GrammarFinding, moment: Moment): Found {
  const said = problemOf(finding);
  // Who reckons with a refusal sends what is wrong on purpose.
  const meant = moment.kind === 'command' && mayFail(moment.outcomes) && said.severity !== 'hint';
  const problem: Problem = meant ? { ...said, severity: 'information' } : said;
  const { fix } = finding;
  if (!fix) return plain(problem);
  return { problem, fixes: [preferred({ title: fix.title, kind: 'quickfix', edits: fix.edits })] };
}

/** The `include` lines of a section, with the file that each names. */
export function includeLines(document: ScriptDocument, section: DocumentSection): readonly IncludeLine[] {
  const found: IncludeLine[] = [];
  if (!section.text.includes('include')) return found;
  for (const line of lines(section.tree.statements)) {
    if (line.kind !== 'directive' || line.info.word !== 'include') continue;
    const [path] = line.arguments;
    if (path?.text === undefined) continue;
    const loaded = document.workspace.load(path.text, document.file);
    const range: Range = path.range;
    found.push({ path: path.text, range, ...('file' in loaded && { file: loaded.file }) });
  }
  return found;
}
