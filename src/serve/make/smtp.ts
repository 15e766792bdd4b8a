/** Makes an SMTP or LMTP reply of the `S:` lines that speak of it (RFC 5321 §4.2). */
import { utf8 } from '../../base';
import { extensionInfo } from '../../protocol/smtp/extensions';
import { parseReply } from '../../protocol/smtp/reply';
import type { ExpectedLine, ExpectedReply } from '../../script/program';
import { success } from '../../session/match/smtp-code';
import { type SmtpPattern, smtpPattern } from '../../session/match/smtp-pattern';
import type { ServerUnit } from '../../session/match/verdict';
import { type Announced, announcedLines } from './announce';
import { elementText, type Maker } from './element-text';
import { standardSuccess, standardText } from './standard-smtp';

export interface SmtpGround {
  /** Of the command that is answered; `.`, `greeting` and `sasl` as in the table of standard replies. */
  readonly verb: string;
  readonly maker: Maker;
  /** What EHLO must announce beside what the lines say. */
  readonly needed: Announced;
  /** What it announces where no line says anything. */
  readonly usual: Announced;
  /** Nothing may be said that no line says. */
  readonly strict: boolean;
  /** Whether an `S?:` line is to be said. */
  readonly says: (line: ExpectedLine) => boolean;
  /** Whether the script will be content with this reply: what it asserts of it. */
  readonly pleases: (unit: ServerUnit) => boolean;
}

export interface MadeSmtp {
  readonly bytes: Uint8Array;
  readonly unit: ServerUnit & { readonly kind: 'smtp' };
}

export function makeSmtp(expected: ExpectedReply | undefined, ground: SmtpGround): MadeSmtp {
  const lines = (expected?.lines ?? []).filter(
    (line) => line.mode === 'must' || (line.mode === 'may' && ground.says(line)),
  );
  const patterns = lines.map((line) => smtpPattern(line.pattern));
  const codes = codesFor(patterns, ground);
  let first: MadeSmtp | undefined;
  for (const code of codes) {
    for (const texts of variants(patterns, code, ground)) {
      const made = toReply(code, texts);
      if (ground.pleases(made.unit)) return made;
      first ??= made;
    }
  }
  return first ?? toReply(standardSuccess(ground.verb).code, ['']);
}

/** The codes that all lines accept: the one that is usual for the verb, then what the patterns say, from left to right. */
function codesFor(patterns: readonly SmtpPattern[], { verb, maker }: SmtpGround): readonly number[] {
  const usual = standardSuccess(verb).code;
  const written: number[] = [];
  let accepts = (code: number): boolean => patterns.length > 0 || success.accepts(code);
  for (const { code } of patterns) {
    if (code.kind === 'value') written.push(Number(maker.value(code.expression)) || usual);
    else if (code.kind === 'capture') written.push(Number(maker.capture(code.name, { kind: 'word' }, [String(usual)])));
    else {
      const before = accepts;
      accepts = (one) => before(one) && code.pattern.accepts(one);
      for (const one of code.pattern.shown.split('|')) {
        if (/^[2-5x][0-9x]{2}$/i.test(one)) written.push(...instances(one, usual));
      }
    }
  }
  const rest = [usual, 250, 252, 251, 354, 334, 550, 500, 503, 450, 421];
  const all = [...new Set([...written, ...rest])].filter(accepts);
  return all.length > 0 ? all : [usual];
}

/** `25x` stands for 250 unless the usual code is one of them. */
function instances(pattern: string, usual: number): readonly number[] {
  const lower = pattern.toLowerCase();
  const fits = [...lower].every((digit, i) => digit === 'x' || digit === String(usual)[i]);
  const plain = Number(lower.replace(/^x/, '2').replaceAll('x', '0'));
  return fits && lower.includes('x') ? [usual, plain] : [plain];
}

/** The texts of the reply's lines; then the same with more, for a script that asks for more. */
function* variants(patterns: readonly SmtpPattern[], code: number, ground: SmtpGround): Generator<readonly string[]> {
  const hello = /^(?:EHLO|LHLO)$/.test(ground.verb) && code < 300;
  const written = patterns.flatMap((pattern) => textsOf(pattern, code, ground, hello));
  const texts = hello
    ? helloLines(written, patterns.length, ground)
    : written.length > 0
      ? written
      : [textOf(code, ground.verb)];
  yield texts;
  if (ground.strict || !hello) return;
  const more = announcedLines(ground.usual).filter((line) => !announces(texts, line));
  for (let count = 1; count <= more.length; count++) yield [...texts, ...more.slice(0, count)];
}

function textsOf(pattern: SmtpPattern, code: number, ground: SmtpGround, hello: boolean): readonly string[] {
  if (pattern.block) {
    return elementText(pattern.block, ground.maker, [])
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
  }
  const suggestions = ground.verb === 'greeting' ? ['mailwright.test'] : hello ? ['10485760'] : ['A1B2C3D4'];
  const text = elementText(pattern.words, ground.maker, suggestions).trim();
  if (text === '') return hello ? [] : [textOf(code, ground.verb)];
  const { enhanced, text: words } = standardText(code, ground.verb);
  const bare = /^[245]\.\d{1,3}\.\d{1,3}$/.test(text) && !ground.strict;
  if (bare) return [`${text} ${text === enhanced ? words : (standardText(code, '').text ?? '')}`.trim()];
  return [text];
}

const textOf = (code: number, verb: string): string => {
  const { enhanced, text } = standardText(code, verb);
  return [enhanced, text].filter(Boolean).join(' ');
};

/** The server's name, then one keyword a line (RFC 5321 §4.1.1.1). */
function helloLines(written: readonly string[], least: number, ground: SmtpGround): readonly string[] {
  const [first] = written;
  const named = first !== undefined && !isKeyword(first);
  const lines = named ? [...written] : [standardSuccess('EHLO').text, ...written];
  const announced = written.length > 0 || ground.strict ? ground.needed : ground.usual;
  if (ground.strict) return lines;
  for (const line of announcedLines(announced)) {
    if (announces(lines, line)) continue;
    const keyword = line.split(' ')[0] ?? '';
    const at = lines.findIndex((one, i) => i > 0 && one.split(/[ =]/)[0]?.toUpperCase() === keyword);
    if (at === -1) lines.push(line);
    else lines[at] = `${lines[at]} ${line.split(' ').slice(1).join(' ')}`;
  }
  // Each line of the script is met by a line of its own.
  const more = announcedLines(ground.usual).filter((line) => !announces(lines, line));
  return [...lines, ...more.slice(0, Math.max(0, least - lines.length))];
}

const isKeyword = (line: string): boolean => {
  const word = line.split(/[ =]/)[0] ?? '';
  return extensionInfo(word) !== undefined || /^X-?[A-Z0-9-]+$/.test(word) || /^[A-Z0-9-]+$/.test(word);
};

/** Whether one of the lines says all that `line` says. */
function announces(lines: readonly string[], line: string): boolean {
  const [keyword = '', ...parameters] = line.split(' ');
  return lines.some((one, i) => {
    if (i === 0) return false;
    const [name = '', ...others] = one.toUpperCase().split(/[ =]+/);
    if (name !== keyword) return false;
    return keyword !== 'AUTH' || parameters.every((parameter) => others.includes(parameter));
  });
}

function toReply(code: number, texts: readonly string[]): MadeSmtp {
  const all = texts.length > 0 ? texts : [''];
  const bytes = utf8(
    all.map((text, i) => `${code}${i === all.length - 1 ? ' ' : '-'}${text.replace(/[\r\n]+/g, ' ')}\r\n`).join(''),
  );
  return { bytes, unit: { kind: 'smtp', reply: parseReply(bytes) } };
}
