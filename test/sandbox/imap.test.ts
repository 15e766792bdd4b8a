import { connect } from 'node:net';
import { constants, createInflateRaw, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dial } from './dialogue';
import { imap, start } from './harness';

const mail = (user: string, subject: string, more = '', date = ''): { user: string; message: string } => ({
  user,
  message: `From: ${subject.toLowerCase()}@example.test\nSubject: ${subject}\n${date === '' ? '' : `Date: ${date}\n`}${more}\nbody of ${subject}\n`,
});

describe('IMAP', () => {
  it('announces capabilities before and after signing in', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.imap);
    const [greeting = ''] = await client.play('S: * OK [CAPABILITY ...] ...');
    expect(greeting).toMatch(/IMAP4rev1 IMAP4rev2 .*STARTTLS.*AUTH=SCRAM-SHA-256/);
    expect(greeting).not.toMatch(/-PLUS|LOGINDISABLED|IDLE/);
    await client.play(`
      C: a LOGIN alice wrong
      S: a NO [AUTHENTICATIONFAILED] ...
      C: b SELECT INBOX
      S: b BAD SELECT is not for the not-authenticated state
      C: c LOGIN alice {11+}
      C: wonder land
    `);
    const [reply = ''] = await client.until(/^c OK/);
    expect(reply).toMatch(/IDLE.*UIDPLUS.*MOVE.*CONDSTORE.*COMPRESS=DEFLATE/);
    expect(reply).not.toMatch(/AUTH=|STARTTLS/);
  });

  it('does not know what is taken away', async () => {
    const sandbox = await start({ without: ['IDLE', 'MOVE', 'AUTH=PLAIN'] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a IDLE
      S: a BAD unknown command
      C: b MOVE 1 Trash
      S: b BAD unknown command
    `);
  });

  it('refuses LOGIN without TLS where TLS is required', async () => {
    const sandbox = await start({ tlsRequired: true });
    const client = await dial(sandbox.imap);
    const [greeting = ''] = await client.play(`
      S: * OK ...
      C: a LOGIN alice x
      S: a NO [PRIVACYREQUIRED] ...
      C: b STARTTLS
      S: b OK begin TLS
    `);
    expect(greeting).toMatch(/LOGINDISABLED/);
    expect(greeting).not.toMatch(/AUTH=PLAIN/);
    await client.startTls(sandbox.ca);
    await client.play(`
      C: c CAPABILITY
      S: * CAPABILITY IMAP4rev1...AUTH=PLAIN...
      S: c OK ...
      C: d LOGIN alice "wonder land"
      S: d OK ...
    `);
  });

  it('begins with TLS on its own port', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.imaps, sandbox.ca);
    await client.play(`
      S: * OK [CAPABILITY ...SCRAM-SHA-256-PLUS...] ...
      C: a STARTTLS
      S: a BAD TLS is on already
    `);
  });

  it('lists mailboxes, by pattern, use and subscription', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a LIST "" %
      S: * LIST (\\HasNoChildren) "/" INBOX
      S: * LIST (\\HasNoChildren \\Archive) "/" Archive
      S: * LIST (\\HasNoChildren \\Drafts) "/" Drafts
      S: * LIST (\\HasNoChildren \\Junk) "/" Junk
      S: * LIST (\\HasNoChildren \\Sent) "/" Sent
      S: * LIST (\\HasNoChildren \\Trash) "/" Trash
      S: a OK done
      C: b CREATE Work/2026/Reports
      S: b OK [MAILBOXID (...)] created
      C: c LIST "" (Work% *ports) RETURN (STATUS (MESSAGES UIDNEXT))
      S: * LIST (\\HasChildren) "/" Work
      S: * STATUS Work (MESSAGES 0 UIDNEXT 1)
      S: * LIST (\\HasNoChildren) "/" Work/2026/Reports
      S: * STATUS Work/2026/Reports (MESSAGES 0 UIDNEXT 1)
      S: c OK done
      C: d LIST (SPECIAL-USE) "" *
    `);
    expect((await client.until(/^d /)).length).toBe(6);
    await client.play(`
      C: e UNSUBSCRIBE Junk
      S: e OK ...
      C: f LSUB "" Jun%
      S: f OK ...
      C: g RENAME Work Play
      S: g OK renamed
      C: h LIST Play/ *
      S: * LIST (\\HasChildren) "/" Play/2026
      S: * LIST (\\HasNoChildren) "/" Play/2026/Reports
      S: h OK done
      C: i DELETE Play
      S: i OK deleted
      C: j LIST "" Pl%
      S: * LIST (\\Noselect \\HasChildren) "/" Play
      S: j OK done
      C: k SELECT Play
      S: k NO [NONEXISTENT] no such mailbox
      C: l CREATE INBOX
      S: l NO [ALREADYEXISTS] ...
      C: m DELETE inbox
      S: m NO [CANNOT] ...
      C: n LIST "" ""
      S: * LIST (\\Noselect) "/" ""
      S: n OK done
      C: o CREATE Chats (USE (\\Important))
      S: o OK ...
    `);
  });

  it('writes names in modified UTF-7 until UTF-8 is agreed on', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a CREATE &AOk-t&AOk-
      S: a OK ...
      C: b LIST "" *t*&AOk-
      S: * LIST (\\HasNoChildren) "/" &AOk-t&AOk-
      S: b OK done
      C: c ENABLE IMAP4rev2 CONDSTORE NONSENSE
      S: * ENABLED IMAP4rev2 CONDSTORE
      S: c OK done
      C: d LIST "" "*té"
      S: * LIST (\\HasNoChildren) "/" "été"
      S: d OK done
      C: e SELECT "été"
    `);
    const lines = await client.until(/^e OK/);
    expect(lines).toContain('* LIST (\\HasNoChildren) "/" "été"');
    expect(lines.join('\n')).not.toMatch(/RECENT|UNSEEN/);
  });

  it('searches', async () => {
    const sandbox = await start({
      seed: [
        { ...mail('alice', 'Apple', 'X-Kind: fruit\n', 'Mon, 1 Jan 2024 10:00:00 +0000'), flags: ['\\Seen'] },
        { ...mail('alice', 'Banana', '', 'Tue, 2 Jan 2024 10:00:00 +0000'), flags: ['\\Flagged', '$Work'] },
        mail('alice', '=?UTF-8?B?R3LDvMOfZQ==?=', '', 'Wed, 3 Jan 2024 10:00:00 +0000'),
      ],
    });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    const search = async (keys: string): Promise<string> => {
      const [line = ''] = await client.play(`
        C: s SEARCH ${keys}
        S: * ...
        S: s OK ...
      `);
      return line.slice(2);
    };
    expect(await search('ALL')).toBe('SEARCH 1 2 3');
    expect(await search('SEEN')).toBe('SEARCH 1');
    expect(await search('UNSEEN NOT FLAGGED')).toBe('SEARCH 3');
    expect(await search('KEYWORD $work')).toBe('SEARCH 2');
    expect(await search('OR SUBJECT apple SUBJECT BANANA')).toBe('SEARCH 1 2');
    expect(await search('HEADER X-Kind ""')).toBe('SEARCH 1');
    expect(await search('BODY "of banana"')).toBe('SEARCH 2');
    expect(await search('TEXT fruit')).toBe('SEARCH 1');
    expect(await search('SENTSINCE 2-Jan-2024 SENTBEFORE 3-Jan-2024')).toBe('SEARCH 2');
    expect(await search('SENTON 3-Jan-2024')).toBe('SEARCH 3');
    expect(await search('2:* (LARGER 10 SMALLER 1000)')).toBe('SEARCH 2 3');
    expect(await search('UID 1,3:*')).toBe('SEARCH 1 3');
    expect(await search('YOUNGER 3600')).toBe('SEARCH 1 2 3');
    expect(await search('SINCE 1-Jan-2025 NOT ON 1-Jan-2020')).toBe('SEARCH 1 2 3');
    expect(await search('RETURN (MIN MAX COUNT) ALL')).toBe('ESEARCH (TAG "s") MIN 1 MAX 3 COUNT 3');
    expect(await search('RETURN () UNSEEN')).toBe('ESEARCH (TAG "s") ALL 2:3');
    expect(await search('RETURN (COUNT) SUBJECT nothing')).toBe('ESEARCH (TAG "s") COUNT 0');
    // The first command that speaks of mod-sequences switches them on (RFC 7162 §3.1).
    await client.play(`
      C: m SEARCH MODSEQ 3
      S: * OK [HIGHESTMODSEQ 4] ...
      S: * SEARCH 2 3 (MODSEQ 4)
      S: m OK ...
    `);
    expect(await search('MODSEQ 4')).toBe('SEARCH 3 (MODSEQ 4)');
    await client.play(`
      C: l SEARCH CHARSET UTF-8 SUBJECT {6+}
      C: grüß
      S: * SEARCH 3
      S: l OK ...
      C: a SEARCH RETURN (SAVE) FLAGGED
      S: a OK ...
      C: b FETCH $ UID
      S: * 2 FETCH (UID 2)
      S: b OK done
      C: c UID SEARCH RETURN (COUNT ALL) UID $
      S: * ESEARCH (TAG "c") UID ALL 2 COUNT 1
      S: c OK ...
      C: d SEARCH CHARSET KOI8-R ALL
      S: d NO [BADCHARSET (US-ASCII UTF-8)] ...
      C: e SEARCH NONSENSE
      S: e BAD ...
    `);
  });

  it('sorts and threads', async () => {
    const sandbox = await start({
      seed: [
        mail('alice', 'Zoo', 'Message-ID: <1@x>\n', 'Wed, 3 Jan 2024 10:00:00 +0000'),
        mail('alice', 'Ant', 'Message-ID: <2@x>\n', 'Mon, 1 Jan 2024 10:00:00 +0000'),
        mail('alice', 'Re: Zoo', 'Message-ID: <3@x>\nReferences: <1@x>\n', 'Tue, 2 Jan 2024 10:00:00 +0000'),
        mail('alice', 'Other', 'In-Reply-To: <3@x>\n', 'Thu, 4 Jan 2024 10:00:00 +0000'),
      ],
    });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a SORT (DATE) UTF-8 ALL
      S: * SORT 2 3 1 4
      S: a OK ...
      C: b UID SORT (SUBJECT REVERSE DATE) US-ASCII ALL
      S: * SORT 2 4 1 3
      S: b OK ...
      C: c SORT (NONSENSE) UTF-8 ALL
      S: c BAD ...
      C: d THREAD REFERENCES UTF-8 ALL
      S: * THREAD (2)(1 3 4)
      S: d OK ...
      C: e THREAD ORDEREDSUBJECT UTF-8 ALL
      S: * THREAD (2)(3 1)(4)
      S: e OK ...
    `);
  });

  it('threads what answers each other, known or not', async () => {
    const reply = (id: number, references: string, subject: string): string =>
      `Message-ID: <${id}@x>\n${references === '' ? '' : `References: ${references}\n`}Subject: ${subject}\nDate: Mon, 1 Jan 2024 10:0${id}:00 +0000\n\nx\n`;
    const sandbox = await start({
      seed: [
        reply(1, '<gone@x>', 'one'),
        reply(2, '<gone@x>', 'two'),
        reply(3, '<1@x> <4@x>', 'three'),
        reply(4, '', 'four'),
        reply(5, '', 'Re: five'),
        reply(6, '', 'five'),
        reply(7, '<8@x>', 'loop'),
        reply(8, '<7@x>', 'loop'),
      ].map((message) => ({ user: 'alice', message })),
    });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a THREAD REFERENCES UTF-8 ALL
      S: * THREAD ((1)(2))(4 3)(6 5)(8 7)
      S: a OK ...
      C: b UID THREAD REFERENCES UTF-8 UID 100
      S: * THREAD
      S: b OK ...
    `);
  });

  it('leaves a mailbox that it is told to delete', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap, 'alice', 'Archive');
    await client.play(`
      C: a DELETE Archive
      S: a OK deleted
      C: b FETCH 1 FLAGS
      S: b BAD FETCH is not for the authenticated state
      C: c CREATE Sent/x
      S: c OK ...
      C: d CREATE Work
      S: d OK ...
      C: e CREATE Work/x
      S: e OK ...
      C: f DELETE Sent
      S: f OK ...
      C: g RENAME Work Sent
      S: g NO [ALREADYEXISTS] ...
    `);
  });

  it('stores, copies, moves and expunges', async () => {
    const sandbox = await start({ seed: ['A', 'B', 'C', 'D'].map((subject) => mail('alice', subject)) });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a STORE 1:2 +FLAGS (\\Seen Work)
      S: * 1 FETCH (FLAGS (\\Seen Work \\Recent))
      S: * 2 FETCH (FLAGS (\\Seen Work \\Recent))
      S: a OK done
      C: b STORE 1 -FLAGS.SILENT \\seen
      S: b OK done
      C: c STORE 1 FLAGS (\\Nonsense)
      S: c BAD ...
      C: d UID COPY 1,3 Archive
      S: d OK [COPYUID ... 1,3 1:2] copied
      C: e COPY 1 Nowhere
      S: e NO [TRYCREATE] ...
      C: f MOVE 2 Trash
      S: * OK [COPYUID ... 2 1] moved
      S: * 2 EXPUNGE
      S: f OK moved
      C: g UID STORE 3:4 +FLAGS.SILENT (\\Deleted)
      S: g OK done
      C: h UID EXPUNGE 4
      S: * 3 EXPUNGE
      S: h OK done
      C: i CLOSE
      S: i OK ...
      C: j STATUS INBOX (MESSAGES UNSEEN DELETED SIZE UIDNEXT)
      S: * STATUS INBOX (MESSAGES 1 UNSEEN 1 DELETED 0 SIZE ... UIDNEXT 5)
      S: j OK done
      C: k EXAMINE Archive
    `);
    await client.until(/^k OK \[READ-ONLY\]/);
    await client.play(`
      C: l STORE 1 +FLAGS (\\Seen)
      S: l NO the mailbox is read-only
      C: m UNSELECT
      S: m OK ...
      C: n FETCH 1 FLAGS
      S: n BAD FETCH is not for the authenticated state
    `);
  });

  it('stores only what has not changed, when asked so', async () => {
    const sandbox = await start({ seed: [mail('alice', 'A'), mail('alice', 'B')] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a STORE 1 +FLAGS (\\Seen)
      S: * 1 FETCH (FLAGS (\\Seen \\Recent))
      S: a OK done
      C: b STORE 1:2 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\\Flagged)
      S: * OK [HIGHESTMODSEQ 4] ...
      S: * 1 FETCH (UID 1 FLAGS (\\Seen \\Recent) MODSEQ (4))
      S: * 2 FETCH (UID 2 MODSEQ (5))
      S: b OK [MODIFIED 1] ...
      C: c FETCH 1:* (FLAGS) (CHANGEDSINCE 4)
      S: * 2 FETCH (FLAGS (\\Flagged \\Recent) MODSEQ (5))
      S: c OK done
      C: d SELECT INBOX (CONDSTORE)
      S: * OK [CLOSED] ...
    `);
    expect((await client.until(/^d OK/)).join('\n')).toMatch(/\[HIGHESTMODSEQ 5\]/);
  });

  it('appends several messages or none', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a APPEND Nowhere {1+}
      C: x
      S: a NO [TRYCREATE] ...
      C: b APPEND INBOX (\\Seen) "17-Jul-1996 02:44:25 -0700" {1+}
      C: x (\\Draft Key) ~{2+}
      C: y${'\0'}
      S: * 2 EXISTS
      S: * 2 RECENT
      S: b OK [APPENDUID ... 1:2] appended
      C: c FETCH 1:2 (FLAGS RFC822.SIZE)
      S: * 1 FETCH (FLAGS (\\Seen \\Recent) RFC822.SIZE 1)
      S: * 2 FETCH (FLAGS (\\Draft Key \\Recent) RFC822.SIZE 2)
      S: c OK done
      C: d APPEND INBOX "no date" {1+}
      C: x
      S: d BAD ...
    `);
  });

  it('tells of quota, namespace and itself', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a GETQUOTAROOT INBOX
      S: * QUOTAROOT INBOX user
      S: * QUOTA user (STORAGE 0 1048576)
      S: a OK done
      C: b NAMESPACE
      S: * NAMESPACE (("" "/")) NIL NIL
      S: b OK done
      C: c ID ("name" "test")
      S: * ID ("name" ...)
      S: c OK ...
      C: d UNAUTHENTICATE
      S: d OK ...
      C: e LIST "" *
      S: e BAD ...
    `);
  });

  it('compresses both ways', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a COMPRESS DEFLATE
      S: a OK from here on
    `);
    const inflate = createInflateRaw();
    client.socket.removeAllListeners('data');
    // RFC 4978: the stream never ends, the connection does.
    inflate.on('error', () => undefined);
    client.socket.pipe(inflate);
    const text = new Promise<string>((resolve) => {
      let all = '';
      inflate.on('data', (chunk: Buffer) => {
        all += chunk.toString();
        if (all.includes('c BAD')) resolve(all);
      });
    });
    client.socket.write(deflateRawSync('b NOOP\r\nc NONSENSE\r\n', { finishFlush: constants.Z_SYNC_FLUSH }));
    expect(await text).toBe('b OK done\r\nc BAD unknown command\r\n');
  });

  it('takes no literal that is too large, and no long ones from strangers', async () => {
    const sandbox = await start({ maxMessageSize: 10_000 });
    const stranger = await dial(sandbox.imap);
    await stranger.play(`
      S: * OK ...
      C: a LOGIN {9000}
      S: a NO [TOOBIG] ...
      C: b LOGIN {4294967295+}
      S: * BYE [TOOBIG] ...
    `);
    await stranger.closed();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a APPEND INBOX {10001}
      S: a NO [TOOBIG] ...
      C: b NOOP
      S: b OK done
    `);
  });

  it('does not lose a session when another one breaks off', async () => {
    const sandbox = await start();
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    const { port } = new URL(sandbox.imap);
    const rude = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => rude.once('data', resolve));
    rude.resetAndDestroy();
    await other.play(`
      C: a NOOP
      S: a OK done
    `);
  });
});
