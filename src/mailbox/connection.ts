/** One IMAP connection of our own with imapflow on it: dialled, signed in, every octet in the transcript. */
import { ImapFlow } from 'imapflow';
import { err, latin1, ok, type Result, utf8 } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { capabilitiesOf } from '../protocol/imap/capabilities';
import type { ImapResponse } from '../protocol/imap/response';
import type { Clock, Dial, Transport } from '../session/ports';
import type { Recorder, Where } from '../session/recorder';
import { dialogue } from './dialogue';
import { type SignIn, signIn } from './sign-in';
import { libraryStream } from './stream';
import { createTap, type Tap } from './tap';
import { fromFailure, fromLibrary, refusal, type Trouble, trouble } from './trouble';

export interface ConnectionRequest {
  readonly url: string;
  readonly insecure: boolean;
  readonly timeoutMs: number;
  readonly who: SignIn;
  readonly dial: Dial;
  readonly clock: Clock;
  readonly random: (count: number) => Uint8Array;
  readonly recorder: Recorder;
  readonly where: Where;
  readonly signal: AbortSignal;
  /** The connection is signed in, and imapflow begins to speak. */
  readonly onSignedIn: () => void;
  /** The connection ended otherwise than by `close`. */
  readonly onLost: (why: Trouble) => void;
}

/** What one command of ours brought: the untagged responses that came during it, FETCH aside, and its own reply. */
export interface Answer {
  readonly untagged: readonly ImapResponse[];
  readonly reply: ImapResponse | undefined;
}

/** An argument of a command: text as it stands on the wire, or a string that is quoted or made a literal as it needs. */
export type Argument = string | { readonly string: string };

export interface Connection {
  /**
   * Mailbox names given to it are names as on the wire; it neither encodes nor decodes nor adds a prefix. Its downloads, which bring
   * tables of all character sets, are not built in (stand-ins/unused.ts).
   */
  readonly client: Omit<ImapFlow, 'download' | 'downloadMany'>;
  readonly mechanism: string;
  readonly capabilities: Capabilities;
  readonly tls: boolean;
  /** Runs a command that imapflow has no method for; breaks IDLE first, and waits for its turn. `what` names it in a Trouble. */
  command(what: string, name: string, args?: readonly Argument[]): Promise<Result<Answer, Trouble>>;
  /** Told of every response as it comes. */
  listen(listener: (response: ImapResponse) => void): () => void;
  /** LOGOUT, then the connection is closed. Never fails. */
  close(): Promise<void>;
}

export async function connect(request: ConnectionRequest): Promise<Result<Connection, Trouble>> {
  const { recorder, where, url, clock, timeoutMs, insecure, signal } = request;
  const began = recorder.elapsed();
  recorder.emit({ kind: 'connecting', url }, where);
  const dialled = await request.dial({
    url,
    insecure,
    timeoutMs,
    signal,
    onAttempt: (text) => recorder.emit({ kind: 'logged', text, level: 'note' }, where),
  });
  if (!dialled.ok) {
    recorder.emit({ kind: 'failed', failure: dialled.error }, where);
    return err(fromFailure(dialled.error));
  }
  const transport = dialled.value;
  const { local, remote, tls } = transport;
  recorder.emit({ kind: 'connected', url, local, remote, ms: recorder.since(began), ...(tls && { tls }) }, where);
  const tap = createTap(recorder, where);
  const talk = dialogue(transport, tap, clock, timeoutMs);
  const signed = await signIn({ ...request, transport, dialogue: talk }, request.who);
  talk.end();
  if (!signed.ok || signal.aborted) {
    tap.end();
    recorder.emit({ kind: 'closed', by: 'us', how: 'fin' }, where);
    void transport.close();
    return signed.ok ? err(trouble('closed', 'cancelled')) : signed;
  }
  request.onSignedIn();
  return overLibrary(request, transport, tap, signed.value);
}

/** What of imapflow's class its typings leave out: how it sends commands and looks after IDLE. */
interface Inside {
  commands: Map<string, (client: unknown, ...args: unknown[]) => Promise<unknown>>;
  namespace: { prefix: string; delimiter: string | undefined } | undefined;
  exec(name: string, args: readonly unknown[] | false, options: CommandOptions): Promise<{ next(): void }>;
  readonly currentRequest: { readonly options: CommandOptions } | false | null | undefined;
  handleResponse(data: { readonly payload: Uint8Array }): Promise<boolean>;
  run(name: string, ...args: unknown[]): Promise<unknown>;
}

/** The name under which `run` takes our own commands: it breaks IDLE before them and lets it begin again after. */
const ownCommand = 'OWN COMMAND';

/** Options of a command for imapflow, and which responses to it imapflow need not read, since the tap has. */
export interface CommandOptions {
  readonly untagged?: object;
  readonly unread?: RegExp;
}

/** Responses of one folder each, and so there may be very many. */
const ownOptions: CommandOptions = { unread: /^\* (?:LIST|LSUB|STATUS) /i };
/** Octets that say which response it is. */
const longestStart = 24;

async function overLibrary(
  { clock, recorder, where, onLost }: ConnectionRequest,
  transport: Transport,
  tap: Tap,
  signed: { readonly capabilities: Capabilities; readonly mechanism: string },
): Promise<Result<Connection, Trouble>> {
  let closing = false;
  let started = false;
  let { capabilities } = signed;
  tap.listen((response) => {
    capabilities = capabilitiesOf(response) ?? capabilities;
  });
  const client = new ImapFlow({
    host: 'localhost',
    port: 143,
    secure: false,
    doSTARTTLS: false,
    // With any logger, also one that does nothing, it puts each response together again for it.
    logger: false,
    clientInfo: { name: 'Mailwright' },
    disableCompression: true,
    disableAutoEnable: true,
    autoIdleDelay: 500,
    transport: {
      connect(_options, onConnect) {
        const stream = libraryStream(transport, tap, clock);
        setImmediate(onConnect);
        return stream;
      },
    },
  });
  const inside = client as unknown as Inside;
  const search = inside.commands.get('SEARCH');
  inside.commands = new Map(inside.commands);
  inside.commands.set(ownCommand, (_, name, args) => inside.exec(String(name), args as readonly unknown[], ownOptions));
  // Reading them takes imapflow longer than the tap: of a thousand folders, half the time of the listing.
  const handle = inside.handleResponse.bind(client);
  inside.handleResponse = async (data) => {
    const { unread } = (inside.currentRequest || undefined)?.options ?? {};
    return unread?.test(latin1(data.payload.subarray(0, longestStart))) ? true : handle(data);
  };
  // With this mark it takes names as they are on the wire: names that are no modified UTF-7 can be used too. Its only other use is in
  // SEARCH, which then leaves out the charset: there the mark is off while the command is put together.
  const asOnWire = 'UTF8=ACCEPT';
  if (search) {
    inside.commands.set('SEARCH', (...args) => {
      client.enabled.delete(asOnWire);
      const found = search(...args);
      client.enabled.add(asOnWire);
      return found;
    });
  }
  let lastError: unknown;
  client.on('error', (error) => {
    lastError = error;
  });
  client.on('close', () => {
    tap.end();
    recorder.emit({ kind: 'closed', by: closing ? 'us' : 'peer', how: lastError === undefined ? 'fin' : 'rst' }, where);
    // One that fails before it has begun is told by what `connect` answers.
    if (closing || !started) return;
    const reason = client.byeReason ?? (lastError instanceof Error ? lastError.message : undefined);
    onLost(
      trouble(
        'connection',
        `the connection was lost${reason === undefined ? '' : `: ${reason}`}`,
        'It returns by itself.',
      ),
    );
  });
  try {
    await client.connect();
  } catch (error) {
    closing = true;
    client.close();
    const { message, advice } = fromLibrary('Connect', error);
    return err(trouble('connection', message, advice));
  }
  started = true;
  client.enabled.add(asOnWire);
  // Names come whole from LIST: a prefix must not be put before those of other namespaces.
  if (inside.namespace) inside.namespace = { ...inside.namespace, prefix: '' };

  return ok({
    client,
    mechanism: signed.mechanism,
    tls: transport.tls !== undefined,
    get capabilities() {
      return capabilities;
    },
    listen: tap.listen,
    async command(what, name, args = []) {
      const untagged: ImapResponse[] = [];
      let reply = undefined as ImapResponse | undefined;
      const unlisten = tap.listen((response) => {
        if (response.kind === 'tagged') reply = response;
        else if (response.kind === 'untagged' && response.name !== 'FETCH') untagged.push(response);
      });
      try {
        const response = (await inside.run(ownCommand, name, args.map(tokenOf))) as { next(): void };
        response.next();
        return ok({ untagged, reply });
      } catch (error) {
        if (!reply || reply.name === 'OK') return err(fromLibrary(what, error));
        return err(refusal(what, reply.name, reply.code?.name, reply.text ?? ''));
      } finally {
        unlisten();
      }
    },
    async close() {
      if (closing) return;
      closing = true;
      await client.logout().catch(() => {});
      client.close();
    },
  });
}

/** As imapflow's compiler takes it: `TEXT` goes as it is, and a line end in it is refused. */
const tokenOf = (argument: Argument): unknown => {
  if (typeof argument === 'string') return { type: 'TEXT', value: argument };
  return /^[\x01-\x09\x0b\x0c\x0e-\x7e]*$/.test(argument.string)
    ? { type: 'STRING', value: argument.string }
    : { type: 'LITERAL', value: Buffer.from(utf8(argument.string)) };
};
