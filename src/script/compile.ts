/** Tree → program and problems: what the engine runs, and what the editor shows. */
import type { Problem } from '../base';
import type { Protocol } from '../protocol/finding';
import {
  type Compilation,
  type CompileOptions,
  compilation,
  type FileContext,
  type Scene,
  type SessionContext,
} from './compile/compilation';
import { newConnections } from './compile/connections';
import { checkLiteralCounts } from './compile/literal-count';
import { newScope } from './compile/scope';
import { compileStatements } from './compile/statements';
import { parse } from './parse';
import type { Program, SessionProgram, Step } from './program';
import { lines, type Section, type Tree } from './tree';

export type { CompileOptions } from './compile/compilation';

/**
 * Compiles a tree, or a text which it parses first. Never throws. The problems are all there are, those of `parse` and those
 * of included files among them; with an error among them the program must not be run.
 */
export function compile(
  source: Tree | string,
  options: CompileOptions,
): { readonly program: Program; readonly problems: readonly Problem[] } {
  const tree = typeof source === 'string' ? parse(source).tree : source;
  const shared = compilation(options, newScope(new Set(options.known)));
  const file: FileContext = { name: options.file, tree, chain: [options.file] };
  shared.sources.set(options.file, tree.text);
  shared.trees.set(options.file, tree);
  for (const problem of tree.problems) shared.add(file, problem);

  const [head, ...titled] = tree.sections;
  const hasTitles = titled.length > 0;
  const scene: Scene = { compilation: shared, file, depth: 0, conditional: false, inRepeat: false };
  const preamble = hasTitles && head ? compileStatements(scene, head.statements) : [];
  const sections = hasTitles ? titled : head && !isEmpty(head) ? [head] : [];
  const sessions = sections.map((section) => compileSession(scene, section));

  checkTitles(shared, file, titled);
  shared.scope.undefinedUses(options.known ? 'error' : 'warning', (at, found) => shared.add(at, found));
  const problems = shared.problems.sort(byFileAndPlace);
  return { program: { file: options.file, preamble, sessions, sources: shared.sources }, problems };
}

const isEmpty = (section: Section): boolean =>
  section.statements.every((statement) => statement.kind === 'blank' || statement.kind === 'comment');

function compileSession(outer: Scene, section: Section): SessionProgram {
  const { compilation: shared, file } = outer;
  const fromFile = shared.options.protocol ?? protocolOf(file.name);
  const { settings } = shared;
  const session: SessionContext = {
    protocol: fromFile ?? 'smtp',
    connections: newConnections(announcedNames(section)),
    ...settings,
    started: false,
    announces: false,
    cleanups: [],
  };
  const scene: Scene = { ...outer, session };
  shared.scope.beginSession();
  const steps = compileStatements(scene, section.statements);
  const cleanup: Step[] = session.cleanups.flatMap((compileBody) => compileBody());
  if (session.announces) checkLiteralCounts(scene, session, section);
  if (fromFile === undefined && !steps.some((step) => step.kind === 'connect' && step.target.kind !== 'default')) {
    const at = section.title?.content ?? { start: section.range.start, end: section.range.start };
    shared.report(file, 'no-protocol', at);
  }
  const range = section.title?.content ?? section.range;
  return {
    title: section.title ? section.title.title.text : baseName(file.name),
    protocol: session.protocol,
    place: { file: file.name, range },
    settings: {
      strict: session.strict,
      insecure: session.insecure,
      ...(session.timeoutMs !== undefined && { timeoutMs: session.timeoutMs }),
    },
    steps,
    cleanup,
    ...shared.scope.endSession(),
  };
}

const endings: Readonly<Record<string, Protocol>> = { smtp: 'smtp', lmtp: 'lmtp', imap: 'imap', pop3: 'pop3' };

/** The protocol that a file's ending names. */
export function protocolOf(file: string): Protocol | undefined {
  const ending = /\.([A-Za-z0-9]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined;
}

const baseName = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/(.)\.[^.]*$/, '$1');

/** Names that the session's own `connect` lines give; read once, when first asked for. */
function announcedNames(section: Section): () => ReadonlySet<string> {
  let names: ReadonlySet<string> | undefined;
  return () => {
    names ??= readNames(section);
    return names;
  };
}

function readNames(section: Section): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of lines(section.statements)) {
    if (line.kind !== 'directive' || line.info.word !== 'connect') continue;
    if (line.connection) names.add(line.connection.text);
    const as = line.arguments.findIndex((argument) => argument.text === 'as');
    const name = as === -1 ? undefined : line.arguments[as + 1]?.text;
    if (name !== undefined) names.add(name);
  }
  return names;
}

function checkTitles(shared: Compilation, file: FileContext, sections: readonly Section[]): void {
  const seen = new Set<string>();
  for (const { title } of sections) {
    if (!title || title.title.text === '') continue;
    if (seen.has(title.title.text))
      shared.report(file, 'duplicate-title', title.title.range, title.title.text.slice(0, 60));
    seen.add(title.title.text);
  }
}

const byFileAndPlace = (a: Problem, b: Problem): number =>
  a.file === b.file ? a.range.start - b.range.start : (a.file ?? '') < (b.file ?? '') ? -1 : 1;
