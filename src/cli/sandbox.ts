/** `mailwright sandbox`: the embedded servers until Ctrl-C. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox';
import { exitCodes } from './exit-codes';
import { paintFor } from './terminal';

export async function sandboxCommand(options: { readonly json?: boolean; readonly quiet?: boolean }): Promise<number> {
  const paint = paintFor(process.stdout);
  const stopped = untilSignal();
  const sandbox = await startSandbox({
    onEvent(event) {
      if (options.json || options.quiet) return;
      const { service, connection, kind, ...facts } = event;
      const text = Object.values(facts).join(' ');
      process.stdout.write(`${paint('dim', `${service} #${connection}`)} ${kind} ${text}\n`);
    },
  });
  const { smtp, submission, lmtp, imap, imaps, pop3, pop3s, users, ca } = sandbox;
  const urls = { smtp, submission, lmtp, imap, imaps, pop3, pop3s };
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...urls, users, ca })}\n`);
    await stopped;
  } else {
    const folder = mkdtempSync(join(tmpdir(), 'mailwright-sandbox-'));
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, ca);
    process.stdout.write(
      [
        'The sandbox runs; nothing leaves this machine. Stop it with Ctrl-C.',
        '',
        ...Object.entries(urls).map(([name, url]) => `  ${name.padEnd(11)} ${paint('bold', url)}`),
        '',
        ...users.map(({ user, password }) => `  user ${user.padEnd(6)} password ${password}`),
        `  certificate authority: ${caFile}`,
        '',
        `Try:  curl --cacert ${caFile} --ssl-reqd ${imap.replace('127.0.0.1', 'localhost')}/INBOX -u ${users[0]?.user}:${users[0]?.password} -X 'STATUS INBOX (MESSAGES)'`,
        '',
        '',
      ].join('\n'),
    );
    await stopped;
    rmSync(folder, { recursive: true, force: true });
  }
  await sandbox.stop();
  return exitCodes.passed;
}

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
