/** What may stand in a pipelined group, and where (RFC 2920 §3.1, RFC 3207 §4, RFC 9051 §5.5, RFC 2449 §6.6). */
import { range } from '../../base';
import { commandNamed, mayFollow } from '../../protocol/imap/commands';
import { commandInfo } from '../../protocol/smtp/commands';
import type { CommandMoment } from '../dialogue/walk';
import type { Fix } from '../found';
import { nameRange } from './command-word';
import { type Judge, lineEndOf, type Rule, wholeLine } from './rule';

export const pipelines: Rule = (moment, judge) => {
  if (moment.kind !== 'command' || !moment.pipeline) return;
  const { connection, line, pipeline } = moment;
  if (line.as !== 'command' || line.name === undefined) return;
  const { name } = line;
  if (!pipeline.last && (name === 'STARTTLS' || name === 'STLS')) {
    judge.report('tls-in-pipeline', nameRange(moment, judge.text), [name], [split(moment, judge)]);
  } else if (connection.protocol === 'imap') ambiguous(moment, name, judge);
  else if (!pipeline.last && mustEnd(connection.protocol, name))
    judge.report('pipeline-goes-on', nameRange(moment, judge.text), [name], [split(moment, judge)]);
};

/** POP3's AUTH is answered by a challenge; after QUIT nothing is read. */
const mustEnd = (protocol: string, name: string): boolean =>
  protocol === 'pop3' ? name === 'AUTH' || name === 'QUIT' : commandInfo(name)?.pipelining === 'last';

function ambiguous(moment: CommandMoment, name: string, judge: Judge): void {
  const next = commandNamed(name);
  if (!next) return;
  for (const earlier of moment.pipeline?.before ?? []) {
    const row = earlier === undefined ? undefined : commandNamed(earlier);
    if (!row || mayFollow(row, next)) continue;
    judge.report('ambiguous-pipeline', nameRange(moment, judge.text), [name, row.name], []);
    return;
  }
}

/** Ends the group behind the line and begins another. */
function split({ command }: CommandMoment, { text }: Judge): Fix {
  const line = wholeLine(text, command.place.range.end);
  const end = lineEndOf(text, line.start);
  const newLine = text.endsWith('\n', line.end) ? '' : end;
  return {
    title: 'End the pipeline behind it',
    kind: 'quickfix',
    edits: [{ range: range(line.end, line.end), text: `${newLine}end${end}pipeline${end}` }],
  };
}
