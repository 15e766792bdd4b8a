/** A mail account as the views have it: connected when first needed, kept up to date, back by itself after a loss. */
import { err, ok, type Result } from '../base';
import type { Clock, Dial } from '../session/ports';
import { createRecorder, type Recorder } from '../session/recorder';
import { type RunEvent, transcriptVersion } from '../transcript/event';
import { createRedactor } from '../transcript/redact';
import { backOff } from './back-off';
import { type Connection, connect } from './connection';
import { folderDetails } from './details';
import type { Folder, FolderDetails, Space } from './folder';
import { plainly } from './folder-name';
import { type Changed, type FolderStore, folderStore } from './folder-store';
import { folderCounts, listFolders, listSpaces } from './list-folders';
import { listen, notify } from './live';
import { type EventLog, eventLog, type LogLimits } from './log';
import type { SignIn } from './sign-in';
import { fromLibrary, type Trouble, trouble } from './trouble';

export interface AccountSettings {
  /** For people, and in transcripts: `alice · sandbox`. */
  readonly label: string;
  /** `imap://host:port`, `imaps://…`, `unix:/path`. */
  readonly url: string;
  /** The environment's name, for transcripts. */
  readonly environment: string;
  /** Whom to sign in: asked for at each connection, so that a secret is never kept here. A Trouble says why there is nobody. */
  readonly who: () => Promise<Result<SignIn, Trouble>>;
  /** Accept any certificate, and let a secret cross the network readable. Default no. */
  readonly insecure?: boolean;
  /** For connecting, the handshake and each step of signing in. Default 15,000. */
  readonly timeoutMs?: number;
  /**
   * The folder (name on the wire) that is watched by IDLE whenever nothing else is done, and nobody asks for another by `watch`;
   * undefined: none, and the connection stays in whatever folder was selected last. Default INBOX.
   */
  readonly watch?: string | undefined;
  /** How much of the transcript is kept. */
  readonly log?: Partial<LogLimits>;
}

export interface MailboxPorts {
  readonly dial: Dial;
  readonly clock: Clock;
  /** Cryptographically strong random octets. */
  readonly random: (count: number) => Uint8Array;
}

export type AccountState =
  /** Not asked for yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly mechanism: string; readonly tls: boolean }
  /** The connection was lost, or cannot be made; it is tried again at `retryAt` (milliseconds since the epoch), or not by itself. */
  | { readonly kind: 'lost'; readonly why: Trouble; readonly retryAt: number | undefined }
  | { readonly kind: 'closed' };

export type AccountChange =
  | { readonly kind: 'state'; readonly state: AccountState }
  /** Folders came or went: what `folders` gives is new. */
  | { readonly kind: 'folders' }
  /** One folder's figures or notices. */
  | { readonly kind: 'folder'; readonly folder: Folder }
  /** Something to tell the user once: a folder that somebody else deleted, a new UIDVALIDITY. */
  | { readonly kind: 'notice'; readonly text: string };

/** What one action may use. */
export interface Hand {
  /**
   * imapflow, signed in. Folder names given to it are names on the wire (`Folder.name`). Its own documentation holds otherwise; use
   * `getMailboxLock(folder.name)` and release the lock.
   */
  readonly client: Connection['client'];
  /** The connection below it, for commands that imapflow has no method for: SORT, THREAD, GETACL, …. */
  readonly connection: Connection;
}

export interface Account {
  readonly settings: AccountSettings;
  readonly state: AccountState;
  /** Everything that was said, and the actions that said it. */
  readonly log: EventLog;
  /** Changing actions are refused while false. Default false: the user has to say so. */
  allowChanges: boolean;
  /** Told of each change; the answer ends that. */
  onChange(listener: (change: AccountChange) => void): () => void;
  /** Connects, unless it is connected. Also what a user who does not want to wait for `retryAt` asks for. */
  connect(): Promise<Result<Connection, Trouble>>;
  /** The namespaces. */
  spaces(): Promise<Result<readonly Space[], Trouble>>;
  /** The folders of a namespace, parents and children in one list; asked for once, then from memory until `refresh`. */
  folders(space: Space): Promise<Result<readonly Folder[], Trouble>>;
  /** The folders of a namespace as far as they are in memory; undefined when it has not been listed. */
  listed(space: Space): readonly Folder[] | undefined;
  /** A folder that has been listed, by its name on the wire. */
  folder(name: string): Folder | undefined;
  /** Lists again what has been listed. */
  refresh(): Promise<Result<void, Trouble>>;
  /** Asks for a folder's figures. */
  count(name: string): Promise<Result<void, Trouble>>;
  /** Quota and rights. */
  details(folder: Folder): Promise<Result<FolderDetails, Trouble>>;
  /**
   * Carries out one action: its commands become one entry of `log.actions`, whose dialogue `transcript(id)` gives. Connects first when
   * needed. What imapflow throws inside becomes a Trouble. Actions may overlap; imapflow's locks order them.
   */
  act<T>(title: string, action: (hand: Hand) => Promise<Result<T, Trouble>>): Promise<Result<T, Trouble>>;
  /** The same for an action that changes something: refused while `allowChanges` is false. */
  change<T>(title: string, action: (hand: Hand) => Promise<Result<T, Trouble>>): Promise<Result<T, Trouble>>;
  /** These names (on the wire) go or change by an action of ours: that they are gone is no news at the next listing. */
  expectGone(names: readonly string[]): void;
  /** The dialogue of one action, with connecting and signing in before it; without a number, all that is kept. */
  transcript(action?: number): readonly RunEvent[];
  /**
   * From now on this folder (name on the wire) is open, and watched by IDLE, whenever nothing else is done; the last one that was asked for
   * is. The answer ends that: the one before it is watched again.
   */
  watch(name: string): () => void;
  /** LOGOUT; the account cannot be used after. */
  close(): Promise<void>;
}

/** Makes an account; nothing is connected before it is first asked for something. */
export function openAccount(settings: AccountSettings, ports: MailboxPorts): Account {
  const { clock } = ports;
  const log = eventLog(settings.log);
  const redactor = createRedactor();
  const recorder: Recorder = createRecorder({ clock, emit: log.add }, redactor);
  const aborter = new AbortController();
  const listeners = new Set<(change: AccountChange) => void>();
  const tell = (change: AccountChange): void => {
    for (const listener of [...listeners]) listener(change);
  };
  const store: FolderStore = folderStore((change: Changed) => tell(change));
  const retries = backOff(clock);
  /** The folders to watch, those asked for last at the end; each in a place of its own. */
  const watched: { readonly name: string | undefined }[] = [{ name: 'watch' in settings ? settings.watch : 'INBOX' }];

  let state: AccountState = { kind: 'idle' };
  let connection: Connection | undefined;
  let connecting: Promise<Result<Connection, Trouble>> | undefined;
  let session = -1;
  let busy = 0;
  let allowChanges = false;
  let cancelWatch: (() => void) | undefined;
  let deafen: (() => void) | undefined;
  /** The server was asked to tell of all folders; of a connection. */
  let notified = false;
  let spaces: readonly Space[] | undefined;

  recorder.emit({
    kind: 'run-started',
    version: transcriptVersion,
    startedAt: Math.round(clock.now()),
    environment: settings.environment,
  });

  const become = (next: AccountState): void => {
    state = next;
    tell({ kind: 'state', state });
  };

  const lost = (why: Trouble, again: boolean): void => {
    connection = undefined;
    connecting = undefined;
    if (state.kind === 'closed') return;
    if (!again) {
      become({ kind: 'lost', why, retryAt: undefined });
      return;
    }
    const wait = retries.next(() => void restore());
    become({ kind: 'lost', why, retryAt: Math.round(clock.now() + wait) });
  };

  /** Connects again, and lists again what was listed. */
  const restore = async (): Promise<void> => {
    const connected = await account.connect();
    if (connected.ok && store.listed.length > 0) await account.refresh();
  };

  const open = async (): Promise<Result<Connection, Trouble>> => {
    become({ kind: 'connecting' });
    const who = await settings.who();
    if (!who.ok) {
      lost(who.error, false);
      return who;
    }
    session++;
    const own = session;
    const where = { session: own };
    recorder.emit({ kind: 'session-started', title: settings.label, file: '', protocol: 'imap' }, where);
    const made = await connect({
      url: settings.url,
      insecure: settings.insecure ?? false,
      timeoutMs: settings.timeoutMs ?? 15_000,
      who: who.value,
      dial: ports.dial,
      clock,
      random: ports.random,
      recorder,
      where,
      signal: aborter.signal,
      onSignedIn: () => log.signedIn(own),
      onLost: (why) => lost(why, true),
    });
    if (!made.ok) {
      // What will not mend itself is not tried again and again: some servers lock accounts for that.
      lost(made.error, made.error.kind === 'connection' && retries.wasConnected);
      return made;
    }
    if (aborter.signal.aborted) {
      await made.value.close();
      return err(trouble('closed', `${settings.label} was closed`));
    }
    connection = made.value;
    retries.connected();
    notified = false;
    deafen?.();
    deafen = listen(made.value, clock, {
      folder: store.folder,
      busy: () => busy > 0,
      stale: (name) => void account.count(name),
      foldersChanged: () => void account.refresh(),
    });
    become({ kind: 'ready', mechanism: made.value.mechanism, tls: made.value.tls });
    return made;
  };

  /** Goes back to the watched folder once nothing else is done; imapflow then begins IDLE by itself. */
  const rest = (): void => {
    cancelWatch?.();
    cancelWatch = clock.after(restMs, () => {
      const { client } = connection ?? {};
      const name = watched.at(-1)?.name;
      if (!client || busy > 0 || state.kind !== 'ready' || name === undefined) return;
      if (client.mailbox !== false && client.mailbox.path === name) return;
      void client.mailboxOpen(name, { readOnly: true }).catch(() => {});
    });
  };

  const act: Account['act'] = async (title, action) => {
    const connected = await account.connect();
    if (!connected.ok) return connected;
    const shown = plainly(title);
    const id = log.begin(shown, session);
    recorder.emit({ kind: 'logged', text: shown, level: 'note' }, { session });
    busy++;
    let result: Awaited<ReturnType<typeof action>>;
    try {
      result = await action({ client: connected.value.client, connection: connected.value });
    } catch (error) {
      result = err(fromLibrary(shown, error));
    }
    busy--;
    log.end(id, result.ok ? 'done' : 'failed');
    rest();
    return result;
  };

  const listSpace = async (space: Space): Promise<Result<readonly Folder[], Trouble>> => {
    const listed = await act(`List ${space.label.toLowerCase()} folders`, ({ connection: one }) =>
      listFolders(one, space, spaces ?? []),
    );
    if (!listed.ok) return listed;
    store.replace(space, listed.value.folders);
    if (listed.value.wantsCounts) void countAll(listed.value.folders);
    if (!notified && connection?.capabilities.has('NOTIFY')) {
      notified = true;
      void act('Be told of changes', async ({ connection: one }) => ok(await notify(one)));
    }
    return ok(store.of(space));
  };

  /** One STATUS after the other, the first folders first; ends with the connection. */
  const countAll = async (folders: readonly Folder[]): Promise<void> => {
    await act('Status of folders', async ({ connection: one }) => {
      for (const folder of folders.filter(({ selectable }) => selectable).slice(0, statusAtOnce)) {
        const counts = await folderCounts(one, folder);
        if (counts.ok) store.count(folder.name, counts.value);
        else if (counts.error.kind === 'connection') return counts;
        else store.notice(folder.name, counts.error.message);
      }
      return ok(undefined);
    });
  };

  const account: Account = {
    settings,
    log,
    get state() {
      return state;
    },
    get allowChanges() {
      return allowChanges;
    },
    set allowChanges(value) {
      allowChanges = value;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connect() {
      if (state.kind === 'closed') return Promise.resolve(err(trouble('closed', `${settings.label} was closed`)));
      if (connection) return Promise.resolve(ok(connection));
      retries.cancel();
      if (connecting) return connecting;
      const attempt = open().finally(() => {
        if (connecting === attempt) connecting = undefined;
      });
      connecting = attempt;
      return attempt;
    },
    async spaces() {
      if (spaces) return ok(spaces);
      const found = await act('List namespaces', ({ connection: one }) => listSpaces(one));
      if (found.ok) spaces = found.value;
      return found;
    },
    async folders(space) {
      if (store.listed.includes(space)) return ok(store.of(space));
      return listSpace(space);
    },
    listed: (space) => (store.listed.includes(space) ? store.of(space) : undefined),
    folder: (name) => store.folder(name),
    async refresh() {
      for (const space of store.listed) {
        const listed = await listSpace(space);
        if (!listed.ok) return listed;
      }
      return ok(undefined);
    },
    async count(name) {
      const folder = store.folder(name);
      if (!folder?.selectable) return ok(undefined);
      const counts = await act(`Status of ${folder.text}`, ({ connection: one }) => folderCounts(one, folder));
      if (!counts.ok) {
        if (counts.error.kind !== 'connection') store.notice(name, counts.error.message);
        return counts;
      }
      store.count(name, counts.value);
      return ok(undefined);
    },
    details: (folder) => act(`Quota and rights of ${folder.text}`, ({ connection: one }) => folderDetails(one, folder)),
    act,
    async change(title, action) {
      if (allowChanges) return act(title, action);
      return err(
        trouble(
          'read-only',
          `${plainly(title)}: ${settings.label} is read-only here`,
          'Say “Allow Changes” on the account first.',
        ),
      );
    },
    expectGone: store.expect,
    watch(name) {
      const place = { name };
      watched.push(place);
      rest();
      return () => {
        const at = watched.indexOf(place);
        if (at === -1) return;
        watched.splice(at, 1);
        rest();
      };
    },
    transcript: (action) => (action === undefined ? log.events : log.of(action)),
    async close() {
      if (state.kind === 'closed') return;
      become({ kind: 'closed' });
      retries.cancel();
      cancelWatch?.();
      deafen?.();
      aborter.abort();
      const open = connection;
      connection = undefined;
      await open?.close();
    },
  };
  return account;
}

/** Nothing was done for so long: the watched folder is opened again. In milliseconds. */
const restMs = 300;
/** Folders whose figures are asked for one by one, on servers without LIST-STATUS. */
const statusAtOnce = 500;
