/** The messages that are in the mailboxes when a sandbox starts. */
import { utf8 } from '../base';
import { formatDate, fromEpoch } from '../protocol/message/dates';
import type { SandboxOptions, SeedFile, SeedMessage } from './options';
import { readSeed, SeedError } from './seed-files';
import type { Server } from './server';

/**
 * Puts what the options name where it belongs; without anything, a message of welcome into each INBOX. Throws when a user does not
 * exist or a file cannot be read, and says which.
 */
export async function seed(server: Server, options: Pick<SandboxOptions, 'seed' | 'seedFiles'>): Promise<void> {
  const { seed, seedFiles } = options;
  const users = [...server.store.accounts.values()].map(({ user }) => user);
  const messages = seed ?? (seedFiles ? [] : users.map((user) => welcome(server, user)));
  for (const message of messages) put(server, message);
  for (const file of seedFiles ?? []) await seedFrom(server, file, users);
}

/** Octets. */
const writeEvery = 8 * 1024 * 1024;

async function seedFrom(server: Server, { path, user = '' }: SeedFile, users: readonly string[]): Promise<void> {
  const owner = user === '' ? users[0] : user;
  if (owner === undefined || !server.store.account(owner))
    throw new SeedError(`${path} is for ${owner ?? 'nobody'}, who does not exist: there are ${users.join(', ')}`);
  let unwritten = 0;
  for await (const found of readSeed(path)) {
    if (found.message.length > server.maxMessageSize)
      throw new SeedError(
        `${path} holds a message of ${found.message.length} octets: more than ${server.maxMessageSize} is too large`,
      );
    put(server, { user: owner, ...found });
    // What is to be kept is written as it comes, so that it need not all wait in memory.
    unwritten += found.message.length;
    if (unwritten < writeEvery) continue;
    unwritten = 0;
    await server.settled();
  }
}

function put(
  { store, now }: Server,
  { user, mailbox = 'INBOX', message, flags = [], internalDate }: SeedMessage,
): void {
  const account = store.account(user);
  if (!account) throw new SeedError(`the seed has mail for ${user}, who does not exist`);
  const bytes = typeof message === 'string' ? utf8(message.replace(/\r?\n/g, '\r\n')) : message;
  const at = now();
  (account.find(mailbox) ?? account.create(mailbox))?.append(store.content(bytes), {
    flags,
    internalDate: internalDate ?? at,
    now: at,
  });
}

function welcome({ domain, now, keeps }: Server, user: string): SeedMessage {
  const life = keeps
    ? 'This mailbox is kept in a folder: what you do to it is still there when the\nsandbox starts again.'
    : 'This mailbox lives in memory. Whatever you do to it, it is gone when the\nsandbox stops.';
  const message = `From: Mailwright <postmaster@${domain}>
To: ${user}@${domain}
Subject: Welcome to the sandbox
Date: ${formatDate(fromEpoch(now()))}
Message-ID: <welcome.${user}@${domain}>
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii

${life}
`;
  return { user, message };
}
