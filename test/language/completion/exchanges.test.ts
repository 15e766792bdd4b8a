/** The snippets for whole exchanges are real: each one runs against the embedded servers as it stands. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEnvironment } from '../../../src/host/open-environment';
import { exchangesOf } from '../../../src/language/completion/exchanges';
import { insertedText } from '../../../src/language/completion/snippet';
import type { Protocol } from '../../../src/protocol/finding';
import { play } from '../../scenarios/play';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailwright-exchange-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const protocols: readonly Protocol[] = ['smtp', 'lmtp', 'imap', 'pop3'];
const all = protocols.flatMap((protocol) => exchangesOf(protocol).map((exchange) => ({ protocol, ...exchange })));

/** What must be said before those that do not begin a connection. */
const before: Readonly<Record<string, string>> = { smtp: 'C: EHLO client.example\n', lmtp: 'C: LHLO client.example\n' };

describe('an exchange that completion proposes', () => {
  it.each(all)('$label runs in $protocol', async ({ label, protocol, insert, starts }) => {
    const opened = await openEnvironment('sandbox', undefined);
    if (!opened.ok) throw new Error(opened.error);
    try {
      const path = join(folder, `${label.replace(/\W+/g, '-')}.${protocol}`);
      await writeFile(path, `${starts ? '' : before[protocol]}${insertedText(insert)}\n`);
      const { loaded, sessions } = await play(path, opened.value);
      expect(loaded.problems).toEqual([]);
      expect(sessions.map(({ outcome, reason, failure }) => ({ outcome, reason, failure }))).toEqual([
        { outcome: 'passed', reason: undefined, failure: undefined },
      ]);
    } finally {
      await opened.value.close();
    }
  });
});
