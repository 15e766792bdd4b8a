/** What is odd in the statements of a section, seen from its tree: captures that cannot bind, empty bodies, secrets and settings. */
import { range } from '../../base';
import { type Body, lines, type Part, type Statement } from '../../script';
import { quickFix } from '../found';
import { secretName } from './passwords';
import { type Judge, withoutLine } from './rule';

/** Judges the statements of a section. */
export function judgeForm(statements: readonly Statement[], judge: Judge): void {
  for (const body of bodiesIn(statements)) emptyBody(body, judge);
  for (const line of lines(statements)) {
    if (line.kind === 'wire' && line.mode === 'mustNot') captures(line.parts, judge);
    else if (line.kind === 'assignment') assignment(line, judge);
    else if (line.kind === 'directive' && line.info.word === 'insecure')
      judge.report('insecure-connection', line.word.range, [], [withoutLine(judge.text, line.content.start)]);
  }
}

function* bodiesIn(statements: readonly Statement[]): Generator<Body> {
  for (const statement of statements) {
    if (statement.kind !== 'body') continue;
    yield statement;
    yield* bodiesIn(statement.statements);
    if (statement.else) yield* bodiesIn(statement.else.statements);
  }
}

const isNothing = (statement: Statement): boolean => statement.kind === 'blank' || statement.kind === 'comment';

function emptyBody(body: Body, judge: Judge): void {
  const all = [...body.statements, ...(body.else?.statements ?? [])];
  if (!body.end || !all.every(isNothing)) return;
  const fixes = all.some((one) => one.kind === 'comment') ? [] : [quickFix('Remove it', body.range, '')];
  judge.report('empty-body', body.open.word.range, [body.open.word.text], fixes);
}

function captures(parts: readonly Part[], judge: Judge): void {
  for (const part of parts) {
    if (part.kind === 'block') captures(part.content, judge);
    if (part.kind !== 'capture') continue;
    judge.report('capture-never-matched', part.range, [part.name], [quickFix('Write `...`', part.range, '...')]);
  }
}

const secretLike = /(?:^|[-_])(?:pass|password|passwd|passphrase|secret|token|api[-_]?key)$/i;

/** `@password = hunter2` */
function assignment({ name, value }: Extract<Statement, { kind: 'assignment' }>, judge: Judge): void {
  const [only] = value;
  if (value.length !== 1 || only?.kind !== 'text' || only.text.trim() === '') return;
  if (!secretLike.test(name.text.replace(/([a-z])([A-Z])/g, '$1-$2'))) return;
  const at = range(only.range.start, only.range.end);
  const secret = secretName(name.text);
  judge.report(
    'clear-text-password',
    at,
    [],
    [quickFix(`Take it from the secret \`${secret}\``, at, `{{$secret ${secret}}}`)],
  );
}
