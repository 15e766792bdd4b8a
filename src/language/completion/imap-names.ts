/** Names in IMAP lines: mailboxes, flags, attributes, and numbers of messages. */

import { type Flag, keywords, mailboxAttributes, specialUses, systemFlags } from '../../protocol/imap/flags';
import { encodeMailboxName } from '../../protocol/imap/mailbox-name';
import { flagEntry } from '../knowledge/describe-imap';
import { fromEntry, type Proposal, plainly } from './proposal';
import type { Scene } from './scene';
import { text } from './snippet';
import { variableValues } from './values';

/** A name as it stands on the wire: in modified UTF-7, in quotes where an atom cannot hold it. */
export function mailboxOnWire(name: string): string {
  const encoded = encodeMailboxName(name);
  return /^[^\x00-\x20\x7f-\uffff(){%*"\\]+$/.test(encoded) ? encoded : `"${encoded.replace(/["\\]/g, '\\$&')}"`;
}

/** INBOX, the mailboxes that the last run saw, and variables. */
export function mailboxProposals(scene: Scene, rank = 1): readonly Proposal[] {
  const seen = (scene.lastRun?.mailboxes ?? []).filter((name) => name.toUpperCase() !== 'INBOX');
  return [
    plainly('INBOX', 'mailbox', 'where new messages come', { rank }),
    ...seen.map((name) => {
      const written = mailboxOnWire(name);
      return plainly(
        name,
        'mailbox',
        written === name ? 'seen in the last run' : `seen in the last run; on the wire ${written}`,
        {
          insert: text(written),
          filter: `${name} ${written}`,
          rank,
        },
      );
    }),
    ...variableValues(scene, rank + 1),
  ];
}

const flags = (rows: readonly Flag[], kind: string, there: readonly string[]): readonly Proposal[] => {
  const taken = new Set(there.map((one) => one.toLowerCase()));
  return rows.filter((row) => !taken.has(row.name.toLowerCase())).map((row) => fromEntry(flagEntry(row, kind), 'flag'));
};

/** Flags that a client can set. */
export const flagProposals = (there: readonly string[]): readonly Proposal[] => [
  ...flags(
    systemFlags.filter(({ name }) => name !== '\\Recent' && name !== '\\*'),
    'flag',
    there,
  ),
  ...flags(keywords, 'keyword', there),
];

/** Flags that a server can name. */
export const serverFlagProposals = (there: readonly string[]): readonly Proposal[] => [
  ...flags(systemFlags, 'flag', there),
  ...flags(keywords, 'keyword', there),
];

/** Attributes of LIST; `uses`: only what a mailbox is for. */
export const attributeProposals = (what: 'all' | 'uses', there: readonly string[] = []): readonly Proposal[] => [
  ...(what === 'all' ? flags(mailboxAttributes, 'mailbox attribute', there) : []),
  ...flags(specialUses, 'special use', there),
];

export const sequenceSets = (scene: Scene): readonly Proposal[] => [
  plainly('1:*', 'value', 'all messages'),
  plainly('1', 'value', 'the first message'),
  plainly('*', 'value', 'the last message'),
  plainly('$', 'value', 'the result of the last search that was saved (RFC 5182 §2.1)', { rank: 3 }),
  ...variableValues(scene),
];
