/** Gives a test a user without mail, whatever the tests before it have left. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabEnvironment } from './environment';
import { noOpenSessions } from './rawlog';

/**
 * Removes all of a user's mail, mailboxes, subscriptions, quota and metadata; Dovecot makes the default mailboxes anew.
 * Waits for the user's sessions to end, and rejects when one stays open: a test closes what it opens.
 */
export const resetMailbox = async (lab: LabEnvironment, user: string): Promise<void> => {
  await noOpenSessions(lab, user);
  rmSync(join(lab.mailDir, user), { recursive: true, force: true });
};
