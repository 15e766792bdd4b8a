/** Which messages of the open folder are shown, in which order: SEARCH (with ESEARCH where it is) and SORT give their UIDs. */
import { ok, type Result } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { atom, list } from '../protocol/imap/print';
import { numbersInOrder, parseSequenceSet } from '../protocol/imap/sequence-set';
import type { Hand } from './account';
import { commandWith, type Token, tokenText, type Untagged } from './message-command';
import type { MessageSearch } from './message-search';
import type { Trouble } from './trouble';

export interface MessageOrder {
  /** `arrival`: by UID, which every server can. */
  readonly by: 'arrival' | 'date' | 'from' | 'subject' | 'size';
  readonly ascending: boolean;
}

export const newestFirst: MessageOrder = { by: 'arrival', ascending: false };

/** The server can sort by more than UID (RFC 5256). */
export const canSort = (capabilities: Capabilities): boolean => capabilities.has('SORT');

/** IMAP4rev2 has ESEARCH in it (RFC 9051 Appendix E). */
const hasEsearch = (capabilities: Capabilities): boolean =>
  capabilities.has('ESEARCH') || (capabilities.has('IMAP4REV2') && !capabilities.has('IMAP4REV1'));

/** UIDs that are taken; of more the first ones are. */
const most = 2_000_000;

/** The UIDs of what is searched for, in the order wanted. */
export async function queryUids(
  hand: Hand,
  what: string,
  search: MessageSearch,
  order: MessageOrder,
): Promise<Result<readonly number[], Trouble>> {
  const { capabilities } = hand.connection;
  if (order.by === 'arrival') {
    const found = await searched(hand, what, search, hasEsearch(capabilities));
    return found.ok && !order.ascending ? ok(found.value.toReversed()) : found;
  }
  const uids: number[] = [];
  const criterion = order.by.toUpperCase();
  const criteria = list((order.ascending ? [criterion] : ['REVERSE', criterion]).map(atom));
  const done = await commandWith(hand, what, 'UID SORT', [criteria, atom('UTF-8'), ...search.keys], {
    SORT: (untagged) => takeNumbers(untagged, uids),
  });
  return done.ok ? ok(uids) : done;
}

/** Ascending. */
async function searched(
  hand: Hand,
  what: string,
  search: MessageSearch,
  extended: boolean,
): Promise<Result<readonly number[], Trouble>> {
  let uids: number[] = [];
  const charset = search.charset === 'US-ASCII' ? [] : [atom('CHARSET'), atom('UTF-8')];
  const returns = extended ? [atom('RETURN'), list([atom('ALL')])] : [];
  const done = await commandWith(hand, what, 'UID SEARCH', [...returns, ...charset, ...search.keys], {
    SEARCH: (untagged) => takeNumbers(untagged, uids),
    ESEARCH: (untagged) => {
      const found = numbersOf(untagged);
      uids = uids.length === 0 ? found : uids.concat(found).slice(0, most);
    },
  });
  // SEARCH gives numbers in any order (RFC 3501 §7.2.5), though most servers ascending.
  return done.ok ? ok(isAscending(uids) ? uids : uids.sort((a, b) => a - b)) : done;
}

const isAscending = (numbers: readonly number[]): boolean => {
  for (let at = 1; at < numbers.length; at++) if ((numbers[at - 1] ?? 0) > (numbers[at] ?? 0)) return false;
  return true;
};

function takeNumbers({ attributes = [], numbers }: Untagged, uids: number[]): void {
  for (const uid of numbers ?? attributes.map((token) => Number(tokenText(token)))) {
    if (Number.isInteger(uid) && uid > 0 && uids.length < most) uids.push(uid);
  }
}

/** `* ESEARCH (TAG "A1") UID ALL 1:3,7` (RFC 9051 §7.3.4). */
function numbersOf({ attributes = [] }: Untagged): number[] {
  const at = attributes.findIndex((token: Token) => tokenText(token)?.toUpperCase() === 'ALL');
  const set = at === -1 ? undefined : parseSequenceSet(tokenText(attributes[at + 1]) ?? '');
  return [...((set && numbersInOrder(set, most)) ?? [])];
}
