/** A client that leaves the script: it gets the protocol's error reply, saying what was expected, and the run fails at the line. */
import type { Place } from '../script/program';
import { failed, failure, located, type Stop } from '../session/failure';
import { masked } from '../session/link';
import { shorten } from '../session/match/show';
import { type ServeContext, where } from './context';
import { tell } from './reply';
import type { Comparison } from './said/compare';
import type { Served } from './served';

interface Left {
  readonly place: Place;
  /** What the script has here, for people. */
  readonly expected: string;
  /** What the client said, credentials taken out. */
  readonly actual: string;
  readonly comparison: Comparison;
  /** The transcript has it already. */
  readonly recorded?: boolean;
}

export async function leaves(context: ServeContext, connection: Served, left: Left): Promise<Stop> {
  const { redactor } = context.recorder;
  const { comparison } = left;
  const actual = left.actual === '' ? 'an empty line' : withoutCredentials(left.actual);
  const expected = redactor.text(left.expected);
  if (!left.recorded) {
    const text = `${redactor.text(actual)}\r\n`;
    const wire = { text, octets: left.actual.length + 2, ...(actual === left.actual ? {} : { masked: true as const }) };
    const at = where(context, left.place, connection);
    connection.dialogue.saidAt = context.recorder.elapsed();
    connection.dialogue.said = context.recorder.sent(wire, 'command', 'leaves the script', at);
  }
  await tell(context, connection, errorReply(connection, oneLine(expected)), 'reply', left.place);
  const cause = failure('mismatch', 'The client left the script', {
    expected,
    actual: shorten(redactor.text(actual), 600),
    ...(comparison.ok
      ? {}
      : {
          nearest: {
            text: actual,
            wanted: comparison.wanted,
            got: withoutCredentials(comparison.got, actual !== left.actual),
          },
        }),
  });
  return failed(located(masked(cause, context.recorder), left.place, connection.name));
}

const oneLine = (text: string): string => shorten(text.replace(/\s*[\r\n]+\s*/g, ' '), 300);

/** SMTP 503 5.5.1 (RFC 5321 §4.2.2), IMAP tagged BAD (RFC 9051 §7.1.3), POP3 -ERR (RFC 1939 §3). */
function errorReply({ protocol, dialogue }: Served, expected: string): string {
  const text = `the script expects: ${expected.replace(/[^\x20-\x7e]/g, '?')}`;
  switch (protocol) {
    case 'smtp':
    case 'lmtp':
      return `503 5.5.1 ${text}\r\n`;
    case 'imap':
      return `${dialogue.tag ?? '*'} BAD ${text}\r\n`;
    case 'pop3':
      return `-ERR ${text}\r\n`;
  }
}

/** What a client says to sign in is not shown when it was not asked for: nobody knows what of it is secret. */
export function withoutCredentials(text: string, all = false): string {
  if (all) return '‹not shown›';
  const found = /^((?:\S+\s+)?(?:AUTH(?:ENTICATE)?\s+\S+|LOGIN\s+\S+|PASS|APOP\s+\S+))\s+\S.*/is.exec(text);
  return found ? `${found[1]} ‹not shown›` : text;
}
