/** Statements → steps. */
import type { Step } from '../program';
import type { Body, Statement } from '../tree';
import { wordsOf, written } from './arguments';
import { placeOf, reportIn, type Scene, type SessionContext } from './compilation';
import { toCondition } from './condition';
import { directiveSteps, plainSteps, setting } from './directive-steps';
import { includeSteps } from './include';
import { connectionKey } from './resolve-connection';
import { toTemplate } from './templates';
import { exchange, runOf, wireSteps } from './wire-steps';

export function compileStatements(scene: Scene, statements: readonly Statement[]): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < statements.length; ) {
    const statement = statements[at];
    if (!statement) break;
    let next = at + 1;
    if (statement.kind === 'assignment') {
      const { scope } = scene.compilation;
      const [first] = statement.value;
      const parts = first?.kind === 'block' ? first.content : statement.value;
      const value = toTemplate(scene, parts);
      scope.define(statement.name.text, 'assignment', !scene.conditional, scene.file, statement.name.range);
      steps.push({ kind: 'assign', name: statement.name.text, value, place: placeOf(scene, statement.content) });
    } else if (scene.session) {
      const compiled = inSession(scene, scene.session, statements, statement, at);
      for (const step of compiled.steps) steps.push(step);
      next = compiled.next ?? next;
    } else for (const step of inPreamble(scene, statement)) steps.push(step);
    at = next;
  }
  return steps;
}

interface Compiled {
  readonly steps: readonly Step[];
  readonly next?: number;
}
const nothing: Compiled = { steps: [] };

function inSession(
  scene: Scene,
  session: SessionContext,
  statements: readonly Statement[],
  statement: Statement,
  at: number,
): Compiled {
  switch (statement.kind) {
    case 'wire':
      return wireSteps(scene, session, statements, at);
    case 'directive':
      return directiveSteps(scene, session, statement, statements, at);
    case 'body':
      return bodySteps(scene, session, statement, statements, at);
    case 'assignment':
    case 'blank':
    case 'comment':
    case 'unknown':
      return nothing;
  }
}

/** What may stand before the first session: what speaks of no connection. */
function inPreamble(scene: Scene, statement: Statement): readonly Step[] {
  if (statement.kind === 'blank' || statement.kind === 'comment' || statement.kind === 'unknown') return [];
  if (statement.kind === 'directive') {
    if (statement.info.word === 'include') return includeSteps(scene, undefined, statement);
    if (statement.info.word === 'log' || statement.info.word === 'compose') return plainSteps(scene, statement);
    const { settings } = scene.compilation;
    if (['timeout', 'strict', 'insecure'].includes(statement.info.word)) {
      const words = wordsOf(scene, statement);
      setting(scene, statement, words, settings);
      words.end();
      return [];
    }
  }
  if (statement.kind === 'wire') reportIn(scene, 'not-in-preamble', statement.mark, 'a wire line');
  else if (statement.kind === 'directive')
    reportIn(scene, 'not-in-preamble', statement.word.range, `\`${statement.word.text}\``);
  else if (statement.kind === 'body')
    reportIn(scene, 'not-in-preamble', statement.open.word.range, `\`${statement.open.word.text}\``);
  return [];
}

function bodySteps(
  scene: Scene,
  session: SessionContext,
  body: Body,
  statements: readonly Statement[],
  at: number,
): Compiled {
  const { open } = body;
  const words = wordsOf(scene, open);
  const place = placeOf(scene, open.content);
  const inside: Scene = { ...scene, depth: scene.depth + 1 };
  const maybe: Scene = { ...inside, conditional: true };
  switch (open.info.word) {
    case 'pipeline':
      words.end();
      return pipeline(inside, session, body, statements, at);
    case 'retry': {
      const forMs = words.takeDuration('a duration');
      const everyMs = words.takeWord('every') ? words.takeDuration('a duration after `every`') : 1_000;
      words.end();
      const steps = compileStatements(inside, body.statements);
      if (forMs === undefined || everyMs === undefined) return nothing;
      return { steps: [{ kind: 'retry', forMs, everyMs, body: steps, place }] };
    }
    case 'repeat': {
      const count = words.take();
      if (!count) words.missing('a number');
      else if (count.text !== undefined && !/^[0-9]{1,9}$/.test(count.text)) {
        reportIn(scene, 'bad-number', count.range, written(scene, count));
      }
      words.end();
      const times = toTemplate(scene, count?.parts ?? []);
      const runs = count?.text !== undefined && Number(count.text) > 0;
      const steps = compileStatements({ ...(runs ? inside : maybe), inRepeat: true }, body.statements);
      return { steps: [{ kind: 'repeat', times, body: steps, place }] };
    }
    case 'if': {
      const condition = toCondition(scene, open);
      const then = compileStatements(maybe, body.statements);
      const otherwise = body.else ? compileStatements(maybe, body.else.statements) : [];
      return condition ? { steps: [{ kind: 'if', condition, then, else: otherwise, place }] } : nothing;
    }
    case 'always':
      words.end();
      if (scene.depth > 0) reportIn(scene, 'always-inside', open.word.range);
      session.cleanups.push(() => compileStatements({ ...inside, conditional: true }, body.statements));
      return nothing;
    default:
      return nothing;
  }
}

/** `C:` lines of one connection, and the `S:` lines behind `end`. */
function pipeline(
  scene: Scene,
  session: SessionContext,
  body: Body,
  statements: readonly Statement[],
  at: number,
): Compiled {
  const forConnection: Scene = body.open.connection ? { ...scene, connection: body.open.connection.text } : scene;
  const sent = [];
  let key: string | undefined;
  for (const statement of body.statements) {
    if (statement.kind === 'blank' || statement.kind === 'comment' || statement.kind === 'unknown') continue;
    if (statement.kind !== 'wire') {
      const [what, range] = described(statement);
      reportIn(scene, 'not-in-pipeline', range, what);
    } else if (statement.side === 'server') reportIn(scene, 'not-in-pipeline', statement.mark, 'an `S:` line');
    else {
      const own = connectionKey(forConnection, session, statement.connection);
      key ??= own;
      if (own === key) sent.push(statement);
      else reportIn(scene, 'not-in-pipeline', statement.mark, 'a line of another connection');
    }
  }
  if (key === undefined) return nothing;
  const answered = runOf(forConnection, session, statements, at + 1, 'server', key);
  return { steps: exchange(forConnection, session, sent, answered.wires, true), next: Math.max(answered.next, at + 1) };
}

function described(statement: Exclude<Statement, { kind: 'blank' | 'comment' | 'unknown' | 'wire' }>) {
  if (statement.kind === 'assignment') return ['an assignment', statement.mark] as const;
  const { word } = statement.kind === 'body' ? statement.open : statement;
  return [`\`${word.text}\``, word.range] as const;
}
