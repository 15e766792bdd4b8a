/** Checks what a script expects: whether a reply can be one to what was sent. */
import type { Protocol } from '../../protocol/finding';
import type { ExpectedLine } from '../../script/program';
import { checkImapReply } from './expected-imap';
import { checkPop3Reply } from './expected-pop3';
import { checkSmtpReply } from './expected-smtp';
import { expectedText } from './expected-text';
import type { GrammarFinding } from './finding';
import type { Sent } from './replies';

const none: readonly GrammarFinding[] = [];

/**
 * What is wrong with one `S:` line. `sent` is what its reply answers, undefined when nothing tells; `body`: in POP3, it stands behind the
 * status line of its response.
 */
export function checkExpectation(
  protocol: Protocol,
  sent: Sent | undefined,
  line: ExpectedLine,
  body = false,
): readonly GrammarFinding[] {
  const text = expectedText(line.pattern);
  if (!text) return none;
  // What must not come may well be what cannot.
  const judged = line.mode !== 'mustNot';
  if (protocol === 'imap') return checkImapReply(text, sent, judged);
  if (protocol === 'pop3') return checkPop3Reply(text, sent, judged, body);
  return checkSmtpReply(text, sent, judged);
}
