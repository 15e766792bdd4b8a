/** Commands and parameters that a server need not know: whether anything says that this one does. */
import { type Range, range } from '../../base';
import { imapCapabilitiesFrom } from '../../protocol/imap/capabilities';
import type { Connection } from '../dialogue/connection';
import { lastAnnounced } from '../dialogue/known-capabilities';
import { mayFail } from '../dialogue/outcomes';
import type { Fix } from '../found';
import { type Requirement, requirementsOf } from './requirements';
import { type Judge, lineEndOf, lineName, type Rule } from './rule';

export const capabilities: Rule = (moment, judge) => {
  if (moment.kind === 'reply' || !moment.connection) return;
  if (moment.kind === 'command' && mayFail(moment.outcomes)) return;
  const { connection } = moment;
  // Nothing is known of what the server can do: nothing can be missing.
  if (!connection.spelledOut && connection.announced.size === 0 && judge.lastRun === undefined) return;
  const requirements = requirementsOf(moment).filter(({ anyOf }) => !isAnnounced(connection, anyOf));
  if (requirements.length === 0) return;
  const evidence = evidenceOf(connection, judge);
  for (const requirement of requirements) judgeOne(requirement, connection, evidence, judge);
};

/** Whether the script's own `S:` lines have one of these, word for word. */
const isAnnounced = ({ announced }: Connection, anyOf: readonly string[]): boolean =>
  anyOf.some((name) => announced.get(name) === 'there');

interface Evidence {
  /** Completes "which … not announce". */
  readonly where: string;
  has(name: string): boolean;
}

/** What is known to be announced; undefined when no announcement is known. */
function evidenceOf(connection: Connection, { needs, lastRun }: Judge): Evidence | undefined {
  const last = lastAnnounced(connection, lastRun);
  if (!connection.spelledOut && !last) return undefined;
  const there = [...connection.announced].flatMap(([name, said]) => (said === 'there' ? name : []));
  const all = [...there, ...needs, ...(last ?? [])];
  const where = connection.spelledOut ? 'the `S:` lines do' : 'the server of the last run did';
  return { where, has: nameTest(connection, all) };
}

function nameTest({ protocol }: Connection, all: readonly string[]): (name: string) => boolean {
  if (protocol === 'imap') return imapCapabilitiesFrom(all).has;
  const names = new Set(all.map((name) => name.toUpperCase().replace(/^(?:AUTH|SASL)(?==|$)/, 'AUTH')));
  return (name) => names.has(name.replace(/^SASL(?==|$)/, 'AUTH'));
}

function judgeOne(
  { what, anyOf, at, shown }: Requirement,
  connection: Connection,
  evidence: Evidence | undefined,
  judge: Judge,
): void {
  if (anyOf.length > 0 && anyOf.every((name) => connection.announced.get(name) === 'not there')) {
    judge.report('not-there', at, [what, shown]);
  } else if (evidence && !anyOf.some((name) => evidence.has(name))) {
    judge.report('not-announced', at, [what, shown, evidence.where], [needing(connection, anyOf[0] ?? shown, judge)]);
  }
}

/** `needs CAP` at the head of the session. */
function needing(connection: Connection, name: string, { head, text }: Judge): Fix {
  const at: Range = range(head, head);
  const end = lineEndOf(text, head);
  const before = head > 0 && text[head - 1] !== '\n' ? end : '';
  return {
    title: `Write \`needs ${name}\` at the head of the session`,
    kind: 'quickfix',
    edits: [{ range: at, text: `${before}${lineName(connection)}needs ${name}${end}` }],
  };
}
