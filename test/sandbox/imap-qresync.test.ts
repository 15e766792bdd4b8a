import { describe, expect, it } from 'vitest';
import type { Dialogue } from './dialogue';
import { imap, start } from './harness';

const five = [1, 2, 3, 4, 5].map((n) => ({ user: 'alice', message: `Subject: ${n}\n\n${n}\n` }));

/** Signed in with QRESYNC switched on, in a mailbox unless told otherwise. */
async function resyncing(url: string, mailbox?: string): Promise<Dialogue> {
  const client = await imap(url);
  await client.play(`
    C: q ENABLE QRESYNC
    S: * ENABLED QRESYNC
    S: q OK done
  `);
  if (mailbox !== undefined) {
    client.send(`s SELECT ${mailbox}\r\n`);
    await client.until(/^s OK/);
  }
  return client;
}

/** UIDVALIDITY of INBOX. */
async function validity(client: Dialogue): Promise<string> {
  const [line = ''] = await client.play(`
    C: v STATUS INBOX (UIDVALIDITY)
    S: * STATUS INBOX (UIDVALIDITY ...)
    S: v OK done
  `);
  return /\d+/.exec(line)?.[0] ?? '';
}

describe('CONDSTORE', () => {
  it.each([
    ['a STATUS INBOX (HIGHESTMODSEQ)'],
    ['a FETCH 1 MODSEQ'],
    ['a FETCH 1 FLAGS (CHANGEDSINCE 1)'],
    ['a SEARCH MODSEQ 1'],
    ['a STORE 1 (UNCHANGEDSINCE 99) FLAGS ()'],
    ['a ENABLE CONDSTORE'],
  ])('%s switches it on, and tells HIGHESTMODSEQ once', async (command) => {
    const sandbox = await start({ seed: five });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    client.send(`${command}\r\n`);
    const first = await client.until(/^a OK/);
    expect(first.filter((line) => line.includes('[HIGHESTMODSEQ 6]'))).toHaveLength(1);
    client.send(`${command}\r\n`);
    expect((await client.until(/^a OK/)).join('\n')).not.toContain('[HIGHESTMODSEQ');
    await client.play(`
      C: b STORE 2 +FLAGS (\\Seen)
      S: * 2 FETCH (UID 2 FLAGS (\\Seen \\Recent) MODSEQ (7))
      S: b OK done
      C: c STORE 2 +FLAGS (\\Seen)
      S: * 2 FETCH (UID 2 FLAGS (\\Seen \\Recent) MODSEQ (7))
      S: c OK done
    `);
  });

  it('tells a flag that FETCH sets with UID and mod-sequence', async () => {
    const sandbox = await start({ seed: five });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a ENABLE CONDSTORE
      S: * OK [HIGHESTMODSEQ 6] ...
      S: * ENABLED CONDSTORE
      S: a OK done
      C: b FETCH 1 BODY[TEXT]
      S: * 1 FETCH (BODY[TEXT] {3}
      S: 1
      S:  UID 1 FLAGS (\\Seen \\Recent) MODSEQ (7))
      S: b OK done
    `);
  });

  it('tells the highest mod-sequence of what SEARCH and SORT found', async () => {
    const sandbox = await start({ seed: five });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: x ENABLE CONDSTORE
      S: * OK ...
      S: * ENABLED CONDSTORE
      S: x OK done
      C: a SEARCH MODSEQ "/flags/\\\\seen" all 4
      S: * SEARCH 3 4 5 (MODSEQ 6)
      S: a OK ...
      C: b SEARCH RETURN (MIN) MODSEQ 4
      S: * ESEARCH (TAG "b") MIN 3 MODSEQ 4
      S: b OK ...
      C: c SEARCH RETURN (MIN COUNT) MODSEQ 4
      S: * ESEARCH (TAG "c") MIN 3 COUNT 3 MODSEQ 6
      S: c OK ...
      C: d SORT (REVERSE SUBJECT) UTF-8 MODSEQ 4
      S: * SORT 5 4 3 (MODSEQ 6)
      S: d OK ...
      C: e SORT RETURN (ALL COUNT MIN) (REVERSE SUBJECT) UTF-8 MODSEQ 4
      S: * ESEARCH (TAG "e") MIN 5 ALL 5,4,3 COUNT 3 MODSEQ 6
      S: e OK ...
      C: f SEARCH MODSEQ 100
      S: * SEARCH
      S: f OK ...
    `);
  });

  it('refuses a conditional STORE message by message, and says what has changed', async () => {
    const sandbox = await start({ seed: five });
    const one = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: a STORE 2 +FLAGS.SILENT (\\Flagged)
      S: a OK done
    `);
    await one.play(`
      C: a UID STORE 1:3 (UNCHANGEDSINCE 6) +FLAGS.SILENT (\\Seen)
      S: * OK [HIGHESTMODSEQ 6] ...
      S: * 1 FETCH (UID 1 MODSEQ (8))
      S: * 2 FETCH (UID 2 FLAGS (\\Flagged \\Recent) MODSEQ (7))
      S: * 3 FETCH (UID 3 MODSEQ (9))
      S: a OK [MODIFIED 2] ...
      C: b STORE 2 (UNCHANGEDSINCE 0) +FLAGS.SILENT ($MDNSent)
      S: * 2 FETCH (UID 2 FLAGS (\\Flagged \\Recent) MODSEQ (7))
      S: b OK [MODIFIED 2] ...
    `);
  });
});

describe('QRESYNC', () => {
  it('is for those who have enabled it', async () => {
    const sandbox = await start({ seed: five });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a SELECT INBOX (QRESYNC (1 1))
      S: a BAD ...
      C: b UID FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)
      S: b BAD ...
      C: c ENABLE QRESYNC CONDSTORE
      S: * OK [HIGHESTMODSEQ 6] ...
      S: * ENABLED QRESYNC CONDSTORE
      S: c OK done
      C: d FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)
      S: d BAD ...
      C: e UID FETCH 1:* FLAGS (VANISHED)
      S: e BAD ...
      C: f SELECT INBOX (QRESYNC (1 1 *))
      S: f BAD ...
      C: g SELECT INBOX (QRESYNC (1 1 1:3 (1)))
      S: g BAD ...
      C: h FETCH 1 UID
      S: * 1 FETCH (UID 1)
      S: h OK done
    `);
  });

  it('tells of EXPUNGE by UID, to all sessions that have it', async () => {
    const sandbox = await start({ seed: five });
    const one = await resyncing(sandbox.imap, 'INBOX');
    const other = await resyncing(sandbox.imap, 'INBOX');
    const plain = await imap(sandbox.imap, 'alice', 'INBOX');
    await one.play(`
      C: a UID STORE 2:3,5 +FLAGS.SILENT (\\Deleted)
      S: * 2 FETCH (UID 2 MODSEQ (7))
      S: * 3 FETCH (UID 3 MODSEQ (8))
      S: * 5 FETCH (UID 5 MODSEQ (9))
      S: a OK done
      C: b EXPUNGE
      S: * VANISHED 2:3,5
      S: b OK [HIGHESTMODSEQ 10] done
    `);
    await other.play(`
      C: a NOOP
      S: * VANISHED 2:3,5
      S: a OK done
      C: b FETCH 2 UID
      S: * 2 FETCH (UID 4)
      S: b OK done
    `);
    await plain.play(`
      C: a NOOP
      S: * 5 EXPUNGE
      S: * 3 EXPUNGE
      S: * 2 EXPUNGE
      S: a OK done
    `);
    await one.play(`
      C: c MOVE 1 Trash
      S: * OK [COPYUID ...] moved
      S: * VANISHED 1
      S: c OK [HIGHESTMODSEQ 11] moved
    `);
  });

  it('tells who comes back what has vanished and what has changed', async () => {
    const sandbox = await start({ seed: five });
    const worker = await imap(sandbox.imap, 'alice', 'INBOX');
    const uidvalidity = await validity(worker);
    await worker.play(`
      C: a STORE 2,4 +FLAGS.SILENT (\\Deleted)
      S: a OK done
      C: b EXPUNGE
      S: * 4 EXPUNGE
      S: * 2 EXPUNGE
      S: b OK done
      C: c STORE 2 +FLAGS.SILENT (\\Answered)
      S: c OK done
      C: d LOGOUT
    `);
    const client = await resyncing(sandbox.imap);
    client.send(`a SELECT INBOX (QRESYNC (${uidvalidity} 6))\r\n`);
    const opened = await client.until(/^a /);
    expect(opened.slice(-3)).toEqual([
      '* VANISHED (EARLIER) 2,4',
      '* 2 FETCH (UID 3 FLAGS (\\Answered) MODSEQ (10))',
      'a OK [READ-WRITE] selected',
    ]);
    expect(opened).toContain('* OK [HIGHESTMODSEQ 10] the highest');
    client.send(`b SELECT INBOX (QRESYNC (${uidvalidity} 6 3:5))\r\n`);
    const known = await client.until(/^b /);
    expect(known[0]).toMatch(/^\* OK \[CLOSED\]/);
    expect(known).toContain('* VANISHED (EARLIER) 4');
    client.send(`c SELECT INBOX (QRESYNC (${uidvalidity} 10))\r\n`);
    expect((await client.until(/^c /)).join('\n')).not.toMatch(/VANISHED|FETCH/);
    client.send('d SELECT INBOX (QRESYNC (1 6))\r\n');
    expect((await client.until(/^d /)).join('\n')).not.toMatch(/VANISHED|FETCH/);
    await client.play(`
      C: e UID FETCH 1:4 (FLAGS) (CHANGEDSINCE 6 VANISHED)
      S: * VANISHED (EARLIER) 2,4
      S: * 2 FETCH (UID 3 FLAGS (\\Answered) MODSEQ (10))
      S: e OK done
    `);
  });

  it('leaves out what the client knows by its pairs of number and UID', async () => {
    const sandbox = await start({ seed: five });
    const worker = await imap(sandbox.imap, 'alice', 'INBOX');
    const uidvalidity = await validity(worker);
    await worker.play(`
      C: a STORE 1,4 +FLAGS.SILENT (\\Deleted)
      S: a OK done
      C: b EXPUNGE
      S: * 4 EXPUNGE
      S: * 1 EXPUNGE
      S: b OK done
    `);
    const client = await resyncing(sandbox.imap);
    // The client knows that number 2 is UID 3, so that it knows of the first EXPUNGE; of number 3 it thinks otherwise.
    client.send(`a SELECT INBOX (QRESYNC (${uidvalidity} 6 1:5 (2,3 3,4)))\r\n`);
    expect(await client.until(/^a /)).toContain('* VANISHED (EARLIER) 4');
  });

  it('does not let a client lose an EXPUNGE that has to wait', async () => {
    const sandbox = await start({ seed: five });
    const one = await resyncing(sandbox.imap, 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: a STORE 1 +FLAGS.SILENT (\\Deleted)
      S: a OK done
      C: b EXPUNGE
      S: * 1 EXPUNGE
      S: b OK done
      C: c STORE 1 +FLAGS.SILENT (\\Flagged)
      S: c OK done
    `);
    // RFC 7162 §3.2: mod-sequence 9 is told while the EXPUNGE of 8 waits.
    await one.play(`
      C: a FETCH 2 FLAGS
      S: * 2 FETCH (FLAGS (\\Flagged \\Recent))
      S: * 2 FETCH (UID 2 FLAGS (\\Flagged \\Recent) MODSEQ (9))
      S: * OK [HIGHESTMODSEQ 7] ...
      S: a OK done
      C: b NOOP
      S: * VANISHED 1
      S: b OK done
    `);
  });
});
