/** `mailwright serve`: a script played from the server's end, so that a client can be tested against it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errorsOf, type LoadedScript, loadScript, readSecretsFile, secretFrom, transcriptFile } from '../host';
import {
  openScriptServer,
  type PlayOptions,
  type ScriptServer,
  type Underlying,
  underneath,
} from '../host/serve-script';
import type { Environment } from '../session';
import type { RunEvent } from '../transcript/event';
import { nearestEnvironmentFile } from './choose-environment';
import { exitCodeOf, exitCodes } from './exit-codes';
import type { ListenAddress } from './listen-address';
import type { ReporterChoice } from './option-values';
import { outputs } from './outputs';
import { paintFor, progressLine } from './terminal';
import { UsageError } from './usage-error';

export interface ServeCommandOptions {
  readonly listen: ListenAddress;
  readonly tls?: boolean;
  readonly listenBeyondLoopback?: boolean;
  readonly loop?: boolean;
  readonly else?: string;
  readonly env?: string;
  readonly var?: Readonly<Record<string, string>>;
  readonly secretsFile?: string;
  readonly reporter?: readonly ReporterChoice[];
  readonly timeout?: number;
  readonly transcript?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Serves the script and answers the exit code. */
export async function serveCommand(path: string, options: ServeCommandOptions): Promise<number> {
  refuse(options);
  const script = readScript(path);
  if (typeof script === 'number') return script;
  const cancel = new AbortController();
  const stop = (): void => cancel.abort();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  const server = await openScriptServer({ ...options.listen, tls: options.tls ?? false });
  if (!server.ok) throw new UsageError(`--listen: ${server.error}`);
  const below = options.else === undefined ? undefined : await sandboxBelow();
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-serve-'));
  try {
    announce(script, server.value, below, folder, options);
    return await playAll(script, server.value, below, options, cancel.signal);
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
    await server.value.close();
    await below?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function refuse({ listen, listenBeyondLoopback, else: below, json, reporter }: ServeCommandOptions): void {
  if (below !== undefined && below !== 'sandbox')
    throw new UsageError(`--else ${below}: the only one there is, is sandbox`);
  if (json && reporter?.some(({ file }) => file === undefined)) {
    throw new UsageError(
      '--json has standard output for itself: send the report to a file, as in --reporter junit=FILE',
    );
  }
  if (!listen.loopback && !listenBeyondLoopback) {
    throw new UsageError(
      `--listen ${listen.host}: other machines could connect to that address; add --listen-beyond-loopback if they are to, or take 127.0.0.1`,
    );
  }
}

/** The script, or the exit code when it has errors. */
function readScript(path: string): LoadedScript | number {
  // What the client makes up has no value here: such a name is no error.
  const loaded = loadScript(resolve(path), undefined);
  if (!loaded.ok) throw new UsageError(loaded.error);
  const [error, ...more] = errorsOf(loaded.value);
  if (!error) return loaded.value;
  const rest = more.length > 0 ? ` (and ${more.length} more: mailwright check ${path})` : '';
  process.stderr.write(`mailwright: ${path}: ${error.message}${rest}\n`);
  return exitCodes.parse;
}

interface Below extends Underlying {
  readonly users: readonly { readonly user: string; readonly password: string }[];
  stop(): Promise<void>;
}

async function sandboxBelow(): Promise<Below> {
  const { startSandbox } = await import('../sandbox');
  const sandbox = await startSandbox(underneath);
  const { smtp, lmtp, imap, pop3, ca, users } = sandbox;
  return { servers: { smtp, lmtp, imap, pop3 }, ca, users, stop: () => sandbox.stop() };
}

function announce(
  { program }: LoadedScript,
  { host, port, ca }: ScriptServer,
  below: Below | undefined,
  folder: string,
  { json, tls, quiet }: ServeCommandOptions,
): void {
  const protocol = program.sessions[0]?.protocol ?? 'smtp';
  const scheme = tls ? `${protocol}s` : protocol;
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (json) {
    process.stdout.write(`${JSON.stringify({ url, ca, ...(below ? { users: below.users } : {}) })}\n`);
    return;
  }
  if (quiet) {
    process.stdout.write(`${url}\n`);
    return;
  }
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, ca);
  const users = below?.users.map(({ user, password }) => `  user ${user} password ${password}\n`).join('') ?? '';
  process.stdout.write(
    `Playing the server of the script at ${url}; stop it with Ctrl-C.\n${users}  certificate authority: ${caFile}\n\n`,
  );
}

async function playAll(
  script: LoadedScript,
  server: ScriptServer,
  below: Below | undefined,
  options: ServeCommandOptions,
  signal: AbortSignal,
): Promise<number> {
  const { environment, secret } = whoSignsIn(below, options);
  const transcript = options.transcript === undefined ? undefined : transcriptFile(options.transcript);
  let code: number = exitCodes.passed;
  do {
    const out = outputs({
      choices: options.reporter ?? (options.json ? [] : [{ name: 'pretty' }]),
      dialogues: !options.quiet,
      source: (name) => (name === script.file ? script.text : script.program.sources.get(name)),
      paint: paintFor(process.stdout),
      progress: progressLine(),
      files: [script.file],
    });
    const play: PlayOptions = {
      environment,
      secret,
      signal,
      emit(event: RunEvent) {
        transcript?.write(event);
        out.event(script.file, event);
      },
      ...(options.var ? { variables: options.var } : {}),
      ...(options.timeout === undefined ? {} : { timeouts: { command: options.timeout } }),
      ...(options.transcript === undefined ? {} : { keepIn: `${options.transcript}.files` }),
    };
    const began = performance.now();
    if (below) await server.playOver(script, below, play);
    else await server.play(script, play);
    out.finished(script.file);
    out.end(performance.now() - began);
    code = exitCodeOf(out.results.sessions);
  } while (options.loop && !signal.aborted);
  transcript?.close();
  return options.loop && signal.aborted ? exitCodes.passed : code;
}

/** The users of the environment, their passwords, and its variables; of the sandbox underneath, its users. */
function whoSignsIn(
  below: Below | undefined,
  options: ServeCommandOptions,
): { readonly environment: Environment; readonly secret: (name: string) => string | undefined } {
  const read = options.secretsFile === undefined ? undefined : readSecretsFile(options.secretsFile);
  if (read && !read.ok) throw new UsageError(read.error);
  const fromUser = secretFrom(read?.value ?? new Map(), process.env);
  if (below) {
    const passwords = new Map(below.users.map(({ user, password }) => [user, password]));
    const users = Object.fromEntries(below.users.map(({ user }) => [user, { login: user, secret: user }]));
    return {
      environment: { name: 'sandbox', servers: {}, users, variables: {} },
      secret: (name) => passwords.get(name) ?? fromUser(name),
    };
  }
  const nobody: Environment = { name: 'served', servers: {}, users: {}, variables: {} };
  if (options.env === undefined) return { environment: nobody, secret: fromUser };
  const file = nearestEnvironmentFile();
  const found = file?.environment(options.env);
  if (!found?.ok)
    throw new UsageError(found?.error ?? `--env ${options.env}: no mailwright.env.json was found here or above`);
  return { environment: found.value.environment, secret: fromUser };
}
