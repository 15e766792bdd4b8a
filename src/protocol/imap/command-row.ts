/** What the table of commands says of one command. */
import type { ImapState } from './state';

export interface ImapCommand {
  /** Upper case; `UID FETCH` and the like are rows of their own. */
  readonly name: string;
  readonly rfc: string;
  /** The arguments in the words of the ABNF, empty when there are none. */
  readonly syntax: string;
  /** One sentence. */
  readonly description: string;
  readonly states: readonly ImapState[];
  /** Capabilities of which the server must announce one; IMAP4rev2 has those it includes (see `capabilities.ts`). Empty: every server. */
  readonly capabilities: readonly string[];
  /** Untagged responses that its doing causes; any command may bring EXISTS, EXPUNGE, FETCH, RECENT and status responses of other causes. */
  readonly untagged: readonly string[];
  /** `always`: the client goes on after `+` (IDLE); `steps`: a challenge for each step (AUTHENTICATE). */
  readonly continuation: 'none' | 'always' | 'steps';
  /** What is sent behind it before it is done can be misread: nothing may be (RFC 9051 §5.5). See `mayFollow`. */
  readonly ambiguous: boolean;
  /** What its message numbers are. */
  readonly numbers: 'none' | 'sequence' | 'uid';
}

const before: readonly ImapState[] = ['not-authenticated'];
const after: readonly ImapState[] = ['authenticated', 'selected'];
const selected: readonly ImapState[] = ['selected'];
const any: readonly ImapState[] = ['not-authenticated', 'authenticated', 'selected'];
const states = { before, after, selected, any, authenticated: ['authenticated'] as readonly ImapState[] };

type Optional = Partial<Pick<ImapCommand, 'untagged' | 'continuation' | 'ambiguous' | 'numbers'>> & {
  readonly needs?: readonly string[];
};

/** A row: `name syntax`, where it stands, in which states it is legal, what it does. */
export function command(
  line: string,
  rfc: string,
  when: keyof typeof states,
  description: string,
  more: Optional = {},
): ImapCommand {
  const found = /^((?:UID )?[A-Z-]+) ?(.*)$/.exec(line);
  return {
    name: found?.[1] ?? line,
    rfc,
    syntax: found?.[2] ?? '',
    description,
    states: states[when],
    capabilities: more.needs ?? [],
    untagged: more.untagged ?? [],
    continuation: more.continuation ?? 'none',
    ambiguous: more.ambiguous ?? false,
    numbers: more.numbers ?? (line.startsWith('UID ') ? 'uid' : 'none'),
  };
}
