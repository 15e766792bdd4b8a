/** What is wrong with the arguments of AUTH, beyond their form: RFC 4954 §4. */
import { explainBase64 } from '../base64-faults';
import { type Correction, replacing } from '../correction';
import { mechanismMeant } from '../sasl/mechanism-names';
import type { ReportProblem } from './command-problems';

/** Reports a mechanism that nobody has. */
export function explainMechanism(name: string, start: number, report: ReportProblem): void {
  const { known, meant } = mechanismMeant(name);
  if (known) return;
  const end = start + name.length;
  const near = meant && { advice: `did you mean ${meant}?`, fix: replacing(`Replace by ${meant}`, start, end, meant) };
  report('unknown-mechanism', start, end, { message: `no SASL mechanism that we know is called ${name}`, ...near });
}

/** Why the words behind the mechanism (`argument` begins at `start`) are no initial response. */
export function explainResponse(
  argument: string,
  start: number,
  end: number,
): { message?: string; advice?: string; fix?: Correction } {
  const found = /^[^ \t]+[ \t]+([^ \t]*)[ \t]*/.exec(argument);
  const word = found?.[1] ?? '';
  const from = start + (found?.[0].trimEnd().length ?? 0) - word.length;
  if (from + word.length < end) return { message: 'AUTH takes one initial response' };
  const { why, right } = explainBase64(word);
  const message = `the initial response is no base64: ${why}`;
  return right === undefined ? { message } : { message, fix: replacing('Write it as base64', from, end, right) };
}
