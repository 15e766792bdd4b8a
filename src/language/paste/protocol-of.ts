/** Which protocol a dialogue speaks, by what is said in it. */
import type { Protocol } from '../../protocol/finding';
import { isCommandWord } from '../../protocol/imap/commands';
import { isExplicitTag } from '../../protocol/imap/tags';
import { commands as pop3Commands } from '../../protocol/pop3/commands';
import { commands as smtpCommands } from '../../protocol/smtp/commands';
import type { Side, Turn } from './dialogue';

const smtpVerbs: ReadonlySet<string> = new Set(smtpCommands.map(({ verb }) => verb));
const pop3Verbs: ReadonlySet<string> = new Set(pop3Commands.map(({ keyword }) => keyword));

/** Whether a line begins with a command of SMTP or POP3, or with a tag and one of IMAP. */
export function isCommandLine(text: string): boolean {
  const [first = '', second = ''] = text.split(/\s+/, 2);
  return smtpVerbs.has(first) || pop3Verbs.has(first) || (isExplicitTag(first, second) && isCommandWord(second));
}

/** The protocol that most lines belong to; undefined when no line tells. */
export function protocolOfTurns(turns: readonly Turn[]): Protocol | undefined {
  const votes = { smtp: 0, imap: 0, pop3: 0 };
  let lmtp = false;
  for (const turn of turns.slice(0, 2_000)) {
    if (turn.kind !== 'said') continue;
    const voted = protocolOfLine(turn.side, turn.text);
    if (voted) votes[voted]++;
    if (turn.side === 'client' && /^LHLO\b/i.test(turn.text)) lmtp = true;
  }
  const [most] = (['smtp', 'imap', 'pop3'] as const).toSorted((a, b) => votes[b] - votes[a]);
  if (most === undefined || votes[most] === 0) return undefined;
  return most === 'smtp' && lmtp ? 'lmtp' : most;
}

export function protocolOfLine(side: Side, text: string): 'smtp' | 'imap' | 'pop3' | undefined {
  if (side === 'server') {
    if (/^\d{3}(?:[ -]|$)/.test(text)) return 'smtp';
    if (/^(?:\+OK|-ERR)(?: |$)/.test(text)) return 'pop3';
    return /^(?:\* |[^\s*+]+ (?:OK|NO|BAD)(?: |$))/.test(text) ? 'imap' : undefined;
  }
  const [first = '', second = ''] = text.split(/\s+/, 2);
  if (isExplicitTag(first, second) && isCommandWord(second)) return 'imap';
  const upper = first.toUpperCase();
  if (smtpVerbs.has(upper) && !pop3Verbs.has(upper)) return 'smtp';
  return pop3Verbs.has(upper) && !smtpVerbs.has(upper) ? 'pop3' : undefined;
}
