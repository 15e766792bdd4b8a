/** One section → what it does, what is wrong with it, and what it means to the others. Runner and editor both compile so. */
import type { Problem } from '../../base';
import type { Protocol } from '../../protocol/finding';
import type { SessionProgram, Step } from '../program';
import { lines, type Section, type Tree } from '../tree';
import {
  type Before,
  type Compilation,
  type CompileOptions,
  compilation,
  type Files,
  type Scene,
  type SessionContext,
} from './compilation';
import { newConnections } from './connections';
import { checkLiteralCounts } from './literal-count';
import type { SectionNames } from './scope';
import { compileStatements } from './statements';

export interface CompiledSection {
  /** Of the preamble: its steps. */
  readonly steps: readonly Step[];
  /** Of a session. What it needs of others is not known yet. */
  readonly session?: SessionAlone;
  /** Without those that `parse` found in the section's own text, and those that concern other sections. */
  readonly problems: readonly Problem[];
  readonly names: SectionNames;
  /** What the next section is to be compiled with. */
  readonly after: Before;
}

/** A session by itself. */
export type SessionAlone = Omit<SessionProgram, 'defines' | 'uses' | 'needsSessions'>;

/** `tree`: of the text that the section's ranges count in. */
export interface SectionSource {
  readonly tree: Tree;
  readonly section: Section;
  readonly kind: 'preamble' | 'session';
}

export function compileSection(
  { tree, section, kind }: SectionSource,
  options: CompileOptions,
  files: Files,
  before: Before,
): CompiledSection {
  const shared = compilation(options, files, before);
  const scene: Scene = {
    compilation: shared,
    file: { name: options.file, tree, chain: [options.file] },
    depth: 0,
    conditional: false,
    inRepeat: false,
  };
  const isPreamble = kind === 'preamble';
  const steps = isPreamble ? compileStatements(scene, section.statements) : [];
  const session = isPreamble ? undefined : compileSession(scene, section);
  return {
    steps,
    ...(session && { session }),
    problems: shared.problems,
    names: shared.scope.names,
    after: handedOn(shared, isPreamble ? shared.settings : before.settings, before),
  };
}

/** What was given itself, when the section changes nothing: most do not. */
function handedOn({ scope, included }: Compilation, settings: Before['settings'], before: Before): Before {
  const composed = scope.composed();
  const same = composed === before.composed && included === before.included && settings === before.settings;
  return same ? before : { composed, included, settings };
}

/** Whether a section of blank lines and comments only is no session. */
export const isEmpty = (section: Section): boolean =>
  section.statements.every((statement) => statement.kind === 'blank' || statement.kind === 'comment');

function compileSession(outer: Scene, section: Section): SessionAlone {
  const { compilation: shared, file } = outer;
  const fromFile = shared.options.protocol ?? protocolOf(file.name);
  const session: SessionContext = {
    protocol: fromFile ?? 'smtp',
    connections: newConnections(announcedNames(section)),
    ...shared.settings,
    started: false,
    announces: false,
    cleanups: [],
  };
  const scene: Scene = { compilation: shared, file, session, depth: 0, conditional: false, inRepeat: false };
  const steps = compileStatements(scene, section.statements);
  const cleanup: Step[] = session.cleanups.flatMap((compileBody) => compileBody());
  if (session.announces) checkLiteralCounts(scene, session, section);
  checkProtocol(shared, scene, section, fromFile, steps);
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
  };
}

function checkProtocol(
  shared: Compilation,
  { file }: Scene,
  section: Section,
  fromFile: Protocol | undefined,
  steps: readonly Step[],
): void {
  if (fromFile !== undefined) return;
  if (steps.some((step) => step.kind === 'connect' && step.target.kind !== 'default')) return;
  const at = section.title?.content ?? { start: section.range.start, end: section.range.start };
  shared.report(file, 'no-protocol', at);
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
