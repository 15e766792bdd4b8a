/** Checks the base64 of AUTH and AUTHENTICATE: the initial response in the command's line, and the responses behind it. */
import type { Range } from '../../base';
import { explainBase64, isBase64 } from '../../protocol/base64-faults';
import { replacing } from '../../protocol/correction';
import { isOpaque } from '../../protocol/opaque';
import type { CommandText } from './command-text';
import type { GrammarFinding } from './finding';
import { responseFault } from './sasl-response';
import { type Found, toFinding } from './to-finding';

const rfcs: Readonly<Record<string, string>> = {
  PLAIN: 'RFC 4616 §2',
  OAUTHBEARER: 'RFC 7628 §3.1',
  'CRAM-MD5': 'RFC 2195 §2',
  'SCRAM-SHA-1': 'RFC 5802 §7',
  'SCRAM-SHA-1-PLUS': 'RFC 5802 §7',
  'SCRAM-SHA-256': 'RFC 7677 §3',
  'SCRAM-SHA-256-PLUS': 'RFC 7677 §3',
};

const starts = /^(?:[^ ]+ )?(?:AUTH|AUTHENTICATE) ([A-Za-z0-9_-]{1,20}) +([A-Za-z0-9+/]{4,}={0,2}) *$/i;

/** What the decoded initial response of the line has amiss; the line is a command. */
export function checkInitialResponse(line: CommandText): GrammarFinding | undefined {
  const found = starts.exec(line.text);
  if (!found) return undefined;
  const [, mechanism = '', base64 = ''] = found;
  const start = line.text.trimEnd().length - base64.length;
  return fault(line, mechanism.toUpperCase(), base64, { start, end: start + base64.length }, 0);
}

/** A response on a line of its own, to step `step` of `mechanism` (in upper case; undefined when that is not known). */
export function checkResponse(
  line: CommandText,
  mechanism: string | undefined,
  step: number,
): readonly GrammarFinding[] {
  const { text } = line;
  if (text === '' || text === '*' || isOpaque(text)) return [];
  const range = { start: 0, end: text.length };
  if (!isBase64(text)) {
    const { why, right } = explainBase64(text);
    const found: Found = { id: 'bad-base64-response', message: `this is no base64: ${why}`, rfc: 'RFC 4954 §4', range };
    return [
      toFinding(
        right === undefined ? found : { ...found, fix: replacing('Write it as base64', 0, text.length, right) },
        line,
      ),
    ];
  }
  const finding = mechanism === undefined ? undefined : fault(line, mechanism, text, range, step);
  return finding ? [finding] : [];
}

function fault(
  line: CommandText,
  mechanism: string,
  base64: string,
  range: Range,
  step: number,
): GrammarFinding | undefined {
  const wrong = responseFault(mechanism, base64, step);
  if (!wrong) return undefined;
  const found: Found = {
    id: 'bad-sasl-response',
    message: wrong.message,
    rfc: rfcs[mechanism] ?? 'RFC 4954 §4',
    range,
  };
  const fix =
    wrong.right === undefined
      ? {}
      : { fix: replacing('Write the right response', range.start, range.end, wrong.right) };
  return toFinding({ ...found, ...fix }, line);
}
