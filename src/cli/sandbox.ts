/** `mailwright sandbox`: the embedded servers until Ctrl-C. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, type Sandbox, SeedError, startSandbox } from '../sandbox';
import { exitCodes } from './exit-codes';
import { type SandboxCommandOptions, sandboxOptions } from './sandbox-options';
import { paintFor } from './terminal';
import { UsageError } from './usage-error';

export async function sandboxCommand(options: SandboxCommandOptions): Promise<number> {
  const paint = paintFor(process.stdout);
  const stopped = untilSignal();
  const sandbox = await started({
    ...sandboxOptions(options),
    onEvent(event) {
      if (event.kind === 'error') process.stderr.write(`mailwright: ${event.text}\n`);
      if (options.json || options.quiet || event.kind === 'error') return;
      const { service, connection, kind, ...facts } = event;
      const text = Object.values(facts).join(' ');
      process.stdout.write(`${paint('dim', `${service} #${connection}`)} ${kind} ${text}\n`);
    },
  });
  if (options.json) {
    await say(`${JSON.stringify({ ...urlsOf(sandbox), users: sandbox.users, ca: sandbox.ca })}\n`);
    await stopped;
  } else {
    const folder = mkdtempSync(join(tmpdir(), 'mailwright-sandbox-'));
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, sandbox.ca);
    await say(welcome(sandbox, caFile, options, paint));
    await stopped;
    rmSync(folder, { recursive: true, force: true });
  }
  await sandbox.stop();
  return exitCodes.passed;
}

/** Starts it; what the user can put right is a usage error. */
async function started(options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (error instanceof SeedError || error instanceof DataError) throw new UsageError(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new UsageError(`a port is taken: ${message}; name another by --port SERVICE=PORT`);
    if (code === 'EACCES') throw new UsageError(`a port may not be used: ${message}; take one above 1023`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UsageError(`--host: this machine has no such address: ${message}`);
    throw error;
  }
}

function urlsOf({ smtp, submission, lmtp, imap, imaps, pop3, pop3s }: Sandbox): Readonly<Record<string, string>> {
  return { smtp, submission, lmtp, imap, imaps, pop3, pop3s };
}

function welcome(
  sandbox: Sandbox,
  caFile: string,
  { data, listenBeyondLoopback }: SandboxCommandOptions,
  paint: ReturnType<typeof paintFor>,
): string {
  const [first] = sandbox.users;
  const imap = sandbox.imap.replace('127.0.0.1', 'localhost');
  const width = Math.max(...sandbox.users.map(({ user }) => user.length));
  return [
    listenBeyondLoopback
      ? 'The sandbox runs, and OTHER MACHINES CAN CONNECT TO IT; it relays nothing. Stop it with Ctrl-C.'
      : 'The sandbox runs; nothing leaves this machine. Stop it with Ctrl-C.',
    '',
    ...Object.entries(urlsOf(sandbox)).map(([name, url]) => `  ${name.padEnd(11)} ${paint('bold', url)}`),
    '',
    ...sandbox.users.map(({ user, password }) => `  user ${user.padEnd(width)} password ${password}`),
    `  certificate authority: ${caFile}`,
    ...(data === undefined ? [] : [`  kept in ${data}`]),
    '',
    `Try:  curl --cacert ${caFile} --ssl-reqd ${imap}/INBOX -u '${first?.user}:${first?.password}' -X 'STATUS INBOX (MESSAGES)'`,
    '',
    '',
  ].join('\n');
}

/** Resolves when the text has been handed to the system: a program may be waiting for the whole line. */
const say = (text: string): Promise<void> => new Promise((resolve) => process.stdout.write(text, () => resolve()));

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
