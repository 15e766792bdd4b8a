/** Both ends of a script at once, over loopback: one plays the server, the other the client. */
import { getRandomValues } from 'node:crypto';
import { compileText, type LoadedScript, loadScript } from '../../src/host/load-script';
import type { OpenEnvironment } from '../../src/host/open-environment';
import { scriptFiles } from '../../src/host/script-files';
import { dialer } from '../../src/net';
import { listen } from '../../src/net/listen';
import type { Sandbox } from '../../src/sandbox';
import { createAuthority } from '../../src/sandbox/certificates/authority';
import { override, type ServeOptions, type ServePorts, type ServeResult, serve } from '../../src/serve';
import type { RunEvent } from '../../src/transcript/event';
import { type Played, play as playClient } from '../scenarios/play';
import { fixedClock, passwords } from '../scenarios/stable-sandbox';

const random = (count: number): Uint8Array => getRandomValues(new Uint8Array(count));
const authority = createAuthority(random, Date.now());
const names = { use: 'server', commonName: 'localhost', names: ['localhost', '127.0.0.1'] } as const;
const credential = authority.issue(names);
const day = 86_400_000;
const expired = authority.issue({ ...names, from: Date.now() - 30 * day, until: Date.now() - day });
export const ca = authority.ca;

export interface ServedScript {
  readonly port: number;
  readonly events: readonly RunEvent[];
  /** Settles when the file has been played once through. */
  readonly done: Promise<{ readonly outcome: string }>;
  close(): Promise<void>;
}

export interface ServeTestOptions {
  readonly implicitTls?: boolean;
  readonly expired?: boolean;
  /** Whose passwords the server's end knows. */
  readonly users?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly commandMs?: number;
}

/** A script's text, compiled for the server's end. */
export function script(name: string, text: string): LoadedScript {
  const loaded = compileText(`/scripts/${name}`, text, undefined);
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return loaded;
}

/** Serves a script over a sandbox, until each line has been used. */
export async function servedOver(
  loaded: LoadedScript,
  sandbox: Pick<Sandbox, 'smtp' | 'lmtp' | 'imap' | 'pop3' | 'ca' | 'users'>,
): Promise<ServedScript> {
  const { smtp, lmtp, imap, pop3 } = sandbox;
  const passwords = Object.fromEntries(sandbox.users.map(({ user, password }) => [user, password]));
  return start({ users: passwords }, (ports, options) =>
    override(
      loaded.program,
      {
        ...ports,
        dial: dialer({ ca: [sandbox.ca], onlyCa: true, now: Date.now }),
        servers: { smtp, lmtp, imap, pop3 },
      },
      options,
    ),
  );
}

/** Serves a script on a free port of loopback. */
export const served = (loaded: LoadedScript, options: ServeTestOptions = {}): Promise<ServedScript> =>
  start(options, (ports, given) => serve(loaded.program, ports, given));

async function start(
  options: ServeTestOptions,
  play: (ports: ServePorts, options: ServeOptions) => Promise<ServeResult>,
): Promise<ServedScript> {
  const { implicitTls = false, users = {}, variables = {}, commandMs = 4_000 } = options;
  const door = await listen({
    host: '127.0.0.1',
    port: 0,
    credential: options.expired ? expired : credential,
    implicitTls,
    now: Date.now,
  });
  if (!door.ok) throw new Error(door.error);
  const events: RunEvent[] = [];
  const stop = new AbortController();
  const ports: ServePorts = {
    door: door.value,
    clock: fixedClock(),
    random,
    files: scriptFiles(),
    secrets: { secret: async (name) => users[name], prompt: async () => undefined },
    variable: (name) => (name === 'MAILWRIGHT_SCENARIO' ? 'yes' : undefined),
    hostname: 'server.example',
    emit: (event) => events.push(event),
  };
  const done = play(ports, {
    environment: {
      name: 'served',
      servers: {},
      users: Object.fromEntries(
        Object.keys(users).map((user) => [user, { login: user, secret: user, tokenSecret: user }]),
      ),
      variables: {},
    },
    variables,
    timeouts: { accept: 10_000, command: commandMs, session: 30_000 },
    signal: stop.signal,
  });
  return {
    port: door.value.port,
    events,
    done,
    async close() {
      stop.abort();
      await done;
      await door.value.close();
    },
  };
}

export interface BothEnds {
  readonly client: Played;
  readonly server: readonly RunEvent[];
}

/** Serves a script and runs it against itself. */
export async function bothEnds(path: string): Promise<BothEnds> {
  const loaded = loadScript(path, ['imaps', 'pop3s', 'dead', 'clear', 'smtpPort']);
  if (!loaded.ok) throw new Error(loaded.error);
  const implicitTls = /\{\{(?:imaps|pop3s)\}\}/.test(loaded.value.text);
  const script = await served(loaded.value, {
    implicitTls,
    users: passwords,
    expired: loaded.value.text.includes('"expired-certificate"'),
  });
  const url = (scheme: string): string => `${scheme}://127.0.0.1:${script.port}`;
  const opened: OpenEnvironment = {
    environment: {
      name: 'served',
      servers: {
        smtp: url('smtp'),
        submission: url('submission'),
        lmtp: url('lmtp'),
        imap: url('imap'),
        pop3: url('pop3'),
      },
      users: Object.fromEntries(
        Object.keys(passwords).map((user) => [user, { login: user, secret: user, tokenSecret: user }]),
      ),
      variables: {
        imaps: url('imaps'),
        pop3s: url('pop3s'),
        dead: '1',
        clear: String(script.port),
        smtpPort: String(script.port),
      },
    },
    dial: dialer({ ca: [ca], onlyCa: true, now: Date.now }),
    secret: (name) => passwords[name],
    // The server's end says what the lines say: that is the fault.
    faults: () => ({ set: () => ({ ok: true, value: undefined }), restore: () => {} }),
    close: async () => {},
  };
  try {
    const client = await playClient(path, opened, { secrets: { other: 'Other+S3cret' }, clock: fixedClock() });
    if (client.sessions.every(({ outcome }) => outcome === 'passed')) await script.done;
    return { client, server: script.events };
  } finally {
    await script.close();
  }
}
