/** What a dialogue has come to, as the server's end sees it: what the client may say next, and what it has been told. */

import type { MailboxFacts } from '../session/conversation';
import { mailboxAfter } from '../session/imap-facts';
import type { ServerUnit } from '../session/match/verdict';

/** What the client's next octets are. */
export type Expecting =
  | { readonly kind: 'command' }
  /** After 354: a message up to the line `.`. */
  | { readonly kind: 'message' }
  /** After 334, or `+`: a line that goes on with the command of this verb. */
  | { readonly kind: 'line'; readonly verb: string }
  /** Of a chunk or a literal that was announced by hand: so many octets, line by line. */
  | { readonly kind: 'counted'; readonly left: number; readonly verb: string };

export interface Dialogue {
  expecting: Expecting;
  greeted: boolean;
  /** The last reply, as the client read it. */
  last: ServerUnit | undefined;
  mailbox: MailboxFacts;
  /** IMAP: the tag of the command in hand, and the name that the script has for it. */
  tag: string | undefined;
  /** IMAP: numbers expunged since the command in hand was sent. */
  expunged: number[];
  /** Recipients that were accepted for the message in hand. */
  recipients: number;
  mechanism: string | undefined;
  /** The time stamp of a POP3 greeting. */
  timestamp: string | undefined;
  /** `seq` of what the client said last. */
  said: number | undefined;
  saidAt: number;
}

export const newDialogue = (): Dialogue => ({
  expecting: { kind: 'command' },
  greeted: false,
  last: undefined,
  mailbox: {},
  tag: undefined,
  expunged: [],
  recipients: 0,
  mechanism: undefined,
  timestamp: undefined,
  said: undefined,
  saidAt: 0,
});

/** Takes note of a response of ours. */
export function follow(dialogue: Dialogue, unit: ServerUnit): void {
  if (unit.kind === 'imap' && unit.response.kind === 'untagged') {
    dialogue.mailbox = mailboxAfter(dialogue.mailbox, unit.response);
    if (unit.response.name !== 'BYE') return;
  }
  dialogue.last = unit;
}
