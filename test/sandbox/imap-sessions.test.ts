import { describe, it } from 'vitest';
import { imap, smtp, start } from './harness';

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
