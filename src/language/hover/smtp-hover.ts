/** Hovers over the words of SMTP and LMTP lines. */
import { commandInfo } from '../../protocol/smtp/commands';
import { extensionInfo } from '../../protocol/smtp/extensions';
import { parameterInfo } from '../../protocol/smtp/parameters';
import type { Answered } from '../cursor/exchange';
import type { Scene } from '../cursor/scene';
import { mechanismEntry, mechanismNamed } from '../knowledge/describe-mechanism';
import {
  enhancedCodeEntry,
  replyCodeEntry,
  smtpCommandEntry,
  smtpExtensionEntry,
  smtpParameterEntry,
} from '../knowledge/describe-smtp';
import { describe } from '../knowledge/entry';
import { paragraphs } from '../knowledge/markdown';
import { xtextNote } from './encoded';
import { described, type LineHover, wordAround } from './finding';

/** In a `C:` line whose text begins at column `from`. */
export function smtpCommandHover({ line, column }: Scene, from: number): LineHover | undefined {
  const word = wordAround(line, column, /[^\s]/);
  if (!word || word.range.start < from) return undefined;
  const before = line.slice(from, word.range.start).trim();
  const verb = before === '' ? word.text : (/^\S+/.exec(before)?.[0] ?? '');
  const info = commandInfo(verb);
  if (before === '') {
    const name = wordAround(line, column, /[A-Za-z]/);
    return name && described(name.range, info && smtpCommandEntry(info));
  }
  if (info?.verb === 'AUTH') {
    const mechanism = /^\S+$/.test(before) ? mechanismNamed(word.text) : undefined;
    return described(word.range, mechanism && mechanismEntry(mechanism));
  }
  if (info?.verb !== 'MAIL' && info?.verb !== 'RCPT') return undefined;
  const equals = word.text.indexOf('=');
  const parameter = parameterInfo(info.verb, equals === -1 ? word.text : word.text.slice(0, equals));
  if (!parameter) return undefined;
  const note = equals === -1 ? undefined : xtextNote(word.text.slice(equals + 1).replace(/^[A-Za-z0-9-]+;/, ''));
  return { range: word.range, markdown: paragraphs(describe(smtpParameterEntry(parameter)), note) };
}

/** In an `S:` line. */
export function smtpReplyHover({ line, column }: Scene, from: number, answered: Answered): LineHover | undefined {
  const verb = answered.kind === 'commands' ? answered.command.name : undefined;
  const code = /^[ \t]*([0-9]{3})(?=[ -]|$)/.exec(line.slice(from));
  const start = from + (code?.[0].length ?? 0) - 3;
  const replyCode = code ? Number(code[1]) : undefined;
  if (replyCode !== undefined && column >= start && column <= start + 3)
    return described(
      { start, end: start + 3 },
      replyCodeEntry(replyCode, verb === 'message' || verb === 'response' ? undefined : verb),
    );
  const enhanced = wordAround(line, column, /[0-9x.]/);
  if (enhanced && /^[245]\.(?:\d{1,3}|x)\.(?:\d{1,3}|x)$/.test(enhanced.text))
    return described(enhanced.range, enhancedCodeEntry(enhanced.text, replyCode));
  const word = keywordAround(line, column);
  if (!word || (verb !== undefined && commandInfo(verb)?.shape !== 'capabilities')) return undefined;
  const behind = line.slice(from, word.range.start);
  if (/^[ \t]*\d{3}[ -][ \t]*$/.test(behind)) {
    const info = extensionInfo(word.text.replace(/=.*$/, ''));
    return described(word.range, info && smtpExtensionEntry(info));
  }
  const mechanism = /^[ \t]*\d{3}[ -][ \t]*AUTH[ =]/i.test(line.slice(from)) ? mechanismNamed(word.text) : undefined;
  return described(word.range, mechanism && mechanismEntry(mechanism));
}

/** The word at the cursor, without a code and hyphen before it. */
function keywordAround(line: string, column: number): ReturnType<typeof wordAround> {
  const word = wordAround(line, column, /[\w=-]/);
  const code = /^\d{3}-/.exec(word?.text ?? '')?.[0].length ?? 0;
  if (!word || column < word.range.start + code) return undefined;
  return { text: word.text.slice(code), range: { start: word.range.start + code, end: word.range.end } };
}
