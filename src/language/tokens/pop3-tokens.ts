/** Tokens of POP3 lines: keyword, mechanism; status and response code. */
import type { AddToken, WrittenText } from './token';

export function pop3CommandTokens({ text, start }: WrittenText, add: AddToken): void {
  const [, indent = '', keyword = '', space = '', mechanism] =
    /^(\s*)([A-Za-z]{3,4})\b(?:(\s+)([A-Za-z0-9_-]+))?/.exec(text) ?? [];
  if (keyword === '') return;
  const at = start + indent.length;
  add(at, at + keyword.length, 'command');
  if (/^AUTH$/i.test(keyword) && mechanism) {
    const from = at + keyword.length + space.length;
    add(from, from + mechanism.length, 'mechanism');
  }
}

export function pop3ReplyTokens({ text, start }: WrittenText, refused: boolean, add: AddToken): void {
  const [, indent = '', status, space = '', code] =
    /^(\s*)(\+OK|-ERR|any\b|\+(?=\s|$))(?:(\s+)(\[[^\]\s]*\]))?/i.exec(text) ?? [];
  if (status === undefined) return;
  const at = start + indent.length;
  add(at, at + status.length, 'replyCode', ...(refused ? (['refused'] as const) : []));
  if (code) {
    const from = at + status.length + space.length;
    add(from + 1, from + code.length - 1, 'enhancedCode');
  }
}
