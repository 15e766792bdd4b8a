/** The table of faults, for the help of `mailwright sandbox`. */
import { faults } from '../protocol/faults/table';

export const faultHelp = (): string =>
  [
    '',
    'Faults (also in mailwright.env.json and in scripts; see docs/sandbox.md):',
    ...faults.flatMap(({ syntax, doc, example }) => ['', `  ${syntax}`, `    ${doc}`, `    --fault '${example}'`]),
  ].join('\n');
