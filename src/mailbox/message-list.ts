/** The messages of a folder as a list: which ones by UID, their lines a window at a time, kept up to date while others change them. */
import { ok, type Result } from '../base';
import type { Clock } from '../session/ports';
import type { Account, Hand } from './account';
import { folderName } from './folder-name';
import type { MessageList, MessageListChange, MessageListState } from './message-list-model';
import { hearNews, indexIn, type Selected } from './message-news';
import { canSort, newestFirst, queryUids } from './message-query';
import { everything, readMessageSearch } from './message-search';
import { completeMessageSearch } from './message-search-completion';
import { type FlagNews, fetchLines, type MessageLine } from './message-window';
import { type Trouble, trouble } from './trouble';

/** Lines that are kept; a line is some hundred octets. */
const keptLines = 4_000;
/** Lines that are asked for with the list itself. */
export const firstLines = 100;
/** News come in bursts; in milliseconds. */
const burstMs = 100;

/** `name`: the folder's, as on the wire. Nothing is asked for before `reload` or `show`. */
export function openMessageList(account: Account, name: string, clock: Clock): MessageList {
  const title = account.folder(name)?.text ?? folderName(name, undefined).text;
  const listeners = new Set<(change: MessageListChange) => void>();
  const tell = (change: MessageListChange): void => {
    for (const listener of [...listeners]) listener(change);
  };
  let state: MessageListState = { kind: 'loading' };
  let closed = false;
  let live = false;
  /** UIDs by message number. */
  let all: number[] = [];
  /** UIDs in the order shown; undefined: all, by UID. */
  let view: number[] | undefined;
  let search = everything;
  let order = newestFirst;
  let validity: string | undefined;
  let uidNext: number | undefined;
  let modseq: bigint | undefined;
  let sorts: boolean | undefined;
  /** The selection of the folder that `all` is known for: a new one may bring news. */
  let selection: unknown;
  let hand: Hand | undefined;
  let detach: (() => void) | undefined;
  let cancelNews: (() => void) | undefined;
  let unwatch: (() => void) | undefined;
  /** Actions of this list that run: what is opened then is looked at by them. */
  let acting = 0;
  let lastAction: number | undefined;
  let queries = 0;
  const kept = new Map<number, MessageLine>();

  const become = (next: MessageListState): void => {
    if (closed || (next.kind === 'ready' && state.kind === 'ready')) return;
    state = next;
    tell({ kind: 'state' });
  };
  const size = (): number => view?.length ?? all.length;
  const uidAt = (place: number): number | undefined =>
    view ? view[place] : all[order.ascending ? place : all.length - 1 - place];
  const placeOf = (uid: number): number => {
    if (view) return view.indexOf(uid);
    const index = indexIn(all, uid);
    return index === -1 ? -1 : order.ascending ? index : all.length - 1 - index;
  };
  const keep = (line: MessageLine): void => {
    kept.delete(line.uid);
    kept.set(line.uid, line);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptLines) break;
      kept.delete(oldest);
    }
  };

  const failed = (why: Trouble): void => {
    if (why.kind === 'missing') become({ kind: 'gone', why });
    // What a lost connection means the account says itself.
    else if (why.kind !== 'connection' || account.state.kind !== 'lost') become({ kind: 'failed', why });
  };

  /** Does something with the folder open and known as it is now. */
  const inFolder = async (what: string, action: (hand: Hand) => Promise<Result<void, Trouble>>): Promise<boolean> => {
    if (closed) return false;
    acting++;
    const done = await account.act(what, async (given) => {
      lastAction = account.log.actions.at(-1)?.id;
      attach(given);
      return opened(given, () => action(given));
    });
    acting--;
    if (closed) return false;
    if (!done.ok) failed(done.error);
    else if (state.kind !== 'lost') become({ kind: 'ready' });
    return done.ok;
  };

  const opened = async (given: Hand, action: () => Promise<Result<void, Trouble>>): Promise<Result<void, Trouble>> => {
    const lock = await given.client.getMailboxLock(name, { readOnly: true });
    try {
      const checked = await check(given);
      return checked.ok ? await action() : checked;
    } finally {
      lock.release();
    }
  };

  const isAsKnown = (mailbox: Selected): boolean =>
    String(mailbox.uidValidity) === validity &&
    mailbox.exists === all.length &&
    mailbox.uidNext === uidNext &&
    mailbox.highestModseq === modseq;

  /** Compares what is known with what the server said when the folder was opened (RFC 9051 §6.3.2). */
  const check = async (given: Hand): Promise<Result<void, Trouble>> => {
    const { mailbox } = given.client;
    if (mailbox === false || mailbox === selection) return ok(undefined);
    const first = validity === undefined;
    const validityNow = String(mailbox.uidValidity);
    const isOther = !first && validityNow !== validity;
    const hasNews = mailbox.exists !== all.length || mailbox.uidNext !== uidNext;
    const hasFlags = mailbox.highestModseq !== modseq;
    selection = mailbox;
    validity = validityNow;
    ({ uidNext } = mailbox);
    modseq = mailbox.highestModseq;
    sorts = canSort(given.connection.capabilities);
    if (isOther) {
      all = [];
      view = undefined;
      kept.clear();
      tell({
        kind: 'notice',
        text: `UIDVALIDITY of ${title} has changed to ${validityNow}: it was made anew, and the messages were listed again.`,
      });
    } else if (hasFlags) kept.clear();
    if (first || isOther || hasNews) return everyUid(given);
    if (hasFlags) tell({ kind: 'lines', from: 0, to: size() });
    return ok(undefined);
  };

  const everyUid = async (given: Hand): Promise<Result<void, Trouble>> => {
    const exists = (): number => (given.client.mailbox === false ? 0 : given.client.mailbox.exists);
    for (let attempt = 0; attempt < 3; attempt++) {
      const oldestFirst = { by: 'arrival', ascending: true } as const;
      const found = exists() === 0 ? ok([]) : await queryUids(given, `UIDs of ${title}`, everything, oldestFirst);
      if (!found.ok) return found;
      all = [...found.value];
      // Others may have removed messages behind the answer, before its end (RFC 9051 §7.5.1).
      if (all.length === exists()) break;
    }
    return query(given);
  };

  /** Search and order, with the first lines of what they bring. */
  const query = async (given: Hand): Promise<Result<void, Trouble>> => {
    const own = ++queries;
    if (search === everything && order.by === 'arrival') view = undefined;
    else {
      const found = await queryUids(given, `Search in ${title}`, search, order);
      if (!found.ok) return found;
      if (own !== queries) return ok(undefined);
      view = [...found.value];
    }
    const done = await fetch(given, 0, firstLines);
    tell({ kind: 'order' });
    return done;
  };

  const missingIn = (from: number, to: number): readonly number[] => {
    const uids: number[] = [];
    for (let place = from; place < Math.min(to, size()); place++) {
      const uid = uidAt(place);
      if (uid !== undefined && !kept.has(uid)) uids.push(uid);
    }
    return uids;
  };

  const fetch = async (given: Hand, from: number, to: number): Promise<Result<void, Trouble>> => {
    const uids = missingIn(from, to);
    return uids.length === 0 ? ok(undefined) : fetchLines(given, `Fetch from ${title}`, uids, keep, reflag);
  };

  const reflag = ({ number, uid = all[number - 1], flags }: FlagNews): void => {
    const line = uid === undefined ? undefined : kept.get(uid);
    if (!line) return;
    kept.set(line.uid, { ...line, flags });
    const place = placeOf(line.uid);
    if (place !== -1) tell({ kind: 'lines', from: place, to: place + 1 });
  };

  const expunged = (number: number): void => {
    const uid = all[number - 1];
    if (uid === undefined) return;
    const place = placeOf(uid);
    all.splice(number - 1, 1);
    kept.delete(uid);
    if (place === -1) return;
    view?.splice(place, 1);
    tell({ kind: 'rows', at: place, removed: 1, added: 0 });
  };

  /** What has come since the last message that is known. */
  const arrived = (): Promise<boolean> =>
    inFolder(`New messages in ${title}`, async (given) => {
      const last = all.at(-1) ?? 0;
      const fresh: number[] = [];
      const done = await fetchLines(
        given,
        `Fetch from ${title}`,
        `${last + 1}:*`,
        (line) => {
          // `*` is the last message, also when its UID is below (RFC 9051 §9, seq-range).
          if (line.uid <= last) return;
          keep(line);
          fresh.push(line.uid);
        },
        reflag,
      );
      if (!done.ok) return done;
      all.push(...fresh.sort((a, b) => a - b));
      uidNext = Math.max(uidNext ?? 0, (all.at(-1) ?? 0) + 1);
      const { mailbox } = given.client;
      // Something was missed: count anew.
      if (mailbox !== false && mailbox.exists !== all.length) return everyUid(given);
      if (view) return fresh.length > 0 ? query(given) : ok(undefined);
      if (fresh.length > 0) {
        tell({ kind: 'rows', at: order.ascending ? all.length - fresh.length : 0, removed: 0, added: fresh.length });
      }
      return ok(undefined);
    });

  const attach = (given: Hand): void => {
    if (hand?.client === given.client) return;
    detach?.();
    hand = given;
    selection = undefined;
    const { client } = given;
    detach = hearNews(given, {
      here: (path) => path === name && client.mailbox === selection,
      exists(count) {
        if (count <= all.length) return;
        cancelNews?.();
        cancelNews = clock.after(burstMs, () => void arrived());
      },
      expunge: expunged,
      flags: reflag,
      opened(path) {
        if (path === name && acting === 0) void look();
      },
    });
  };

  /** The account came back to this folder: what others did meanwhile is asked for, when there is anything. */
  const look = async (): Promise<void> => {
    const { mailbox } = hand?.client ?? {};
    if (closed || !mailbox) return;
    if (isAsKnown(mailbox)) selection = mailbox;
    else await inFolder(`Changes in ${title}`, async () => ok(undefined));
  };

  /** The list follows the folder from here on, wherever the connection is. */
  const follow = (): void => {
    if (live && !closed) unwatch ??= account.watch(name);
  };
  const rest = (): void => {
    cancelNews?.();
    unwatch?.();
    unwatch = undefined;
  };

  const reload = async (): Promise<void> => {
    validity = undefined;
    selection = undefined;
    kept.clear();
    if (state.kind !== 'ready') become({ kind: 'loading' });
    const done = await inFolder(`Messages of ${title}`, async () => ok(undefined));
    if (done) follow();
  };

  const unlisten = account.onChange((change) => {
    if (change.kind === 'state' && change.state.kind === 'lost') {
      rest();
      become({ kind: 'lost', why: change.state.why, retryAt: change.state.retryAt });
    } else if (change.kind === 'state' && change.state.kind === 'ready' && state.kind === 'lost') {
      // What is known is compared with what is there now, so that the reader's place is kept.
      become({ kind: 'loading' });
      void inFolder(`Messages of ${title}`, async () => ok(undefined)).then((done) => done && follow());
    } else if (change.kind === 'state' && change.state.kind === 'closed') {
      list.close();
    } else if (change.kind === 'folders' && !account.folder(name)) {
      rest();
      become({ kind: 'gone', why: trouble('missing', `${title} is gone: it was deleted or renamed`) });
    }
  });

  const list: MessageList = {
    title,
    get state() {
      return state;
    },
    get size() {
      return size();
    },
    get total() {
      return all.length;
    },
    get search() {
      return search;
    },
    get order() {
      return order;
    },
    get sorts() {
      return sorts;
    },
    get live() {
      return live;
    },
    set live(value) {
      if (live === value) return;
      live = value;
      if (!value) rest();
      else if (state.kind === 'ready') follow();
    },
    get lastAction() {
      return lastAction;
    },
    reload,
    async show(typed, wanted) {
      const connected = await account.connect();
      if (!connected.ok) {
        failed(connected.error);
        return undefined;
      }
      const { capabilities } = connected.value;
      const read = readMessageSearch(typed, capabilities);
      if (!read.ok) return read.error;
      search = read.value;
      order = wanted.by === 'arrival' || canSort(capabilities) ? wanted : { ...newestFirst };
      queries++;
      const own = queries;
      await inFolder(`Search ${title}: ${search.text}`, async (given) =>
        // Opening it may have searched already.
        queries === own ? query(given) : ok(undefined),
      );
      return undefined;
    },
    async changed(uid) {
      kept.delete(uid);
      // it was opened for changing: that is another selection
      selection = undefined;
      const done = await inFolder(`Changes in ${title}`, async () => ok(undefined));
      const place = placeOf(uid);
      if (done && place !== -1) tell({ kind: 'lines', from: place, to: place + 1 });
    },
    complete(typed, at) {
      return hand ? completeMessageSearch(typed, at, hand.connection.capabilities) : [];
    },
    async lines(from, to) {
      const last = Math.min(to, size());
      // A lost connection returns by itself: looking at what is known must not hurry it.
      if (state.kind !== 'lost' && missingIn(from, last).length > 0) {
        await inFolder(`Messages ${from + 1} to ${last} of ${title}`, (given) => fetch(given, from, last));
      }
      const lines: (MessageLine | undefined)[] = [];
      for (let place = from; place < Math.min(to, size()); place++) lines.push(kept.get(uidAt(place) ?? 0));
      return lines;
    },
    placeOf,
    ref(key, place) {
      const uid = uidAt(place);
      return uid === undefined || validity === undefined
        ? undefined
        : { account: key, folder: name, uidValidity: validity, uid };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      rest();
      unlisten();
      detach?.();
      listeners.clear();
      kept.clear();
    },
  };
  return list;
}
