/** Writes `S:` lines and replies as text, and compares them: what tests of matching read like. */
import { fromLatin1, utf8 } from '../../../src/base';
import type { Protocol } from '../../../src/protocol/finding';
import { parseResponse as parseImap } from '../../../src/protocol/imap/response';
import { responseFramer } from '../../../src/protocol/imap/response-framer';
import { parseResponse as parsePop3 } from '../../../src/protocol/pop3/response';
import { parseReply } from '../../../src/protocol/smtp/reply';
import type { ExpectedLine, ExpectedReply, Pattern, PatternPart } from '../../../src/script/program';
import { startMatch } from '../../../src/session/match/start-match';
import type { MatchScope, ServerUnit, Verdict } from '../../../src/session/match/verdict';

const range = { start: 0, end: 0 };
const place = { file: 'test', range };

/** `...`, `{{@name}}`, `{{@name...}}`, `{{@name:/regex/}}`, `{{name}}`, `/regex/flags` at the end, `"""block"""`. */
export function pattern(text: string): Pattern {
  const parts: PatternPart[] = [];
  const holes =
    /"""\n?([\s\S]*?)"""|\{\{@(\w+)(\.\.\.)?(?::\/((?:[^/\\]|\\.)*)\/([a-z]*))?\}\}|\{\{(\$?\w+)\}\}|(\.\.\.)|(?<=^|\s)\/((?:[^/\\]|\\.)+)\/([a-z]*)$/g;
  let at = 0;
  const literal = (to: number): void => {
    if (to > at) parts.push({ kind: 'text', text: text.slice(at, to), range });
  };
  for (const found of text.matchAll(holes)) {
    literal(found.index);
    at = found.index + found[0].length;
    const [, block, name, rest, source, flags, variable, any, regex, regexFlags] = found;
    if (block !== undefined) parts.push({ kind: 'block', content: pattern(block.replace(/\n/g, '\r\n')), place });
    else if (name !== undefined) {
      const take = rest
        ? { kind: 'rest' as const }
        : source !== undefined
          ? { kind: 'regex' as const, source, flags: flags ?? '' }
          : { kind: 'word' as const };
      parts.push({ kind: 'capture', name, take, range });
    } else if (variable !== undefined) {
      const source = variable.startsWith('$')
        ? { kind: 'builtin' as const, name: variable.slice(1) }
        : { kind: 'variable' as const, name: variable };
      parts.push({ kind: 'value', expression: { source, filters: [], place } });
    } else if (any) parts.push({ kind: 'any', range });
    else parts.push({ kind: 'regex', source: regex ?? '', flags: regexFlags ?? '', range });
  }
  literal(text.length);
  return parts;
}

/** `S: …`, `S?: …`, `S!: …`; a block may run over lines. */
export function expected(...lines: readonly string[]): ExpectedReply | undefined {
  if (lines.length === 0) return undefined;
  return {
    place,
    lines: lines.map((line): ExpectedLine => {
      const found = /^S([?!]?): ?([\s\S]*)$/.exec(line);
      const mode = found?.[1] === '?' ? 'may' : found?.[1] === '!' ? 'mustNot' : 'must';
      return { mode, pattern: pattern(found?.[2] ?? line), place };
    }),
  };
}

export interface Given {
  readonly values?: Readonly<Record<string, string>>;
  /** Captured before in the session. */
  readonly bound?: Readonly<Record<string, string>>;
  readonly follow?: (n: number) => number | undefined;
  readonly mask?: (text: string) => string;
}

export const scopeOf = ({ values = {}, bound = {}, follow, mask }: Given): MatchScope => ({
  text: ({ source }, captured) =>
    captured?.get(source.name) ??
    values[source.name] ??
    bound[source.name] ??
    (source.name === 'tag' ? 'A1' : `{{${source.name}}}`),
  bound: (name) => bound[name],
  ...(follow && { follow }),
  ...(mask && { mask }),
  tag: 'A1',
});

export const smtpUnit = (reply: string): ServerUnit => ({
  kind: 'smtp',
  reply: parseReply(utf8(`${reply.replace(/\n/g, '\r\n')}\r\n`)),
});

export const pop3Unit = (text: string): ServerUnit => {
  const [status = '', ...lines] = text.split('\n');
  const body = lines.length > 0 ? utf8(lines.map((line) => `${line}\r\n`).join('')) : undefined;
  return { kind: 'pop3', response: parsePop3({ status: utf8(`${status}\r\n`), body }) };
};

/** Responses, each on a line; literals are written with `\r\n` in place. */
export const imapUnits = (text: string): readonly ServerUnit[] =>
  responseFramer()
    .push(fromLatin1(`${text.replace(/(?<!\r)\n/g, '\r\n')}\r\n`))
    .flatMap((frame) =>
      frame.kind === 'response' ? [{ kind: 'imap' as const, response: parseImap(frame.parts) }] : [],
    );

/** Judges a whole exchange: the last line of an IMAP dialogue is the final response if it is tagged or a continuation. */
export function judge(protocol: Protocol, said: string, lines: readonly string[], given: Given = {}): Verdict {
  const match = startMatch(protocol, expected(...lines), scopeOf(given));
  if (protocol === 'pop3') return match.finish(pop3Unit(said));
  if (protocol !== 'imap') return match.finish(smtpUnit(said));
  const units = imapUnits(said);
  const last = units.at(-1);
  const final = last?.kind === 'imap' && last.response.kind !== 'untagged' ? last : undefined;
  for (const unit of final ? units.slice(0, -1) : units) match.offer(unit);
  return match.finish(final);
}

export const captures = (verdict: Verdict): Readonly<Record<string, string>> => Object.fromEntries(verdict.captures);
