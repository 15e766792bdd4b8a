/** What the journal's entries say: each a change of the store. */
import { DataError } from './data-error';
import type { Entry } from './frames';

export type KeptRecord =
  | { readonly t: 'authority'; readonly cert: string; readonly key: string }
  | { readonly t: 'user'; readonly user: string; readonly password: string }
  | {
      readonly t: 'box';
      readonly user: string;
      readonly name: string;
      readonly id: string;
      readonly validity: number;
      readonly use?: string;
    }
  | { readonly t: 'rename'; readonly user: string; readonly from: string; readonly to: string }
  | { readonly t: 'unbox'; readonly user: string; readonly name: string }
  | {
      readonly t: 'state';
      readonly box: string;
      readonly uidNext: number;
      readonly modseq: number;
      readonly recentFrom: number;
      readonly keywords: readonly string[];
    }
  /** With the octets, unless an earlier message had the same email id. */
  | {
      readonly t: 'msg';
      readonly box: string;
      readonly uid: number;
      readonly modseq: number;
      readonly flags: readonly string[];
      readonly date: number;
      readonly saved: number;
      readonly email: string;
    }
  | {
      readonly t: 'flags';
      readonly box: string;
      readonly uid: number;
      readonly modseq: number;
      readonly flags: readonly string[];
    }
  | { readonly t: 'gone'; readonly box: string; readonly uids: readonly number[]; readonly modseq: number }
  | { readonly t: 'recent'; readonly box: string; readonly from: number }
  | { readonly t: 'sub'; readonly user: string; readonly name: string; readonly on: boolean }
  /** An annotation of a mailbox, of a user, or (neither) of the server; its value is the body. */
  | {
      readonly t: 'note';
      readonly box?: string;
      readonly user?: string;
      readonly entry: string;
      readonly removed?: true;
    };

const kinds: ReadonlySet<string> = new Set<KeptRecord['t']>([
  ...([
    'authority',
    'user',
    'box',
    'rename',
    'unbox',
    'state',
    'msg',
    'flags',
    'gone',
    'recent',
    'sub',
    'note',
  ] as const),
]);

export const entryOf = (record: KeptRecord, body?: Uint8Array): Entry => ({ head: JSON.stringify(record), body });

/** The record of an entry whose checksum was right. Throws a DataError for one that a later version wrote. */
export function recordOf({ head }: Entry): KeptRecord {
  const record: KeptRecord = JSON.parse(head);
  if (!kinds.has(record.t))
    throw new DataError('the data folder was written by a later version: it has records that are not known here');
  return record;
}
