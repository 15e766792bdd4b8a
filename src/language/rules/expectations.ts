/** `S!:` lines that contradict `S:` lines of the same reply. */
import { patternText } from '../dialogue/outcomes';
import { type Rule, withoutLine } from './rule';

export const expectations: Rule = (moment, judge) => {
  if (moment.kind !== 'reply') return;
  if (!moment.reply.lines.some((line) => line.mode === 'mustNot')) return;
  const musts = moment.reply.lines.filter((line) => line.mode === 'must');
  for (const line of moment.reply.lines) {
    if (line.mode !== 'mustNot') continue;
    const text = normal(line.pattern);
    if (text === '' || text.includes('\ufffc')) continue;
    const other = musts.find((must) => isNarrower(normal(must.pattern), text));
    if (!other) continue;
    const shown = judge.text.slice(
      other.place.range.start,
      Math.min(other.place.range.end, other.place.range.start + 60),
    );
    judge.report('contradiction', line.place.range, [shown], [withoutLine(judge.text, line.place.range.start)]);
  }
};

const normal = (pattern: Parameters<typeof patternText>[0]): string =>
  patternText(pattern)
    .replace(/[ \t]+/g, ' ')
    .replace(/^(\d\d\d)-/, '$1 ')
    .toLowerCase();

/** Whether whatever meets `narrow` meets `wide` too: it says the same and perhaps more, in whole words. */
const isNarrower = (narrow: string, wide: string): boolean => narrow === wide || narrow.startsWith(`${wide} `);
