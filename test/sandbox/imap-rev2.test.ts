import { describe, expect, it } from 'vitest';
import type { Dialogue } from './dialogue';
import { imap, start } from './harness';

const two = [1, 2].map((n) => ({ user: 'alice', message: `Subject: ${n}\n\n${n}\n` }));

/** Signed in, with IMAP4rev2 switched on. */
async function rev2(url: string, mailbox?: string): Promise<Dialogue> {
  const client = await imap(url);
  await client.play(`
    C: r ENABLE IMAP4rev2
    S: * ENABLED IMAP4rev2
    S: r OK done
  `);
  if (mailbox !== undefined) {
    client.send(`s SELECT ${mailbox}\r\n`);
    await client.until(/^s OK/);
  }
  return client;
}

describe('IMAP4rev2, once enabled', () => {
  it('opens a mailbox with LIST, and without RECENT and UNSEEN', async () => {
    const sandbox = await start({ seed: two });
    const client = await rev2(sandbox.imap);
    client.send('a CREATE Sent/2026\r\nb SELECT Sent\r\n');
    const opened = await client.until(/^b OK/);
    expect(opened).toContain('* LIST (\\Subscribed \\HasChildren \\Sent) "/" Sent');
    expect(opened.join('\n')).not.toMatch(/RECENT|UNSEEN/);
    client.send('c SELECT INBOX\r\n');
    expect((await client.until(/^c OK/))[0]).toBe('* OK [CLOSED] the mailbox selected before is closed');
  });

  it('answers SEARCH with ESEARCH', async () => {
    const sandbox = await start({ seed: two });
    const client = await rev2(sandbox.imap, 'INBOX');
    await client.play(`
      C: a SEARCH ALL
      S: * ESEARCH (TAG "a") ALL 1:2
      S: a OK ...
      C: b UID SEARCH SUBJECT nothing
      S: * ESEARCH (TAG "b") UID
      S: b OK ...
      C: c SEARCH RETURN (SAVE COUNT) ALL
      S: * ESEARCH (TAG "c") COUNT 2
      S: c OK ...
      C: d STORE $ +FLAGS (\\Seen)
      S: * 1 FETCH (UID 1 FLAGS (\\Seen))
      S: * 2 FETCH (UID 2 FLAGS (\\Seen))
      S: d OK done
    `);
  });

  it('names the UID in every FETCH that was not asked for', async () => {
    const sandbox = await start({ seed: two });
    const client = await rev2(sandbox.imap, 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: a STORE 2 +FLAGS.SILENT (\\Flagged)
      S: a OK done
    `);
    await client.play(`
      C: a NOOP
      S: * 2 FETCH (UID 2 FLAGS (\\Flagged))
      S: a OK done
      C: b FETCH 1 BODY[TEXT]
      S: * 1 FETCH (BODY[TEXT] {3}
      S: 1
      S:  UID 1 FLAGS (\\Seen))
      S: b OK done
    `);
  });

  it('tells how a renamed mailbox was called, to the session and to others', async () => {
    const sandbox = await start();
    const client = await rev2(sandbox.imap);
    const idler = await rev2(sandbox.imap);
    const other = await rev2(sandbox.imap);
    const old = await imap(sandbox.imap);
    await idler.play(`
      C: i IDLE
      S: + idling
    `);
    await client.play(`
      C: a CREATE Work/Reports
      S: a OK ...
      C: b RENAME Work Play
      S: * LIST (\\HasChildren) "/" Play ("OLDNAME" (Work))
      S: b OK renamed
      C: c DELETE Play/Reports
      S: c OK deleted
      C: d RENAME INBOX Old
      S: d OK renamed
    `);
    const told = `
      S: * LIST () "/" Work
      S: * LIST () "/" Work/Reports
      S: * LIST () "/" Play ("OLDNAME" (Work))
      S: * LIST (\\NonExistent) "/" Play/Reports
      S: * LIST () "/" Old
    `;
    await idler.play(told);
    await other.play(`
      C: a NOOP
      ${told}
      S: a OK done
    `);
    await old.play(`
      C: a NOOP
      S: a OK done
    `);
  });

  it('keeps names in their normal form, and says so', async () => {
    const sandbox = await start();
    const client = await rev2(sandbox.imap);
    const apart = 'e\u0301te\u0301';
    await client.play(`
      C: a CREATE "${apart}"
      S: * LIST () "/" "été" ("OLDNAME" ("${apart}"))
      S: a OK ...
    `);
    client.send(`b SELECT "${apart}"\r\n`);
    expect(await client.until(/^b OK/)).toContain(`* LIST (\\HasNoChildren) "/" "été" ("OLDNAME" ("${apart}"))`);
  });
});

describe('SEARCH RETURN (SAVE)', () => {
  it('keeps what it found while messages go', async () => {
    const sandbox = await start({ seed: [...two, ...two] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a SEARCH RETURN (SAVE) SUBJECT 2
      S: a OK ...
      C: b STORE 2 +FLAGS.SILENT (\\Deleted)
      S: b OK done
      C: c EXPUNGE
      S: * 2 EXPUNGE
      S: c OK done
      C: d FETCH $ UID
      S: * 3 FETCH (UID 4)
      S: d OK done
      C: e SEARCH RETURN (SAVE MIN) ALL
      S: * ESEARCH (TAG "e") MIN 1
      S: e OK ...
      C: f UID SEARCH UID $
      S: * SEARCH 1
      S: f OK ...
      C: g SEARCH RETURN (SAVE) CHARSET KOI8-R ALL
      S: g NO [BADCHARSET ...] ...
      C: h FETCH $ UID
      S: h OK done
    `);
  });
});
