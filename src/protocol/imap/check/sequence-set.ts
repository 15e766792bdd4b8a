/** Checks of sets of message numbers (RFC 9051 §9: sequence-set). */
import { replacing } from '../../correction';
import { parseSequenceSet } from '../sequence-set';
import { type Arguments, type Check, isUnknown, take, wrong } from './arguments';

export const sequenceSet =
  (what = 'the set of messages'): Check =>
  (args) => {
    const value = take(args, what);
    if (!value || isUnknown(value)) return;
    if (value.kind !== 'atom')
      return wrong(args, value, `${what} is to be numbers such as 1:4,7, without quotes or parentheses`);
    checkSet(args, value.text, value.range.start);
  };

/** Reports what is wrong with the set that `text`, which begins at `start`, is to be. */
export function checkSet(args: Arguments, text: string, start: number): void {
  if (parseSequenceSet(text)) return;
  const right = rightSet(text);
  const whole = right === undefined ? {} : { fix: replacing(`Write ${right}`, start, start + text.length, right) };
  let at = start;
  for (const part of text.split(',')) {
    const message = faultOf(part);
    if (message) {
      const from = part === '' && at > start ? at - 1 : at;
      args.report('bad-sequence-set', from, Math.max(at + part.length, from + 1), { message, ...whole });
      return;
    }
    at += part.length + 1;
  }
}

function faultOf(part: string): string | undefined {
  if (part === '') return 'a comma stands at an edge of the set, or two stand together';
  if (part === '$') return '$ stands alone';
  const bounds = part.split(':');
  if (bounds.length > 2) return `${part} has more than one colon`;
  if (/^\d+-\d+$/.test(part)) return 'a range is written with a colon';
  for (const bound of bounds) {
    if (/^0+$/.test(bound)) return 'messages are numbered from 1';
    if (bound === '') return `${part} has only one end`;
    if (/^0\d+$/.test(bound)) return `${bound} begins with 0`;
    if (!/^(?:\d+|\*)$/.test(bound)) return `${bound} is neither a number nor *`;
    if (bound.length > 15) return `${bound} is too large`;
  }
  return undefined;
}

/** The set as it was meant, where that can be told. */
function rightSet(text: string): string | undefined {
  const right = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) =>
      part
        .replace(/^(\d+)-(\d+|\*)$/, '$1:$2')
        .replace(/^0+(?=[1-9])|(?<=:)0+(?=[1-9])/g, '')
        .replace(/^0+(?=:)/, '1'),
    )
    .join(',');
  return parseSequenceSet(right) ? right : undefined;
}
