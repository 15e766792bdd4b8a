/** Message flags and keywords, and mailbox attributes with the special uses among them. */

export interface Flag {
  readonly name: string;
  readonly rfc: string;
  readonly description: string;
}

const flag = (name: string, rfc: string, description: string): Flag => ({ name, rfc, description });

/** Flags of messages (RFC 9051 §2.3.2). */
export const systemFlags: readonly Flag[] = [
  flag('\\Seen', 'RFC 9051 §2.3.2', 'Read.'),
  flag('\\Answered', 'RFC 9051 §2.3.2', 'Answered.'),
  flag('\\Flagged', 'RFC 9051 §2.3.2', 'Marked for attention.'),
  flag('\\Deleted', 'RFC 9051 §2.3.2', 'To be removed by EXPUNGE.'),
  flag('\\Draft', 'RFC 9051 §2.3.2', 'Not finished.'),
  flag('\\Recent', 'RFC 3501 §2.3.2', 'New since another session saw the mailbox; obsolete, and cannot be set.'),
  flag('\\*', 'RFC 9051 §7.1', 'In PERMANENTFLAGS only: new keywords can be made.'),
];

/** Keywords that mean the same everywhere. */
export const keywords: readonly Flag[] = [
  flag('$MDNSent', 'RFC 9051 §2.3.2', 'A read receipt was sent, or is not to be.'),
  flag('$Forwarded', 'RFC 9051 §2.3.2', 'Forwarded.'),
  flag('$Junk', 'RFC 9051 §2.3.2', 'Known to be junk.'),
  flag('$NotJunk', 'RFC 9051 §2.3.2', 'Known not to be junk.'),
  flag('$Phishing', 'RFC 9051 §2.3.2', 'Likely a phishing message.'),
  flag('$SubmitPending', 'RFC 5788 §3', 'To be sent, and not to be changed.'),
  flag('$Submitted', 'RFC 5788 §3', 'Has been sent.'),
  flag('$Important', 'RFC 8457 §2', 'Likely important to the user.'),
];

/** Attributes of mailboxes in LIST responses (RFC 9051 §7.3.1). */
export const mailboxAttributes: readonly Flag[] = [
  flag('\\NonExistent', 'RFC 9051 §7.3.1', 'There is no such mailbox; it has others below, or is subscribed.'),
  flag('\\Noinferiors', 'RFC 9051 §7.3.1', 'There can be none below.'),
  flag('\\Noselect', 'RFC 9051 §7.3.1', 'It cannot be selected.'),
  flag('\\HasChildren', 'RFC 9051 §7.3.1', 'There are some below.'),
  flag('\\HasNoChildren', 'RFC 9051 §7.3.1', 'There are none below.'),
  flag('\\Marked', 'RFC 9051 §7.3.1', 'Probably has new messages.'),
  flag('\\Unmarked', 'RFC 9051 §7.3.1', 'Has no new messages.'),
  flag('\\Subscribed', 'RFC 9051 §7.3.1', 'Is subscribed.'),
  flag('\\Remote', 'RFC 9051 §7.3.1', 'Is on another server.'),
];

/** What a mailbox is for (RFC 6154 §2). */
export const specialUses: readonly Flag[] = [
  flag('\\All', 'RFC 6154 §2', 'All messages.'),
  flag('\\Archive', 'RFC 6154 §2', 'Messages put away.'),
  flag('\\Drafts', 'RFC 6154 §2', 'Messages not finished.'),
  flag('\\Flagged', 'RFC 6154 §2', 'Messages marked for attention.'),
  flag('\\Junk', 'RFC 6154 §2', 'Junk.'),
  flag('\\Sent', 'RFC 6154 §2', 'Messages sent.'),
  flag('\\Trash', 'RFC 6154 §2', 'Messages thrown away.'),
  flag('\\Important', 'RFC 8457 §3', 'Messages likely important.'),
];

const uses: ReadonlyMap<string, string> = new Map(specialUses.map((use) => [use.name.toLowerCase(), use.name]));

/** The special use among a mailbox's attributes, as the table spells it. */
export function specialUseOf(attributes: readonly string[]): string | undefined {
  for (const attribute of attributes) {
    const use = uses.get(attribute.toLowerCase());
    if (use) return use;
  }
  return undefined;
}
