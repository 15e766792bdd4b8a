/** Hovers over the words of POP3 lines. */
import { capabilities } from '../../protocol/pop3/capabilities';
import { commandInfo } from '../../protocol/pop3/commands';
import { responseCodeInfo } from '../../protocol/pop3/response-codes';
import type { Answered } from '../cursor/exchange';
import type { Scene } from '../cursor/scene';
import { mechanismEntry, mechanismNamed } from '../knowledge/describe-mechanism';
import { pop3CapabilityEntry, pop3CommandEntry, pop3ResponseCodeEntry } from '../knowledge/describe-pop3';
import { code, plain } from '../knowledge/markdown';
import { described, type LineHover, matchAround, wordAround } from './finding';

export function pop3CommandHover({ line, column }: Scene, from: number): LineHover | undefined {
  const word = wordAround(line, column, /[^\s]/);
  if (!word || word.range.start < from) return undefined;
  const before = line.slice(from, word.range.start).trim();
  if (before === '') {
    const info = commandInfo(word.text);
    return described(word.range, info && pop3CommandEntry(info));
  }
  const mechanism = /^AUTH$/i.test(before) ? mechanismNamed(word.text) : undefined;
  return described(word.range, mechanism && mechanismEntry(mechanism));
}

export function pop3ResponseHover({ line, column }: Scene, from: number, answered: Answered): LineHover | undefined {
  const bracketed = matchAround(line, column, /\[([A-Z][A-Z0-9/-]*)\]/gi);
  if (bracketed && bracketed.index >= from) {
    const info = responseCodeInfo(bracketed[1] ?? '');
    return described(bracketed.range, info && pop3ResponseCodeEntry(info));
  }
  const word = wordAround(line, column, /[^\s]/);
  if (!word || word.range.start < from) return undefined;
  const first = line.slice(from, word.range.start).trim();
  const command = answered.kind === 'commands' ? commandInfo(answered.command.name) : undefined;
  if (first === '' && /^(\+OK|-ERR|\+)$/i.test(word.text)) {
    const meanings = (command?.responses ?? []).filter(
      ({ status }) => status.split(' ')[0] === word.text.toUpperCase(),
    );
    return described(word.range, {
      name: word.text.toUpperCase(),
      kind: 'POP3 status',
      about: word.text === '+' ? 'a challenge in base64' : /^\+/.test(word.text) ? 'success' : 'failure',
      lists: command
        ? [
            {
              heading: `As the answer to ${command.keyword}:`,
              items: meanings.map(({ status, meaning }) => `${code(status)} ${plain(meaning)}`),
            },
          ]
        : [],
      rfc: word.text === '+' ? 'RFC 5034 §4' : 'RFC 1939 §3',
    });
  }
  if (command?.keyword !== 'CAPA') return undefined;
  const row = first === '' ? capabilities.find(({ tag }) => tag === word.text.toUpperCase()) : undefined;
  if (row) return described(word.range, pop3CapabilityEntry(row));
  const mechanism = /^SASL\b/i.test(first) ? mechanismNamed(word.text) : undefined;
  return described(word.range, mechanism && mechanismEntry(mechanism));
}
