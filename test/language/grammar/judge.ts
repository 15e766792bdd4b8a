/** Shows what the grammar finds in lines and sessions, as `id: the text that it speaks of`. */

import { walkSession } from '../../../src/language/dialogue/walk';
import { checkCommand, type GrammarFinding, grammarChecker } from '../../../src/language/grammar';
import type { Protocol } from '../../../src/protocol/finding';
import { compile } from '../../../src/script';
import { parse } from '../../../src/script/parse';
import { lines, type Wire } from '../../../src/script/tree';

/** The first wire line of a script. */
export function wireOf(script: string): Wire {
  for (const section of parse(script).tree.sections)
    for (const line of lines(section.statements)) if (line.kind === 'wire') return line;
  throw new Error('there is no wire line');
}

export interface Judged {
  readonly script: string;
  readonly findings: readonly GrammarFinding[];
}

export const judgeLine = (protocol: Protocol, line: string, utf8 = false): Judged => {
  const script = `# café\n  C: ${line}\n`;
  return { script, findings: checkCommand({ protocol, utf8 }, wireOf(script), script) };
};

/** What all sessions of a script have amiss; `file` says the protocol. */
export function judge(file: string, script: string): Judged {
  const { program } = compile(script, { file, load: () => ({ ok: false, error: 'there are no files' }) });
  const findings = program.sessions.flatMap((session) => {
    const check = grammarChecker(script, file);
    const found: GrammarFinding[] = [];
    walkSession(
      session,
      { environments: undefined },
      {
        moment: (moment) => {
          found.push(...check(moment));
          return false;
        },
      },
    );
    return found;
  });
  return { script, findings };
}

export const shown = ({ script, findings }: Judged): string[] =>
  findings.map(({ id, range }) => `${id}: ${script.slice(range.start, range.end)}`);

/** The script with every fix applied, from its end to its beginning. */
export function mended({ script, findings }: Judged): string {
  const edits = findings.flatMap(({ fix }) => fix?.edits ?? []).sort((a, b) => b.range.start - a.range.start);
  return edits.reduce((text, { range, text: put }) => text.slice(0, range.start) + put + text.slice(range.end), script);
}

/** The line as its fixes leave it. */
export const mendedLine = (judged: Judged): string => mended(judged).slice('# café\n  C: '.length, -1);
