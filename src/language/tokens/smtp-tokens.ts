/** Tokens of SMTP and LMTP lines: verb, parameters, mechanism; reply code and enhanced status code. */
import type { AddToken, WrittenText } from './token';

export function smtpCommandTokens({ text, start }: WrittenText, add: AddToken): void {
  const [verb = ''] = /^\s*(?:MAIL FROM|RCPT TO|[A-Za-z]+)\b/i.exec(text) ?? [];
  const word = verb.trimStart();
  const at = start + verb.length - word.length;
  if (word === '') return;
  add(at, at + word.length, 'command');
  const rest = text.slice(verb.length);
  if (/^AUTH$/i.test(word)) {
    const mechanism = /^\s+([A-Za-z0-9_-]+)/.exec(rest);
    if (mechanism) {
      const end = start + verb.length + mechanism[0].length;
      add(end - (mechanism[1]?.length ?? 0), end, 'mechanism');
    }
    return;
  }
  if (/^(?:MAIL|RCPT)/i.test(word)) smtpParameterTokens({ text: rest, start: start + verb.length }, add);
  else if (/^BDAT$/i.test(word)) {
    const last = /\sLAST\s*$/i.exec(rest);
    if (last) add(start + verb.length + last.index + 1, start + verb.length + last.index + 5, 'parameter');
  }
}

/** `KEY=value` and lone keywords behind a path. */
export function smtpParameterTokens({ text, start }: WrittenText, add: AddToken): void {
  for (const found of text.matchAll(/\s([A-Z][A-Z0-9-]{2,})(?==|\s|$)/gi)) {
    const at = start + found.index + 1;
    add(at, at + (found[1]?.length ?? 0), 'parameter');
  }
}

export function smtpReplyTokens({ text, start }: WrittenText, refused: boolean, add: AddToken): void {
  const found =
    /^\s*([2-5][0-9x]{2}(?:\|[2-5][0-9x]{2})*|any\b)([ -]?)([245x]\.[0-9x]{1,3}\.[0-9x]{1,3}(?=\s|$))?/i.exec(text);
  if (!found) return;
  const [whole, code = '', , enhanced] = found;
  const at = start + whole.length - whole.trimStart().length;
  add(at, at + code.length, 'replyCode', ...(refused ? (['refused'] as const) : []));
  if (enhanced) add(start + whole.length - enhanced.length, start + whole.length, 'enhancedCode');
}
