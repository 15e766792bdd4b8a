/** Checks an IMAP command of a script: from the line's text to the parts that the parser takes, and octets back to characters. */
import { utf8 } from '../../base';
import { replacing } from '../../protocol/correction';
import type { Finding } from '../../protocol/finding';
import { checkCommand } from '../../protocol/imap/check/check-command';
import type { ImapPart } from '../../protocol/imap/part';
import { isExplicitTag } from '../../protocol/imap/tags';
import { isOpaque, opaque } from '../../protocol/opaque';
import type { CommandText } from './command-text';
import type { GrammarFinding } from './finding';
import type { GrammarProblemId } from './problems';
import { grammarProblems } from './problems';
import { type Found, toFinding } from './to-finding';

const announced = /~?\{\d{1,15}[+-]?\}$/;
/** A value that stands where a word does may be several words. */
const lone = new RegExp(`(?:^|[ (])${opaque}(?=[ )]|$)`);

const none: readonly GrammarFinding[] = [];

/** What is wrong with the command that `line` is; `open`: it goes on behind it. */
export function checkImap(line: CommandText, utf8Agreed: boolean): readonly GrammarFinding[] {
  const { text } = line;
  const [first = '', second = ''] = leadingWords(text);
  const continues = text.endsWith('}') && announced.test(text.slice(-20));
  const parts = partsOf(line, continues);
  const { findings, problems } = checkCommand(parts, {
    tagged: isExplicitTag(first, second),
    utf8: utf8Agreed,
    open: continues || (line.hasOpaque && lone.test(text)),
  });
  if (findings.length === 0 && problems.length === 0) return none;
  const units = unitsOf(text);
  const found: Found[] = [];
  for (const problem of problems) {
    if (problem.id === 'line-too-long' || isSure(text, units(problem.range.start), units(problem.range.end))) {
      found.push({ ...inUnits(problem, units) });
    }
  }
  const semantic = new Set(found.map((one) => one.range.start));
  for (const finding of findings) {
    const one = fromScan(finding, text, units, continues);
    if (one && !(finding.rule === 'eight-bit-atom' && semantic.has(one.range.start))) found.push(one);
  }
  return found.map((one) => toFinding(one, line));
}

/** The first two words, as the compiler tells a tag by them. */
function leadingWords(text: string): readonly string[] {
  const first = text.slice(0, 200).trimStart();
  const space = /[ \t]+/.exec(first);
  if (!space) return [first];
  const rest = first.slice(space.index + space[0].length);
  const end = rest.search(/[ \t]/);
  return [first.slice(0, space.index), end === -1 ? rest : rest.slice(0, end)];
}

const content = utf8(opaque);

function partsOf({ text, literals }: CommandText, continues: boolean): readonly ImapPart[] {
  const parts: ImapPart[] = [];
  let from = 0;
  for (const at of literals) {
    const announced = text.slice(from, at);
    parts.push(textPart(announced), literalPart(announced));
    from = at + 1;
  }
  const last = `${text.slice(from)}\r\n`;
  parts.push(textPart(last));
  if (continues) parts.push(literalPart(last), textPart('\r\n'));
  return parts;
}

const ascii = /^[\x00-\x7f]*$/;

const textPart = (text: string): ImapPart =>
  ascii.test(text) ? { kind: 'text', bytes: utf8(text), ascii: text } : { kind: 'text', bytes: utf8(text) };

/** The literal that the line announces; what is in it nobody asks. */
const literalPart = (announcement: string): ImapPart => ({
  kind: 'literal',
  bytes: content,
  size: 1,
  binary: /~\{\d+[+-]?\}\r\n$/.test(announcement.slice(-30)),
  spilled: false,
});

/** Offsets in UTF-8 → offsets in UTF-16. */
function unitsOf(text: string): (octets: number) => number {
  if (ascii.test(text)) return (octets) => Math.min(octets, text.length);
  return (octets) => {
    let left = octets;
    let at = 0;
    while (at < text.length && left > 0) {
      const code = text.codePointAt(at) ?? 0;
      left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      at += code < 0x10000 ? 1 : 2;
    }
    return at;
  };
}

const inUnits = (found: Found, units: (octets: number) => number): Found => {
  const range = { start: units(found.range.start), end: units(found.range.end) };
  if (!found.fix) return { ...found, range };
  const edits = found.fix.edits.map(({ range: at, text }) => ({
    range: { start: units(at.start), end: units(at.end) },
    text,
  }));
  return { ...found, range, fix: { title: found.fix.title, edits } };
};

/** Whether no value stands in the range: then the problem is one whatever the values are. */
const isSure = (text: string, start: number, end: number): boolean => !isOpaque(text.slice(start, end));

/** A finding of the scanner, where a command can have it. */
function fromScan(
  { rule, message, rfc, range }: Finding,
  text: string,
  units: (octets: number) => number,
  continues: boolean,
): Found | undefined {
  const row = grammarProblems[rule as GrammarProblemId];
  if (!row) return undefined;
  const start = units(range.start);
  const end = Math.max(start, units(range.end));
  if (!isSure(text, start, end)) return undefined;
  if (continues && (rule === 'unbalanced-paren' || rule === 'unclosed-section') && end >= text.length) return undefined;
  const fix = scanFixes[rule]?.(text, start, end);
  const said = message.charAt(0).toLowerCase() + message.slice(1);
  return { id: rule as GrammarProblemId, message: said, rfc, range: { start, end }, ...(fix ? { fix } : {}) };
}

type MakeFix = (text: string, start: number, end: number) => ReturnType<typeof replacing> | undefined;

const scanFixes: Readonly<Record<string, MakeFix>> = {
  'extra-space': (_, start, end) => replacing('Remove the space', start, end, ''),
  'trailing-space': (_, start, end) => replacing('Remove the space', start, end, ''),
  'tab-as-space': (_, start, end) => replacing('Write a space', start, end, ' '),
  'missing-space': (_, start) => replacing('Add a space', start, start, ' '),
  'unclosed-quote': (text) => replacing('Close the quote', text.length, text.length, '"'),
  'unclosed-section': (text) => replacing('Add ]', text.length, text.length, ']'),
  'unbalanced-paren': (text, start, end) =>
    end > start ? replacing('Remove it', start, end, '') : replacing('Add )', text.length, text.length, ')'),
  'bad-escape': (_, start) => replacing('Write two backslashes', start, start, '\\'),
  'eight-bit-atom': (text, start, end) =>
    replacing('Quote it', start, end, `"${text.slice(start, end).replace(/["\\]/g, '\\$&')}"`),
};
