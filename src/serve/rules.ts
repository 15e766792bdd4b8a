/** The lines of a script as rules over another server: each `C:` line with what is answered instead. */
import { err, ok, type Result } from '../base';
import type { Command, Program, Step } from '../script/program';
import { failure } from '../session/failure';
import type { Failure } from '../transcript/event';
import { knownText } from './values/hole';
import type { KnownValues } from './values/known-values';

export interface Rule {
  /** The session it stands in. */
  readonly session: number;
  readonly command: Command;
  /** Lines that go on with the command once it has been answered: a message behind DATA, a SASL response. */
  readonly rest: Command[];
  /** How often it is still to be used. */
  left: number;
  /** Milliseconds that `wait` in front of it asks for. */
  readonly delay: number;
}

/** The error: a line that has no meaning over another server. */
export function rulesOf(program: Program, values: KnownValues): Result<readonly Rule[], Failure> {
  const rules: Rule[] = [];
  let problem: Failure | undefined;
  const collect = (session: number, steps: readonly Step[], times: number): void => {
    let delay = 0;
    /** The next line goes on with the command before it. */
    let open = false;
    for (const step of steps) {
      switch (step.kind) {
        case 'exchange':
          for (const command of step.commands) {
            const before = rules.at(-1);
            if (open && before) before.rest.push(command);
            else rules.push({ session, command, rest: [], left: times, delay });
            open = command.data === true || goesOn(command) || (open && command.expected.length === 0);
          }
          delay = 0;
          break;
        case 'assign':
          values.assign(step.name, step.value);
          break;
        case 'wait':
          delay += step.ms;
          break;
        case 'repeat': {
          const text = knownText(values.pieces(step.times)) ?? '';
          collect(session, step.body, times * (/^\d{1,9}$/.test(text) ? Number(text) : 1));
          break;
        }
        case 'retry':
          collect(session, step.body, times);
          break;
        case 'needs':
        case 'log':
        case 'assert':
          break;
        default:
          problem ??= failure('resolve', `\`${words[step.kind] ?? step.kind}\` has no meaning over another server`, {
            place: step.place,
            advice: 'With --else the script is its `C:` lines, and what is answered to them instead',
          });
      }
    }
  };
  for (const [index, { steps, cleanup }] of program.sessions.entries()) collect(index, [...steps, ...cleanup], 1);
  return problem ? err(problem) : ok(rules);
}

const words: Readonly<Record<string, string>> = { receive: 'S:', expectClose: 'expect close' };

/** Whether the answer asks for more: 354, 334 or `+`. */
function goesOn({ expected }: Command): boolean {
  const part = expected.at(-1)?.lines[0]?.pattern[0];
  return part?.kind === 'text' && /^\s*(?:354|334|\+(?:\s|$))/.test(part.text);
}
