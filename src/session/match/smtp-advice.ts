/** What to do about an SMTP reply that was not expected, where we know. */
import { enhancedCodeInfo } from '../../protocol/smtp/enhanced-codes';
import type { SmtpReply } from '../../protocol/smtp/reply';
import { replyCodeInfo } from '../../protocol/smtp/reply-codes';
import type { CodePattern } from './smtp-code';

/** By code and enhanced code, then by enhanced code, then by code. */
const deeds: Readonly<Record<string, string>> = {
  '5.7.8': 'The server does not accept these credentials: check the user name and the password',
  '5.7.9': 'The server wants a stronger mechanism: leave MECH out of `auth`, or name SCRAM-SHA-256',
  '5.7.11': 'The server wants TLS before this mechanism: say `starttls` first, or connect to `smtps:`',
  '5.7.10': 'The server wants TLS: say `starttls` first, or connect to `smtps:`',
  '5.7.12': 'The server wants the password sent once in PLAIN, under TLS',
  '5.5.1': 'The server wants another command at this place: compare the order with RFC 5321 §4.1.4',
  '5.5.4': 'Check the parameters of the command against what the server announced in answer to EHLO',
  '5.3.4': 'The message is larger than the SIZE that the server announced',
  '4.2.0': 'The server defers the mailbox, as greylisting does: try again, for instance in a `retry` block',
  '4.7.1': 'The server defers this client, as greylisting does: try again, for instance in a `retry` block',
  '5.7.1': 'The server does not relay or deliver for this client: authenticate first, or check sender and recipient',
  '5.1.1': 'The server knows no such recipient: check the address',
  '5.1.8': 'The server does not accept the sender’s domain: check the address in MAIL FROM',
  '530 5.7.0': 'The server wants TLS or authentication first: say `starttls` and EHLO again, then `auth`',
  '421': 'The server closes the connection: look at its log, or wait before connecting again',
  '450': 'A failure for now, often greylisting: try again, for instance in a `retry` block',
  '454': 'TLS or authentication is not available for now: look at the server’s certificate and log',
  '500': 'The server does not know the command: see what it announced in answer to EHLO',
  '501': 'Check the syntax of the command’s arguments',
  '502': 'The server does not implement the command: see what it announced in answer to EHLO',
  '503': 'The commands are out of order: EHLO, then MAIL, then RCPT, then DATA (RFC 5321 §4.1.4)',
  '504': 'The server does not implement this parameter or mechanism: see what it announced in answer to EHLO',
  '530': 'The server wants TLS or authentication first: say `starttls` and EHLO again, then `auth`',
  '535': 'The server does not accept these credentials: check the user name and the password',
  '538': 'The server wants TLS before this mechanism: say `starttls` first, or connect to `smtps:`',
  '552': 'The message or the mailbox is too large for the server',
  '554': 'The server refuses the transaction: its text says why',
  '555': 'The server does not know a parameter of MAIL or RCPT: see what it announced in answer to EHLO',
};

/** Undefined where there is nothing to add to the reply: it is positive, and nobody hoped for a refusal. */
export function smtpAdvice(reply: SmtpReply, wanted: CodePattern | undefined): string | undefined {
  if (reply.code < 400) {
    if (wanted && reply.code === 354) return 'The server waits for the message: expect `S: 354` after DATA';
    if (wanted && reply.code === 334) return 'The server waits for a SASL response: write the exchange as `auth`';
    return undefined;
  }
  const { code, enhanced } = reply;
  const deed = (enhanced && (deeds[`${code} ${enhanced}`] ?? deeds[enhanced])) ?? deeds[String(code)];
  if (deed) return deed;
  const meaning = (enhanced && enhancedCodeInfo(enhanced)) || replyCodeInfo(code);
  return meaning && `${enhanced ?? code} means: ${meaning.meaning} (${meaning.rfc})`;
}
