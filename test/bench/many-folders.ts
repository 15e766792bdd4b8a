/** 1,000 folders with their figures: what the mailboxes view asks for, and imapflow's own list with STATUS, each of a fresh connection. */
import { ImapFlow } from 'imapflow';
import { inTurns, milliseconds } from './measure';
import { accountOf, connected, counted, type Login } from './measured-account';
import type { Peers } from './peers';
import { rawImap } from './raw-imap';
import { type Result, result } from './result';
import { sandboxProcess } from './sandbox-process';

const folderCount = 1_000;
const rounds = 15;

export async function manyFolders(peers: Peers): Promise<Result[]> {
  const { said, stop } = await sandboxProcess();
  try {
    const [user] = said.users as readonly [{ readonly user: string; readonly password: string }];
    const sandbox = await compared('sandbox', { port: Number(new URL(String(said.imap)).port), ...user });
    const { imap, password } = await peers.lab();
    return [sandbox, await compared('dovecot', { port: imap, user: 'carol', password })];
  } finally {
    await stop();
  }
}

async function compared(server: string, login: Login): Promise<Result> {
  await makeFolders(login);
  const taken = await inTurns(rounds, { ours: () => ours(login), imapflow: () => imapflow(login) });
  return result({
    name: `mailbox-folders-${server}`,
    value: taken.ours,
    unit: `ms for ${folderCount} folders with figures`,
    peer: `imapflow: ${taken.imapflow.toFixed(1)} ms`,
    ratio: taken.ours / taken.imapflow,
    bar: '<= 1.5',
  });
}

/** A message in each tenth, so that the figures are not all alike. */
async function makeFolders({ port, user, password }: Login): Promise<void> {
  const raw = await rawImap(port, user, password);
  for (let n = 0; n < folderCount; n++) {
    const name = `Group ${n % 20}/Folder ${n}`;
    await raw.ask(`c CREATE "${name}"\r\n`, 1);
    if (n % 10 === 0) await raw.ask(`a APPEND "${name}" {9+}\r\nSubject:\n\r\n`, 1);
  }
  raw.close();
}

async function ours(login: Login): Promise<number> {
  const account = accountOf(login);
  const space = await connected(account);
  const taken = await milliseconds(async () => enough((await counted(account, space)).length));
  await account.close();
  return taken;
}

async function imapflow({ port, user, password }: Login): Promise<number> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    tls: { rejectUnauthorized: false },
    auth: { user, pass: password },
    logger: false,
    disableCompression: true,
  });
  await client.connect();
  const taken = await milliseconds(async () =>
    enough((await client.list({ statusQuery: { messages: true, unseen: true } })).length),
  );
  await client.logout();
  return taken;
}

function enough(seen: number): void {
  if (seen < folderCount) throw new Error(`${seen} folders were seen`);
}
