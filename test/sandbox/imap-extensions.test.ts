import { describe, expect, it } from 'vitest';
import { imapCapabilitiesFrom } from '../../src/protocol/imap/capabilities';
import { imap, start } from './harness';

const mail = (subject: string, more = ''): { user: string; message: string } => ({
  user: 'alice',
  message: `Subject: ${subject}\n${more}\n${subject}\n`,
});

describe('what is announced', () => {
  it('is everything that the server honours', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    const [line = ''] = await client.play(`
      C: a CAPABILITY
      S: * CAPABILITY ...
      S: a OK ...
    `);
    const announced = imapCapabilitiesFrom(line.split(' ').slice(2)).names;
    for (const name of (
      'IMAP4REV1 IMAP4REV2 ID IDLE NAMESPACE UIDPLUS MOVE UNSELECT CONDSTORE QRESYNC ESEARCH SEARCHRES SORT ESORT ' +
      'THREAD=REFERENCES THREAD=ORDEREDSUBJECT LIST-EXTENDED LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE LITERAL+ SASL-IR ' +
      'MULTIAPPEND BINARY ENABLE QUOTA METADATA STATUS=SIZE OBJECTID SAVEDATE PREVIEW REPLACE UTF8=ACCEPT COMPRESS=DEFLATE'
    ).split(' ')) {
      expect(announced).toContain(name);
    }
  });

  it.each([
    ['CONDSTORE', 'SEARCH MODSEQ 1'],
    ['CONDSTORE', 'FETCH 1 MODSEQ'],
    ['CONDSTORE', 'FETCH 1 FLAGS (CHANGEDSINCE 1)'],
    ['CONDSTORE', 'STORE 1 (UNCHANGEDSINCE 1) FLAGS ()'],
    ['CONDSTORE', 'SELECT INBOX (CONDSTORE)'],
    ['CONDSTORE', 'STATUS INBOX (HIGHESTMODSEQ)'],
    ['WITHIN', 'SEARCH YOUNGER 1'],
    ['OBJECTID', 'SEARCH EMAILID x'],
    ['OBJECTID', 'FETCH 1 THREADID'],
    ['SAVEDATE', 'SEARCH SAVEDATESUPPORTED'],
    ['ESEARCH', 'SEARCH RETURN (MIN) ALL'],
    ['SEARCHRES', 'SEARCH RETURN (SAVE) ALL'],
    ['ESORT', 'SORT RETURN (MIN) (DATE) UTF-8 ALL'],
    ['LIST-STATUS', 'LIST "" % RETURN (STATUS (MESSAGES))'],
    ['SPECIAL-USE', 'LIST (SPECIAL-USE) "" %'],
    ['STATUS=SIZE', 'STATUS INBOX (SIZE)'],
    ['METADATA', 'GETMETADATA INBOX /shared/comment'],
    ['REPLACE', 'UID REPLACE 1 INBOX {1+}\r\nx'],
    ['PREVIEW', 'FETCH 1 PREVIEW'],
    ['QUOTA', 'GETQUOTAROOT INBOX'],
  ])('without %s there is no %s', async (capability, command) => {
    const sandbox = await start({ without: [capability], seed: [mail('x')] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    client.send(`a ${command}\r\n`);
    expect((await client.until(/^a /)).at(-1)).toMatch(/^a BAD /);
  });
});

describe('METADATA', () => {
  it('keeps what is set on a mailbox, and forgets what is set to NIL', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a GETMETADATA INBOX /private/comment
      S: * METADATA INBOX (/private/comment NIL)
      S: a OK done
      C: b SETMETADATA inbox (/PRIVATE/Comment "My own" /shared/comment {9+}
      C: two
      C: word)
      S: b OK done
      C: c GETMETADATA INBOX (/shared/comment /private/comment)
      S: * METADATA INBOX (/shared/comment {9}
      S: two
      S: word /private/comment "My own")
      S: c OK done
      C: d SETMETADATA INBOX (/private/comment NIL)
      S: d OK done
      C: e GETMETADATA (DEPTH infinity) INBOX (/private)
      S: e OK done
      C: f SETMETADATA Nowhere (/shared/comment "x")
      S: f NO [NONEXISTENT] ...
      C: g SETMETADATA INBOX (/other/comment "x")
      S: g BAD ...
      C: h SETMETADATA INBOX (/shared/* "x")
      S: h BAD ...
    `);
  });

  it('takes DEPTH and MAXSIZE', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a SETMETADATA INBOX (/private/vendor/x "0" /private/vendor/x/a "1" /private/vendor/x/a/b "22" /private/vendor/xy "3")
      S: a OK done
      C: b GETMETADATA (DEPTH 1) INBOX /private/vendor/x
      S: * METADATA INBOX (/private/vendor/x "0" /private/vendor/x/a "1")
      S: b OK done
      C: c GETMETADATA (DEPTH infinity MAXSIZE 1) INBOX (/private/vendor/x)
      S: * METADATA INBOX (/private/vendor/x "0" /private/vendor/x/a "1")
      S: c OK [METADATA LONGENTRIES 2] done
      C: d GETMETADATA INBOX (MAXSIZE 0) /private/vendor/xy
      S: d OK [METADATA LONGENTRIES 1] done
      C: e GETMETADATA (DEPTH 7) INBOX /private/vendor/x
      S: e BAD ...
    `);
  });

  it('refuses what is too large or too much, and then changes nothing', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    client.send(`a SETMETADATA INBOX (/shared/comment "x" /private/comment {65537+}\r\n${'x'.repeat(65_537)})\r\n`);
    await client.play(`
      S: a NO [METADATA MAXSIZE 65536] ...
      C: b GETMETADATA INBOX /shared/comment
      S: * METADATA INBOX (/shared/comment NIL)
      S: b OK done
    `);
    const many = Array.from({ length: 101 }, (_, n) => `/private/vendor/x/${n} "x"`).join(' ');
    client.send(`c SETMETADATA INBOX (${many})\r\n`);
    await client.play('S: c NO [METADATA TOOMANY] ...');
  });

  it('has annotations of the server, shared or one’s own', async () => {
    const sandbox = await start();
    const alice = await imap(sandbox.imap);
    const bob = await imap(sandbox.imap, 'bob');
    await alice.play(`
      C: a SETMETADATA "" (/shared/comment "for all" /private/comment "for me")
      S: a OK done
      C: b SETMETADATA "" (/shared/admin "x")
      S: b NO [NOPERM] ...
    `);
    await bob.play(`
      C: a GETMETADATA "" (/shared/comment /private/comment /shared/admin)
      S: * METADATA "" (/shared/comment "for all" /private/comment NIL /shared/admin "mailto:postmaster@example.test")
      S: a OK done
    `);
  });

  it('tells those who have asked for it when others change something', async () => {
    const sandbox = await start();
    const writer = await imap(sandbox.imap);
    const listener = await imap(sandbox.imap);
    const idler = await imap(sandbox.imap);
    const other = await imap(sandbox.imap);
    await idler.play(`
      C: a ENABLE METADATA
      S: * ENABLED METADATA
      S: a OK done
      C: b IDLE
      S: + idling
    `);
    await listener.play(`
      C: a ENABLE METADATA
      S: * ENABLED METADATA
      S: a OK done
    `);
    await writer.play(`
      C: w ENABLE METADATA
      S: * ENABLED METADATA
      S: w OK done
      C: a SETMETADATA INBOX (/shared/comment "x" /private/comment "y")
      S: a OK done
      C: b SETMETADATA INBOX (/shared/comment "x")
      S: b OK done
      C: c SETMETADATA "" (/shared/comment "z")
      S: c OK done
    `);
    await idler.play(`
      S: * METADATA INBOX /shared/comment
      S: * METADATA INBOX /private/comment
      S: * METADATA "" /shared/comment
    `);
    await listener.play(`
      C: b NOOP
      S: * METADATA INBOX /shared/comment
      S: * METADATA INBOX /private/comment
      S: * METADATA "" /shared/comment
      S: b OK done
    `);
    await other.play(`
      C: b NOOP
      S: b OK done
    `);
  });

  it('counts a change of a mailbox’s annotation as one of the mailbox, and takes it along on RENAME', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a CREATE Work
      S: a OK ...
      C: b SETMETADATA Work (/shared/comment "x")
      S: b OK done
      C: c STATUS Work (HIGHESTMODSEQ)
      S: * STATUS Work (HIGHESTMODSEQ 2)
      S: c OK done
      C: d RENAME Work Play
      S: d OK renamed
      C: e GETMETADATA Play /shared/comment
      S: * METADATA Play (/shared/comment "x")
      S: e OK done
      C: f DELETE Play
      S: f OK deleted
      C: g CREATE Play
      S: g OK ...
      C: h GETMETADATA Play /shared/comment
      S: * METADATA Play (/shared/comment NIL)
      S: h OK done
    `);
  });
});

describe('REPLACE', () => {
  it('puts a message in the place of another', async () => {
    const sandbox = await start({ seed: [mail('one'), mail('two')] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a REPLACE 1 INBOX (\\Seen \\Draft) {3+}
      C: new
      S: * OK [APPENDUID ... 3] ...
      S: * 1 EXPUNGE
      S: * 2 EXISTS
      S: * 2 RECENT
      S: a OK replaced
      C: b UID REPLACE 2 Drafts {3}
      S: + go ahead
      C: new
      S: * OK [APPENDUID ... 1] ...
      S: * 1 EXPUNGE
      S: b OK replaced
      C: c FETCH 1 (UID FLAGS BODY[])
      S: * 1 FETCH (UID 3 FLAGS (\\Seen \\Draft \\Recent) BODY[] {3}
      S: new)
      S: c OK done
    `);
  });

  it('changes nothing when something is wrong', async () => {
    const sandbox = await start({ seed: [mail('one')] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a REPLACE 1 Nowhere {3+}
      C: new
      S: a NO [TRYCREATE] ...
      C: b REPLACE 2 INBOX {3+}
      C: new
      S: b BAD ...
      C: c UID REPLACE 9 INBOX {3+}
      C: new
      S: c NO [NONEXISTENT] ...
      C: d REPLACE 1 INBOX {3+}
      C: new {3+}
      C: new
      S: d BAD ...
      C: e REPLACE 1 INBOX (\\Nonsense) {3+}
      C: new
      S: e BAD ...
      C: f FETCH 1:* UID
      S: * 1 FETCH (UID 1)
      S: f OK done
      C: g EXAMINE INBOX
    `);
    await client.until(/^g OK/);
    await client.play(`
      C: h REPLACE 1 INBOX {3+}
      C: new
      S: h NO the mailbox is read-only
    `);
  });

  it('tells with QRESYNC which UID has vanished', async () => {
    const sandbox = await start({ seed: [mail('one')] });
    const client = await imap(sandbox.imap);
    client.send('q ENABLE QRESYNC\r\ns SELECT INBOX\r\n');
    await client.until(/^s OK/);
    await client.play(`
      C: a UID REPLACE 1 INBOX {3+}
      C: new
      S: * OK [APPENDUID ... 2] ...
      S: * VANISHED 1
      S: * 1 EXISTS
      S: * 1 RECENT
      S: a OK [HIGHESTMODSEQ 4] replaced
    `);
  });
});

describe('OBJECTID', () => {
  it('gives what belongs together one thread, wherever it lies', async () => {
    const sandbox = await start({
      seed: [
        mail('A', 'Message-ID: <a@x>\n'),
        mail('Re: A', 'Message-ID: <b@x>\nIn-Reply-To: <a@x>\n'),
        { ...mail('Re: A', 'Message-ID: <c@x>\nIn-Reply-To: <b@x>\n'), mailbox: 'Archive' },
        mail('Re: A', 'Message-ID: <d@x>\nReferences: <a@x> <b@x>\n'),
        mail('other'),
        mail('other'),
      ],
    });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    const identifiers = async (): Promise<string[]> => {
      client.send('f FETCH 1:* (THREADID)\r\n');
      return (await client.until(/^f OK/)).slice(0, -1).map((line) => /\(THREADID \((\S+)\)\)/.exec(line)?.[1] ?? '');
    };
    const [a, b, d, one, two] = await identifiers();
    expect(new Set([a, b, d]).size).toBe(1);
    expect(new Set([a, one, two]).size).toBe(3);
    await client.play(`
      C: s SEARCH THREADID ${a}
      S: * SEARCH 1 2 3
      S: s OK ...
      C: m MOVE 2 Archive
      S: * OK ...
      S: * 2 EXPUNGE
      S: m OK moved
    `);
    expect(await identifiers()).toEqual([a, d, one, two]);
    client.send('o SELECT Archive\r\n');
    await client.until(/^o OK/);
    expect(await identifiers()).toEqual([a, a]);
  });

  it('keeps a message’s identifier in copies, and a mailbox’s when it is renamed', async () => {
    const sandbox = await start({ seed: [mail('A')] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    const [first = ''] = await client.play(`
      C: a FETCH 1 EMAILID
      S: * 1 FETCH (EMAILID (...))
      S: a OK done
      C: b COPY 1 Archive
      S: b OK ...
      C: c STATUS Archive (MAILBOXID)
      S: * STATUS Archive (MAILBOXID (...))
      S: c OK done
    `);
    client.send('d RENAME Archive Old\r\ne STATUS Old (MAILBOXID)\r\nf SELECT Old\r\n');
    const opened = (await client.until(/^f OK/)).join('\n');
    const id = /STATUS Old \(MAILBOXID \((\S+?)\)\)/.exec(opened)?.[1];
    expect(opened).toContain(`[MAILBOXID (${id})]`);
    await client.play(`
      C: g FETCH 1 EMAILID
      S: ${first}
      S: g OK done
      C: h SEARCH EMAILID ${/\((E\w+)\)/.exec(first)?.[1]}
      S: * SEARCH 1
      S: h OK ...
    `);
  });
});

describe('UTF8=ACCEPT', () => {
  it('takes 8-bit headers from those who have enabled it, and then no CHARSET', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a APPEND INBOX {15+}
      C: Subject: ü
      C:
      C:
      S: a NO [CANNOT] ...
      C: b ENABLE UTF8=ACCEPT
      S: * ENABLED UTF8=ACCEPT
      S: b OK done
      C: c APPEND INBOX UTF8 (~{15+}
      C: Subject: ü
      C:
      C: )
      S: * 1 EXISTS
      S: * 1 RECENT
      S: c OK ...
      C: d SEARCH SUBJECT "Ü"
      S: * SEARCH 1
      S: d OK ...
      C: e SEARCH CHARSET UTF-8 SUBJECT x
      S: e BAD ...
      C: f CREATE "été"
      S: f OK ...
      C: g LIST "" "ét*"
      S: * LIST (\\HasNoChildren) "/" "été"
      S: g OK done
    `);
  });
});
