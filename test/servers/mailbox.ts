/** Gives a test a user without mail, whatever the tests before it have left. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabEnvironment } from './environment';
import { queueIsEmpty } from './queue';
import { noOpenSessions } from './rawlog';

/**
 * Removes all of a user's mail, mailboxes, subscriptions, quota and metadata; Dovecot makes the default mailboxes anew.
 * Waits for mail on its way to be delivered and for the user's sessions to end, and rejects when one stays open: a test closes what it opens.
 */
export const resetMailbox = async (lab: LabEnvironment, user: string): Promise<void> => {
  await queueIsEmpty(lab);
  await noOpenSessions(lab, user);
  rmSync(join(lab.mailDir, user), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
};
