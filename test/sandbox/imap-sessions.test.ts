import { describe, expect, it } from 'vitest';
import { imap, pop3, smtp, start } from './harness';

const three = [1, 2, 3].map((n) => ({ user: 'alice', message: `Subject: ${n}\n\n${n}\n` }));

describe('two IMAP sessions on one mailbox', () => {
  it('IDLE tells at once what the other appends', async () => {
    const sandbox = await start();
    const watcher = await imap(sandbox.imap, 'alice', 'INBOX');
    const writer = await imap(sandbox.imap, 'alice');
    await watcher.play(`
      C: w IDLE
      S: + idling
    `);
    await writer.play(`
      C: a APPEND INBOX (\\Flagged) {1}
      S: + go ahead
      C: x
      S: a OK [APPENDUID ... 1] appended
    `);
    await watcher.play(`
      S: * 1 EXISTS
      S: * 1 RECENT
      C: DONE
      S: w OK done
      C: f FETCH 1 FLAGS
      S: * 1 FETCH (FLAGS (\\Flagged \\Recent))
      S: f OK done
    `);
  });

  it('IDLE tells of mail that comes by SMTP', async () => {
    const sandbox = await start();
    const watcher = await imap(sandbox.imap, 'bob', 'INBOX');
    await watcher.play(`
      C: w IDLE
      S: + idling
    `);
    const sender = await smtp(sandbox.smtp);
    sender.send('MAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await sender.until(/^354/);
    sender.send('Subject: x\r\n.\r\n');
    await watcher.play('S: * 1 EXISTS');
  });

  it('keeps message numbers during FETCH, STORE and SEARCH, and tells of EXPUNGE then', async () => {
    const sandbox = await start({ seed: three });
    const one = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: s STORE 1 +FLAGS.SILENT (\\Deleted)
      S: s OK done
      C: e EXPUNGE
      S: * 1 EXPUNGE
      S: e OK done
    `);
    await one.play(`
      C: a FETCH 2 BODY.PEEK[TEXT]
      S: * 2 FETCH (BODY[TEXT] {3}
      S: 2
      S: )
      S: a OK done
      C: b SEARCH ALL
      S: * SEARCH 2 3
      S: b OK ...
      C: c STORE 1 +FLAGS (\\Seen)
      S: c NO [EXPUNGEISSUED] ...
      C: d COPY 1 Trash
      S: * 1 EXPUNGE
      S: d NO [EXPUNGEISSUED] ...
      C: e FETCH 1:* UID
      S: * 1 FETCH (UID 2)
      S: * 2 FETCH (UID 3)
      S: e OK done
    `);
  });

  it('tells of new messages and of expunged ones together', async () => {
    const sandbox = await start({ seed: three });
    const one = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: s UID STORE 1,3 +FLAGS.SILENT (\\Deleted)
      S: s OK done
      C: a APPEND INBOX {1+}
      C: x
      S: * 4 EXISTS
      S: * 1 RECENT
      S: a OK ...
      C: e EXPUNGE
      S: * 3 EXPUNGE
      S: * 1 EXPUNGE
      S: e OK done
    `);
    await one.play(`
      C: n NOOP
      S: * 3 EXPUNGE
      S: * 1 EXPUNGE
      S: * 2 EXISTS
      S: * 1 RECENT
      S: n OK done
    `);
  });

  it('tells of flags that the other changed', async () => {
    const sandbox = await start({ seed: three });
    const one = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: s STORE 2 FLAGS (\\Seen $Forwarded)
      S: * 2 FETCH (FLAGS (\\Seen $Forwarded))
      S: s OK done
    `);
    await one.play(`
      C: n NOOP
      S: * 2 FETCH (FLAGS (\\Seen $Forwarded \\Recent))
      S: n OK done
    `);
  });

  it('closes a session whose mailbox is deleted', async () => {
    const sandbox = await start();
    const one = await imap(sandbox.imap, 'alice', 'Archive');
    const other = await imap(sandbox.imap, 'alice');
    await other.play(`
      C: d DELETE Archive
      S: d OK deleted
    `);
    await one.play('S: * BYE the mailbox was deleted');
    await one.closed();
  });
});

describe('three IMAP sessions on one mailbox', () => {
  it('hear of each other in the order that the protocol allows', async () => {
    const sandbox = await start({ seed: three });
    const one = await imap(sandbox.imap, 'alice', 'INBOX');
    const second = await imap(sandbox.imap, 'alice', 'INBOX');
    const idler = await imap(sandbox.imap, 'alice', 'INBOX');
    await idler.play(`
      C: i IDLE
      S: + idling
    `);
    await one.play(`
      C: a MOVE 2 Archive
      S: * OK [COPYUID ... 2 1] moved
      S: * 2 EXPUNGE
      S: a OK moved
      C: b COPY 1 INBOX
      S: * 3 EXISTS
      S: * 2 RECENT
      S: b OK [COPYUID ... 1 4] copied
      C: c STORE 1 +FLAGS.SILENT ($Work)
      S: c OK done
    `);
    await idler.play(`
      S: * 2 EXPUNGE
      S: * 3 EXISTS
      S: * 1 RECENT
      S: * 1 FETCH (FLAGS ($Work))
      C: DONE
      S: i OK done
    `);
    // Numbers stay while numbers are spoken of: the new message cannot be told of before the EXPUNGE.
    await second.play(`
      C: a STORE 3 +FLAGS (\\Seen)
      S: * 3 FETCH (FLAGS (\\Seen))
      S: * 1 FETCH (FLAGS ($Work))
      S: a OK done
      C: b UID FETCH 1:3 FLAGS
      S: * 1 FETCH (UID 1 FLAGS ($Work))
      S: * 2 FETCH (UID 2 FLAGS ())
      S: * 3 FETCH (UID 3 FLAGS (\\Seen))
      S: * 2 EXPUNGE
      S: * 3 EXISTS
      S: * 0 RECENT
      S: b OK done
    `);
    await one.play(`
      C: d CHECK
      S: * 2 FETCH (FLAGS (\\Seen \\Recent))
      S: d OK done
    `);
  });

  it('hear in IDLE once of all that one command does', async () => {
    const sandbox = await start({ seed: Array.from({ length: 30 }, () => three).flat() });
    const idler = await imap(sandbox.imap, 'alice', 'Archive');
    const writer = await imap(sandbox.imap, 'alice', 'INBOX');
    await idler.play(`
      C: i IDLE
      S: + idling
    `);
    await writer.play(`
      C: a COPY 1:90 Archive
      S: a OK ...
    `);
    await idler.play(`
      S: * 90 EXISTS
      S: * 90 RECENT
      C: DONE
      S: i OK done
    `);
  });

  it('keep their numbers during UID SEARCH where the key names numbers', async () => {
    const sandbox = await start({ seed: three });
    const one = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: a MOVE 1 Trash
      S: * OK ...
      S: * 1 EXPUNGE
      S: a OK moved
    `);
    await one.play(`
      C: a UID SEARCH 2:3
      S: * SEARCH 2 3
      S: a OK ...
      C: b UID SEARCH ALL
      S: * SEARCH 2 3
      S: * 1 EXPUNGE
      S: b OK ...
    `);
  });

  it('are told of what comes by POP3, SMTP and APPEND alike, and of what goes', async () => {
    const sandbox = await start({ seed: three });
    const watcher = await imap(sandbox.imap, 'alice', 'INBOX');
    const writer = await imap(sandbox.imap, 'alice');
    const reader = await pop3(sandbox.pop3);
    await writer.play(`
      C: a APPEND INBOX (\\Seen) {2+}
      C: x
      C:
      S: a OK ...
    `);
    await reader.play(`
      C: DELE 3
      S: +OK ...
      C: QUIT
      S: +OK ...
    `);
    await watcher.play(`
      C: a NOOP
      S: * 3 EXPUNGE
      S: * 3 EXISTS
      S: * 3 RECENT
      S: a OK done
    `);
  });

  it('are not told of flags twice, and hear a silent STORE’s of others', async () => {
    const sandbox = await start({ seed: three });
    const one = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: a STORE 1 +FLAGS (\\Flagged)
      S: * 1 FETCH (FLAGS (\\Flagged))
      S: a OK done
    `);
    // The other's \\Flagged is news, although this STORE is silent.
    await one.play(`
      C: a STORE 1 +FLAGS.SILENT (\\Seen)
      S: * 1 FETCH (FLAGS (\\Flagged \\Seen \\Recent))
      S: a OK done
      C: b NOOP
      S: b OK done
    `);
    await other.play(`
      C: b NOOP
      S: * 1 FETCH (FLAGS (\\Flagged \\Seen))
      S: b OK done
    `);
  });

  it('see a mailbox of the same name as another one, by UIDVALIDITY', async () => {
    const sandbox = await start();
    const one = await imap(sandbox.imap, 'alice');
    const other = await imap(sandbox.imap, 'alice');
    const validity = async (client: typeof one): Promise<number> => {
      client.send('v STATUS Work (UIDVALIDITY)\r\n');
      return Number(/UIDVALIDITY (\d+)/.exec((await client.until(/^v OK/)).join())?.[1]);
    };
    await one.play(`
      C: a CREATE Work
      S: a OK ...
    `);
    const before = await validity(other);
    await one.play(`
      C: b DELETE Work
      S: b OK ...
      C: c CREATE Work
      S: c OK ...
    `);
    expect(await validity(other)).toBeGreaterThan(before);
    await one.play(`
      C: d RENAME Work Play
      S: d OK ...
      C: e RENAME Play Work
      S: e OK ...
    `);
    expect(await validity(one)).toBe(await validity(other));
  });

  it('go on with a mailbox that is renamed under them', async () => {
    const sandbox = await start();
    const one = await imap(sandbox.imap, 'alice', 'Archive');
    const other = await imap(sandbox.imap, 'alice');
    await other.play(`
      C: a RENAME Archive Old
      S: a OK renamed
      C: b APPEND Old {1+}
      C: x
      S: b OK ...
    `);
    await one.play(`
      C: a NOOP
      S: * 1 EXISTS
      S: * 1 RECENT
      S: a OK done
    `);
  });
});
