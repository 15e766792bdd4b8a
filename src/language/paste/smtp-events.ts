/** SMTP and LMTP: lines → events. Replies are put together, messages and chunks found, TLS begun (RFC 5321 §4.2, §4.1.1.4; RFC 3030 §2). */
import { utf8 } from '../../base';
import type { Turn } from './dialogue';
import { absentMessage, absentNote, type EventWriter } from './event-writer';
import { type SaslReader, saslReader } from './sasl';

export function smtpEvents(turns: readonly Turn[], writer: EventWriter): void {
  let at = 0;
  let asked = false;
  let upgrades = false;
  let sasl: SaslReader | undefined;

  const lineAt = (i: number, side: Turn['side']): string | undefined => {
    const turn = turns[i];
    return turn?.kind === 'said' && turn.side === side ? turn.text : undefined;
  };

  /** The message behind 354: up to its dot, or what stands in its place. */
  const message = (): void => {
    const lines: string[] = [];
    let left = false;
    for (; turns[at]?.side === 'client'; at++) {
      const text = lineAt(at, 'client');
      if (text === undefined) left = true;
      else if (text === '.') {
        at++;
        break;
      } else lines.push(text);
    }
    const content = lines.map((line) => `${line}\r\n`).join('');
    const absent = content === '' && (left || turns[at] !== undefined);
    if (content === '' && !absent) return;
    if (absent) writer.notes.add(absentNote);
    writer.sent(`${absent ? absentMessage : content}.\r\n`, 'data');
  };

  const chunk = (size: number): void => {
    let content = '';
    let octets = 0;
    for (let text = lineAt(at, 'client'); text !== undefined; text = lineAt(at, 'client')) {
      if (octets >= size || /^(?:BDAT \d|QUIT$|RSET$|MAIL FROM:)/i.test(text)) break;
      content += `${text}\r\n`;
      octets += utf8(text).length + 2;
      at++;
    }
    while (turns[at]?.kind === 'missing' && turns[at]?.side === 'client') at++;
    if (size === 0) return;
    if (content === '') writer.notes.add(absentNote);
    writer.sent(content === '' ? absentMessage : content, 'data');
  };

  const command = (text: string): void => {
    asked = true;
    const [verb = '', ...words] = text.trim().split(/\s+/);
    const upper = verb.toUpperCase();
    if (upper === 'AUTH') {
      sasl = saslReader(words[0] ?? '', writer.redactor);
      const note = words[1] === undefined ? undefined : sasl.response(words[1]);
      writer.sent(`${text}\r\n`, 'command', note);
      return;
    }
    sasl = undefined;
    upgrades = upper === 'STARTTLS';
    writer.sent(`${text}\r\n`, 'command');
    if (upper === 'BDAT') chunk(Number(words[0] ?? 0) || 0);
  };

  const reply = (): void => {
    let text = '';
    let code = '';
    for (let line = lineAt(at, 'server'); line !== undefined; line = lineAt(at, 'server')) {
      const [, digits, separator] = /^(\d{3})(?:([ -])|$)/.exec(line.trimStart()) ?? [];
      if (digits === undefined) {
        at++;
        continue;
      }
      code = digits;
      text += `${line.trimStart()}\r\n`;
      at++;
      if (separator !== '-') break;
    }
    if (text === '') return;
    writer.received(text, asked ? 'reply' : 'greeting');
    if (code !== '334') sasl = undefined;
    if (upgrades && code === '220') writer.secured();
    upgrades = false;
    if (code === '354') message();
  };

  while (at < turns.length) {
    const turn = turns[at];
    if (turn?.kind === 'said' && turn.side === 'server') {
      reply();
      continue;
    }
    at++;
    if (turn?.kind !== 'said') continue;
    if (sasl && !/^[A-Z]+ /.test(turn.text)) writer.sent(`${turn.text}\r\n`, 'sasl', sasl.response(turn.text));
    else if (turn.text.trim() !== '') command(turn.text.trim());
  }
}
