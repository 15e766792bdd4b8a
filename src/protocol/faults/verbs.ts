/** The words that a fault may name as a command: those of all three protocols. */
import { imapCommands } from '../imap/commands';
import { commands as pop3Commands } from '../pop3/commands';
import { commands as smtpCommands } from '../smtp/commands';
import { type FaultService, greetingVerb, messageVerb } from './fault';

/** In capitals; `UID FETCH` is one name. */
export const faultVerbs: readonly string[] = [
  ...new Set([
    ...smtpCommands.map(({ verb }) => verb),
    ...imapCommands.map(({ name }) => name),
    ...pop3Commands.map(({ keyword }) => keyword),
    greetingVerb,
    messageVerb,
  ]),
];

/** The services whose replies look like this one: by a code, by a status word, by `+OK` or `-ERR`. */
export function servicesOfReply(reply: string): readonly FaultService[] | undefined {
  if (/^[2-5]\d\d(?:[ -]|$)/.test(reply)) return ['smtp', 'submission', 'lmtp'];
  if (/^(?:OK|NO|BAD|BYE|PREAUTH)(?: |$)/i.test(reply)) return ['imap', 'imaps'];
  if (/^(?:\+OK|-ERR)(?: |$)/i.test(reply)) return ['pop3', 'pop3s'];
  return undefined;
}
