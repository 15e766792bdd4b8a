/** POP3: lines → events. What follows a status line is its body (RFC 1939 §3). */
import type { Turn } from './dialogue';
import type { EventWriter } from './event-writer';
import { type SaslReader, saslReader, secretName } from './sasl';

export function pop3Events(turns: readonly Turn[], writer: EventWriter): void {
  let asked = false;
  let upgrades = false;
  let sasl: SaslReader | undefined;
  let user: string | undefined;

  const command = (text: string): void => {
    asked = true;
    const [keyword = '', first, second] = text.trim().split(/\s+/);
    const upper = keyword.toUpperCase();
    let note: string | undefined;
    upgrades = upper === 'STLS';
    sasl = undefined;
    if (upper === 'USER') user = first;
    else if (upper === 'PASS') writer.redactor.add(secretName(user), text.trim().slice(5));
    else if (upper === 'APOP') {
      // The digest is computed from the password: who has it can try passwords.
      if (second !== undefined) writer.redactor.add(secretName(first), second);
    } else if (upper === 'AUTH' && first !== undefined) {
      sasl = saslReader(first, writer.redactor);
      note = second === undefined ? undefined : sasl.response(second);
    }
    writer.sent(`${text}\r\n`, 'command', note);
  };

  for (let at = 0; at < turns.length; at++) {
    const turn = turns[at];
    if (turn?.kind !== 'said') continue;
    if (turn.side === 'client') {
      if (sasl && !/^[A-Z]{3,4}(?: |$)/.test(turn.text)) {
        writer.sent(`${turn.text}\r\n`, 'sasl', sasl.response(turn.text));
      } else if (turn.text.trim() !== '') command(turn.text.trimEnd());
      continue;
    }
    if (!/^(?:\+OK|-ERR|\+(?: |$))/.test(turn.text)) continue;
    writer.received(`${turn.text}\r\n`, asked ? 'reply' : 'greeting');
    if (!/^\+(?: |$)/.test(turn.text)) sasl = undefined;
    if (upgrades && turn.text.startsWith('+OK')) writer.secured();
    upgrades = false;
  }
}
