/** What the server replies to a command line that is not written as it must be. */

import type { SmtpCommand } from '../../protocol/smtp/command-line';
import type { CommandProblemId } from '../../protocol/smtp/command-problems';

const codes: Partial<Readonly<Record<CommandProblemId, readonly [number, string]>>> = {
  'unknown-parameter': [555, '5.5.4'],
  'parameter-of-other-command': [555, '5.5.4'],
  'needs-smtputf8': [553, '5.6.7'],
  'bad-domain': [501, '5.1.2'],
  'bad-address-literal': [501, '5.1.2'],
  'bad-local-part': [501, '5.1.3'],
  'bad-path': [501, '5.1.3'],
  'missing-domain': [501, '5.1.3'],
  'empty-path': [501, '5.1.3'],
};

/** Code, enhanced code and text of the refusal, or undefined when nothing stands against carrying it out. */
export function complaintAbout(command: SmtpCommand): readonly [number, string, string] | undefined {
  const problem = command.problems.find(({ severity, id }) => severity === 'error' || id === 'unknown-parameter');
  if (!problem) return undefined;
  const [code, enhanced] = codes[problem.id] ?? [501, '5.5.4'];
  return [code, enhanced, problem.message];
}
