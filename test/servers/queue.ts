/** Postfix's queue, seen from outside: mail that has been accepted and not yet delivered. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LabEnvironment } from './environment';

/** Where mail is that Postfix is about to deliver; what is deferred waits for its next turn. */
const onItsWay = ['maildrop', 'incoming', 'active'];

/** Resolves when all mail has been delivered, bounced or deferred. Rejects when that does not happen `within` milliseconds. */
export const queueIsEmpty = async (lab: LabEnvironment, within = 10_000): Promise<void> => {
  const queue = join(dirname(lab.mailDir), 'postfix/queue');
  const deadline = performance.now() + within;
  const waiting = (): string[] =>
    onItsWay.flatMap((folder) =>
      readdirSync(join(queue, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
    );
  while (waiting().length > 0) {
    if (performance.now() > deadline)
      throw new Error(`waited ${within} ms for ${waiting().length} messages in the queue`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
