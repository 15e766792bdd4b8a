/** Checks the octets of messages: line lengths, octets above 127, NUL, dots (RFC 5321 §4.5, RFC 5322 §2.1.1, RFC 6152). */
import { type Range, range } from '../../base';
import type { Correction } from '../../protocol/correction';
import { opaque } from '../../protocol/opaque';
import type { CommandText } from './command-text';
import type { GrammarFinding } from './finding';

export interface MessageRules {
  /** Octets above 127 may stand in it, as far as MAIL said. */
  readonly eightBit: boolean;
  /** Edits that let them. */
  readonly allowEightBit?: Correction;
}

/** Octets of a line of a message, its CRLF aside (RFC 5322 §2.1.1; RFC 5321 §4.5.3.1.6 has 1000 with it). */
const longest = 998;
const encoder = new TextEncoder();
const beyondAscii = /[^\x00-\x7f]+/;

/** A line that is sent as one `C:` line of a message. */
export function checkMessageLine(line: CommandText, rules: MessageRules): readonly GrammarFinding[] {
  const found: GrammarFinding[] = [];
  const { text } = line;
  if (text.startsWith('.') && text !== '.' && !text.startsWith('..')) {
    const place = line.place(0, 1);
    const edits = [{ range: range(place.start, place.start), text: '.' }];
    found.push({ id: 'undotted-line', range: place, fix: { title: 'Write two dots', edits } });
  }
  const place = line.place(0, text.length);
  if (isTooLong(text)) found.push(tooLong(place, text));
  const wide = beyondAscii.exec(text);
  if (wide && !rules.eightBit) found.push(eightBit(line.place(wide.index, wide.index + wide[0].length), rules));
  const nul = text.indexOf('\0');
  if (nul !== -1) found.push({ id: 'nul-in-message', range: line.place(nul, nul + 1) });
  return found;
}

/** A message that is sent as one block, whose lines are `lines` of `script`. Of each kind only the first place is reported. */
export function checkMessageBlock(script: string, lines: Range, rules: MessageRules): readonly GrammarFinding[] {
  const text = script.slice(lines.start, lines.end);
  const found: GrammarFinding[] = [];
  if (!rules.eightBit) {
    const wide = beyondAscii.exec(text);
    if (wide) found.push(eightBit(within(lines, wide.index, wide[0].length), rules));
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) found.push({ id: 'nul-in-message', range: within(lines, nul, 1) });
  if (text.length <= longest) return found;
  for (let at = 0; at < text.length; ) {
    const lineFeed = text.indexOf('\n', at);
    const stop = lineFeed === -1 ? text.length : lineFeed;
    const end = text[stop - 1] === '\r' ? stop - 1 : stop;
    if (end - at > longest / 3) {
      // Values are of a length that nobody knows yet, and indentation may be taken off.
      const line = text
        .slice(at, end)
        .trimStart()
        .replaceAll(/\{\{[^}]*\}\}/g, opaque);
      if (isTooLong(line)) {
        found.push(tooLong(within(lines, at, end - at), line));
        return found;
      }
    }
    at = stop + 1;
  }
  return found;
}

const within = (lines: Range, at: number, length: number): Range => range(lines.start + at, lines.start + at + length);

const octets = (text: string): number => encoder.encode(text.replaceAll(opaque, '')).length;
const isTooLong = (text: string): boolean => text.length * 3 > longest && octets(text) > longest;

const tooLong = (place: Range, text: string): GrammarFinding => ({
  id: 'text-line-too-long',
  range: place,
  said: `this line has ${octets(text)} octets, and a line of a message has at most ${longest}`,
});

const eightBit = (place: Range, { allowEightBit }: MessageRules): GrammarFinding => ({
  id: 'eight-bit-data',
  range: place,
  ...(allowEightBit ? { fix: allowEightBit } : {}),
});
