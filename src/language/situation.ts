/** What is known just before a line, from the text alone: who is spoken to, in which state, what was announced, what has a value. */
import type { Protocol } from '../protocol/finding';
import { type Body, lines, type Statement } from '../script';
import type { DefinedBy } from '../script/compile/scope';
import type { SessionAlone } from '../script/compile/section';
import { analysesOf, compiledOf } from './analysis';
import type { Certainty, Connection } from './dialogue/connection';
import { lastAnnounced, neededIn } from './dialogue/known-capabilities';
import { newSessionConnection, type Walk, walkSession } from './dialogue/walk';
import { type DocumentSection, lineAt, type ScriptDocument, sectionAt, sectionIndexAt } from './document';
import type { Environments, LastRun } from './workspace';

export type { Certainty } from './dialogue/connection';

export interface Situation {
  readonly section: DocumentSection;
  readonly where: 'preamble' | 'session';
  /** What the line speaks to: the connection that it names, else the only one, else the one it would open. Undefined in the preamble. */
  readonly connection: ConnectionSituation | undefined;
  /** All of the session so far, in the order of their opening. */
  readonly connections: readonly ConnectionSituation[];
  /** On an `S:` line: the command that it answers. Elsewhere: the last command before it on its connection. */
  readonly command: CommandSituation | undefined;
  /** What has a value here, the nearest definition of each name. */
  readonly variables: readonly KnownVariable[];
  /** Bodies around the line, outermost first: `if`, `repeat`, `pipeline`, …. */
  readonly bodies: readonly string[];
}

export interface ConnectionSituation {
  /** Empty: the connection without a name. */
  readonly name: string;
  readonly protocol: Protocol;
  /** States of its protocol's table (`src/protocol`, `state.ts`) that it may be in; more than one where the text does not say. */
  readonly states: readonly string[];
  readonly tls: Certainty;
  readonly authenticated: Certainty;
  /** What is known to be announced, by name in upper case as in `Capabilities.names` (`SIZE`, `AUTH=PLAIN`, `IDLE`). */
  readonly capabilities: readonly KnownCapability[];
  /** Whether the script's own `S:` lines announce anything on this connection, as it is now secured and signed in. */
  readonly announced: boolean;
  /** What a `C:` line would be. */
  readonly expects: Expects;
  /** The mailbox that is selected, when it is written out. */
  readonly mailbox: string | undefined;
  /** Commands sent and not answered yet: the lines before this one in a `pipeline`. Names as in `CommandSituation`. */
  readonly outstanding: readonly string[];
}

/**
 * `command`: a command. `message`: lines of a message, up to `.`. `chunk`, `literal`: so many octets. `response`: the next step of a
 * SASL exchange. `done`: IDLE is on, and only `DONE` ends it. `nothing`: the connection is closed.
 */
export type Expects =
  | { readonly kind: 'command' | 'message' | 'response' | 'done' | 'nothing' }
  | { readonly kind: 'chunk' | 'literal'; readonly left: number };

export interface KnownCapability {
  readonly name: string;
  /** `script`: an `S:` line announces it. `needs`: the session needs it. `lastRun`: the server announced it in the last run. */
  readonly source: 'script' | 'needs' | 'lastRun';
}

export interface CommandSituation {
  /** In upper case, without the tag: `RCPT`, `UID FETCH`, `STAT`. */
  readonly name: string;
  /** The explicit tag, when there is one. */
  readonly tag: string | undefined;
  /** Its line, in the section. */
  readonly start: number;
}

export interface KnownVariable {
  readonly name: string;
  /** `environment`: the environment defines it. Else how the script does. */
  readonly source: 'environment' | DefinedBy;
  /** Whether it has a value whatever happens. */
  readonly sure: boolean;
}

/** What is known just before the line that holds `offset`. */
export function situationAt(document: ScriptDocument, offset: number): Situation {
  const index = sectionIndexAt(document, offset);
  const section = sectionAt(document, offset);
  const line = lineAt(document, offset).start - section.start;
  const { session } = compiledOf(document, section);
  let variables: readonly KnownVariable[] | undefined;
  return {
    section,
    ...(session
      ? { where: 'session', ...sessionAt(document, section, session, line) }
      : {
          where: 'preamble',
          connection: undefined,
          connections: [],
          command: undefined,
          bodies: bodiesOf(section, line),
        }),
    // Every section before this one is asked for its names: only when they are wanted.
    get variables() {
      variables ??= variablesAt(document, index, line);
      return variables;
    },
  };
}

const bodiesOf = (section: DocumentSection, line: number): readonly string[] =>
  bodiesAt(section.tree.statements, line).map((body) => body.open.word.text);

type InSession = Pick<Situation, 'connection' | 'connections' | 'command' | 'bodies'>;

function sessionAt(
  { file, workspace }: ScriptDocument,
  section: DocumentSection,
  session: SessionAlone,
  line: number,
): InSession {
  const environments = workspace.environments(file);
  const { statements } = section.tree;
  const bodies = bodiesAt(statements, line);
  const statement = statementAt(statements, line);
  const answers = statement?.kind === 'wire' && statement.side === 'server';
  const inCleanup = bodies.some((body) => body.open.word.text === 'always');
  const ends = new Map(bodies.map((body) => [body.open.content.start, body]));
  const written = connectionOf(statement);
  const overlay = { needs: neededIn(session.steps), lastRun: workspace.lastRun(file) };

  let command: CommandSituation | undefined;
  let outstanding: readonly string[] = [];
  let found: InSession | undefined;
  const take = (walk: Walk): true => {
    const own = walk.connection(written);
    const here = own ?? unopened(walk, session, environments, written);
    found = {
      connection: here && described(here, outstanding, overlay),
      connections: [...walk.connections.values()].map((one) => described(one, one === own ? outstanding : [], overlay)),
      command,
      bodies: bodies.map((body) => body.open.word.text),
    };
    return true;
  };

  const end = walkSession(
    session,
    { environments },
    {
      moment(moment, walk, cleanup) {
        if (cleanup !== inCleanup) return false;
        if (moment.kind === 'reply') {
          const { place } = moment.reply;
          return answers && place.file === file && place.range.end >= line ? take(walk) : false;
        }
        const { place } = moment.kind === 'command' ? moment.command : moment.step;
        if (place.file === file && place.range.start >= line && !answers) return take(walk);
        if (moment.kind !== 'command') {
          outstanding = [];
          return false;
        }
        if (place.file === file && place.range.start >= line) return take(walk);
        const { name, tag, as } = moment.line;
        if (as === 'command' || as === 'rest' || command === undefined)
          command = { name: name ?? '', tag, start: place.file === file ? place.range.start : -1 };
        const before = moment.pipeline?.before ?? [];
        outstanding = moment.pipeline ? [...before, name].flatMap((one) => one ?? []) : [];
        return false;
      },
      leave(step, part, walk) {
        const body = step.place.file === file ? ends.get(step.place.range.start) : undefined;
        if (!body) return false;
        const stop = part === 'then' ? body.else?.line.range.start : body.end?.range.start;
        return line <= (stop ?? body.range.end) && !(part === 'then' && line === stop) ? take(walk) : false;
      },
    },
  );
  if (!found) take(end);
  return found ?? { connection: undefined, connections: [], command, bodies: [] };
}

/** The connection that the line would open. */
function unopened(
  walk: Walk,
  session: SessionAlone,
  environments: Environments | undefined,
  written: string | undefined,
): Connection | undefined {
  if (written !== undefined && walk.connections.size > 0) return undefined;
  return newSessionConnection(session.protocol, environments);
}

interface Overlay {
  readonly needs: readonly string[];
  readonly lastRun: LastRun | undefined;
}

function described(connection: Connection, outstanding: readonly string[], overlay: Overlay): ConnectionSituation {
  return {
    name: connection.name,
    protocol: connection.protocol,
    states: [...connection.states],
    tls: connection.tls,
    authenticated: connection.authenticated,
    capabilities: capabilitiesKnown(connection, overlay),
    announced: connection.spelledOut,
    expects: expectsOf(connection),
    mailbox: connection.mailbox,
    outstanding,
  };
}

/** What is known to be there: by the script's own lines first. */
function capabilitiesKnown(connection: Connection, { needs, lastRun }: Overlay): readonly KnownCapability[] {
  const known = new Map<string, KnownCapability>();
  const add = (name: string, source: KnownCapability['source']): void => {
    if (!known.has(name) && connection.announced.get(name) !== 'not there') known.set(name, { name, source });
  };
  for (const [name, said] of connection.announced) if (said === 'there') add(name, 'script');
  for (const name of needs) add(name, 'needs');
  for (const name of lastAnnounced(connection, lastRun) ?? []) add(name, 'lastRun');
  return [...known.values()];
}

function expectsOf(connection: Connection): Expects {
  const { mode, states } = connection;
  if (mode.kind === 'message') return { kind: 'message' };
  if (mode.kind === 'chunk' || mode.kind === 'literal') return mode;
  if (states.size === 1 && (states.has('closed') || states.has('logout'))) return { kind: 'nothing' };
  if (connection.idle) return { kind: 'done' };
  return { kind: connection.sasl === 'yes' ? 'response' : 'command' };
}

// ---- the line in the tree -----------------------------------------------------------------------------------------

const connectionOf = (statement: Statement | undefined): string | undefined =>
  statement?.kind === 'wire' || statement?.kind === 'directive'
    ? statement.connection?.text
    : statement?.kind === 'body'
      ? statement.open.connection?.text
      : undefined;

/** The statement whose lines `at` is in; of a body, the innermost in it. */
function statementAt(statements: readonly Statement[], at: number): Exclude<Statement, Body> | undefined {
  for (const line of lines(statements))
    if (line.range.start <= at && at < Math.max(line.range.end, line.range.start + 1)) return line;
  return undefined;
}

/** The bodies that hold the line which begins at `at`, outermost first: their first line and their \`end\` are not in them. */
function bodiesAt(statements: readonly Statement[], at: number): readonly Body[] {
  for (const statement of statements) {
    if (statement.kind !== 'body') continue;
    const end = statement.end?.range.start ?? statement.range.end + 1;
    if (statement.open.range.start >= at || at >= end) continue;
    return [
      statement,
      ...bodiesAt(statement.statements, at),
      ...(statement.else ? bodiesAt(statement.else.statements, at) : []),
    ];
  }
  return [];
}

// ---- variables ----------------------------------------------------------------------------------------------------

function variablesAt(document: ScriptDocument, index: number, line: number): readonly KnownVariable[] {
  const known = new Map<string, KnownVariable>();
  const { file, workspace } = document;
  const add = (name: string, source: KnownVariable['source'], sure: boolean): void => {
    known.set(name, { name, source, sure: sure || known.get(name)?.sure === true });
  };
  for (const name of workspace.environments(file)?.variables ?? []) add(name, 'environment', true);
  const analyses = analysesOf(document);
  for (let i = 0; i <= index; i++) {
    for (const { name, by, sure, file: where, range } of analyses[i]?.names.definitions ?? []) {
      // What an include brings stands at the include's own line, which is before the ones that use it.
      if (i < index || where !== file || range.start < line) add(name, by, sure);
    }
  }
  return [...known.values()];
}
