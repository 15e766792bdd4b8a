/** What a scenario says of itself in its comments: how the sandbox is to be, and where a server differs with reason. */
import { readFileSync } from 'node:fs';
import type { SandboxOptions } from '../../src/sandbox';

export interface Notes {
  /** `# sandbox: {…}`: options of the sandbox, as JSON; such a scenario is for the sandbox alone. */
  readonly sandbox: SandboxOptions | undefined;
  /** `# not on the lab: REASON`: nothing of this file is run against Dovecot and Postfix. */
  readonly notOnLab: string | undefined;
  /** `# on the lab: OUTCOME, REASON` behind a session's `###`: what becomes of that session there. By title. */
  readonly onLab: ReadonlyMap<string, { readonly outcome: string; readonly reason: string }>;
}

/** Reads the comments of a file. Throws when one is not of the form above. */
export function notesOf(file: string): Notes {
  let title = '';
  let sandbox: SandboxOptions | undefined;
  let notOnLab: string | undefined;
  const onLab = new Map<string, { outcome: string; reason: string }>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    title = /^### (.*)/.exec(line)?.[1]?.trim() ?? title;
    const [, key, value = ''] = /^# (sandbox|not on the lab|on the lab): (.*)/.exec(line) ?? [];
    if (key === 'sandbox') sandbox = JSON.parse(value) as SandboxOptions;
    if (key === 'not on the lab') notOnLab = value;
    if (key !== 'on the lab') continue;
    const [, outcome, reason] = /^(passed|failed|skipped), (.+)/.exec(value) ?? [];
    if (!outcome || !reason) throw new Error(`${file}: “# on the lab:” wants an outcome and a reason: ${line}`);
    onLab.set(title, { outcome, reason });
  }
  return { sandbox, notOnLab, onLab };
}
