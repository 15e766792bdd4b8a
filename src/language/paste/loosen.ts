/** Loosens one line of a reply as a saved transcript would have it: what changes from run to run becomes `...`. */
import { utf8 } from '../../base';
import type { Protocol } from '../../protocol/finding';
import { createNames } from '../../transcript/script-names';
import { replyLines } from '../../transcript/script-replies';

/** The pattern for a reply line as it was received; undefined when it is none, or stays as it is. */
export function loosenReply(protocol: Protocol, line: string): string | undefined {
  const text = line.trim();
  if (text === '' || text.includes('...') || /\{\d+\}$/.test(text)) return undefined;
  const isReply =
    protocol === 'imap'
      ? /^(?:\* |\S+ (?:OK|NO|BAD)(?: |$)|(?:OK|NO|BAD)(?: |$))/i.test(text)
      : protocol === 'pop3'
        ? /^(?:\+OK|-ERR)/i.test(text)
        : /^\d{3}(?:[ -]|$)/.test(text);
  if (!isReply) return undefined;
  const tag = protocol === 'imap' ? (/^(?!\*)(\S+) (?=(?:OK|NO|BAD)(?: |$))/i.exec(text)?.[1] ?? '') : '';
  const whole = protocol === 'imap' && tag === '' && !text.startsWith('*') ? `A1 ${text}` : text;
  const [loosened, ...more] = replyLines(
    protocol,
    { text: `${whole}\r\n`, octets: utf8(whole).length + 2 },
    0,
    createNames([]),
  );
  if (loosened === undefined || more.length > 0) return undefined;
  // A line that goes on is one of several, which it cannot know of.
  const goesOn = /^\d{3}-/.test(text) ? loosened.replace(/^(\d{3}) ?/, '$1-') : loosened;
  const result = tag === '' ? goesOn : `${tag} ${goesOn}`;
  return result === text ? undefined : result;
}
