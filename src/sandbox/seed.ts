/** The messages that are in the mailboxes when a sandbox starts. */
import { utf8 } from '../base';
import { formatDate, fromEpoch } from '../protocol/message/dates';
import type { SeedMessage } from './options';
import type { Server } from './server';

/** Puts `messages` where they belong; without any, one of welcome into each INBOX. Throws when a user does not exist. */
export function seed(server: Server, messages: readonly SeedMessage[] | undefined): void {
  const { store } = server;
  for (const message of messages ?? [...store.accounts.values()].map(({ user }) => welcome(server, user))) {
    const account = store.account(message.user);
    if (!account) throw new Error(`the seed has mail for ${message.user}, who does not exist`);
    const name = message.mailbox ?? 'INBOX';
    const mailbox = account.find(name) ?? account.create(name);
    const bytes =
      typeof message.message === 'string' ? utf8(message.message.replace(/\r?\n/g, '\r\n')) : message.message;
    const now = server.now();
    mailbox?.append(store.content(bytes), {
      flags: message.flags ?? [],
      internalDate: message.internalDate ?? now,
      now,
    });
  }
}

function welcome({ domain, now }: Server, user: string): SeedMessage {
  const message = `From: Mailwright <postmaster@${domain}>
To: ${user}@${domain}
Subject: Welcome to the sandbox
Date: ${formatDate(fromEpoch(now()))}
Message-ID: <welcome.${user}@${domain}>
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii

This mailbox lives in memory. Whatever you do to it, it is gone when the
sandbox stops.
`;
  return { user, message };
}
