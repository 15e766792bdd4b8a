import { describe, expect, it } from 'vitest';
import type { Dialogue } from './dialogue';
import { imap, start } from './harness';

const nested = `From: "Alice Liddell" <alice@example.test>
To: Bob <bob@example.test>, friends: carol@example.test, dave@example.test;
Cc: nobody
Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
Date: Mon, 7 Feb 1994 21:52:25 -0800
Message-ID: <1@example.test>
In-Reply-To: <0@example.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer
Content-Language: en, de

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=C3=9Fe
--inner
Content-Type: text/html

<p>Hi</p>
--inner--
--outer
Content-Type: message/rfc822
Content-Description: forwarded

From: carol@example.test
Subject: inside
Content-Type: multipart/mixed; boundary=deep

--deep

deep text
--deep
Content-Type: application/octet-stream; name=x.bin
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=x.bin

AAEC/w==
--deep--

--outer--
`;

const seeded = async (message = nested): Promise<Dialogue> => {
  const { imap: url } = await start({
    seed: [{ user: 'alice', message, internalDate: Date.UTC(2020, 1, 3, 4, 5, 6) }],
  });
  return imap(url, 'alice', 'INBOX');
};

/** What one item of message 1 is: the text of its literal, or what stands in its place. */
async function item(client: Dialogue, what: string): Promise<string> {
  client.send(`f FETCH 1 (${what})\r\n`);
  const line = (await client.line()) ?? '';
  const size = /\{(\d+)\}$/.exec(line)?.[1];
  const value = size === undefined ? line.replace(/^\* 1 FETCH \(\S+ |\)$/g, '') : await client.octets(Number(size));
  if (size !== undefined) await client.play('S: )');
  await client.until(/^f /);
  return value;
}
const crlf = (text: string): string => text.replace(/\n/g, '\r\n');

describe('FETCH', () => {
  it('gives the envelope, groups and all', async () => {
    const client = await seeded();
    expect(await item(client, 'ENVELOPE')).toBe(
      '("Mon, 7 Feb 1994 21:52:25 -0800" "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=" ' +
        '(("Alice Liddell" NIL "alice" "example.test")) '.repeat(3) +
        '(("Bob" NIL "bob" "example.test")(NIL NIL "friends" NIL)(NIL NIL "carol" "example.test")(NIL NIL "dave" "example.test")(NIL NIL NIL NIL)) ' +
        '((NIL NIL "nobody" ".MISSING-HOST-NAME.")) NIL "<0@example.test>" "<1@example.test>")',
    );
  });

  it('gives the structure of nested multiparts and messages', async () => {
    const client = await seeded();
    expect(await item(client, 'BODYSTRUCTURE')).toBe(
      '((("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 15 0 NIL NIL NIL NIL)' +
        '("text" "html" ("charset" "us-ascii") NIL NIL "7bit" 9 0 NIL NIL NIL NIL) "alternative" ("boundary" "inner") NIL NIL NIL)' +
        '("message" "rfc822" NIL NIL "forwarded" "7bit" 278 ' +
        '(NIL "inside" ((NIL NIL "carol" "example.test")) ((NIL NIL "carol" "example.test")) ((NIL NIL "carol" "example.test")) NIL NIL NIL NIL NIL) ' +
        '(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 9 0 NIL NIL NIL NIL)' +
        '("application" "octet-stream" ("name" "x.bin") NIL NIL "base64" 8 NIL ("attachment" ("filename" "x.bin")) NIL NIL) "mixed" ("boundary" "deep") NIL NIL NIL) ' +
        '14 NIL NIL NIL NIL) "mixed" ("boundary" "outer") NIL ("en" "de") NIL)',
    );
    expect(await item(client, 'BODY')).not.toContain('attachment');
  });

  it('gives each section', async () => {
    const client = await seeded();
    expect(await item(client, 'BODY.PEEK[]')).toBe(crlf(nested));
    expect(await item(client, 'BODY.PEEK[1.1]')).toBe('Gr=C3=BC=C3=9Fe');
    expect(await item(client, 'BODY.PEEK[1.2.MIME]')).toBe('Content-Type: text/html\r\n\r\n');
    expect(await item(client, 'BODY.PEEK[2.HEADER]')).toBe(
      'From: carol@example.test\r\nSubject: inside\r\nContent-Type: multipart/mixed; boundary=deep\r\n\r\n',
    );
    expect(await item(client, 'BODY.PEEK[2.1]')).toBe('deep text');
    expect(await item(client, 'BODY.PEEK[2.2]')).toBe('AAEC/w==');
    expect(await item(client, 'BODY.PEEK[2.HEADER.FIELDS (Subject Nothing)]')).toBe('Subject: inside\r\n\r\n');
    expect(
      await item(client, 'BODY.PEEK[HEADER.FIELDS.NOT (To Cc Subject Date Message-ID In-Reply-To Content-Type)]'),
    ).toBe('From: "Alice Liddell" <alice@example.test>\r\nMIME-Version: 1.0\r\nContent-Language: en, de\r\n\r\n');
    expect(await item(client, 'BODY.PEEK[2.TEXT]<0.6>')).toBe('--deep');
    expect(await item(client, 'BODY.PEEK[1.1]<100.6>')).toBe('');
    expect(await item(client, 'BODY.PEEK[7.7]')).toBe('NIL');
    expect(await item(client, 'BODY.PEEK[TEXT]<0.8>')).toBe('preamble');
  });

  it('names a partial by where it begins', async () => {
    const client = await seeded();
    await client.play(`
      C: f FETCH 1 BODY.PEEK[1.1]<3.4>
      S: * 1 FETCH (BODY[1.1]<3> {4}
      S: C3=B)
      S: f OK done
    `);
  });

  it('undoes transfer encodings', async () => {
    const client = await seeded();
    expect(await item(client, 'BINARY.PEEK[1.1]')).toBe(Buffer.from('Grüße').toString('latin1'));
    client.send('f FETCH 1 (BINARY.SIZE[2.2] BINARY.PEEK[2.2])\r\n');
    await client.play('S: * 1 FETCH (BINARY.SIZE[2.2] 4 BINARY[2.2] ~{4}');
    expect(await client.octets(4)).toBe('\0\x01\x02\xff');
  });

  it('gives the small items', async () => {
    const client = await seeded();
    expect(await item(client, 'RFC822.SIZE')).toBe(String(crlf(nested).length));
    expect(await item(client, 'PREVIEW')).toBe(Buffer.from('Grüße').toString('latin1'));
    expect(await item(client, 'EMAILID')).toMatch(/^\(E\w+\)$/);
    expect(await item(client, 'THREADID')).toMatch(/^\(T[0-9a-f]+\)$/);
    await client.play(`
      C: m FETCH 1 MODSEQ
      S: * OK [HIGHESTMODSEQ 2] ...
      S: * 1 FETCH (MODSEQ (2))
      S: m OK done
    `);
    expect(await item(client, 'INTERNALDATE')).toMatch(/^"[ \d]\d-Feb-2020 \d\d:\d\d:06 [+-]\d{4}"$/);
    expect(await item(client, 'SAVEDATE')).toMatch(/^"[ \d]\d-\w{3}-\d{4} /);
  });

  it('sets \\Seen unless it only peeks', async () => {
    const client = await seeded();
    await client.play(`
      C: a FETCH 1 BODY.PEEK[1.2]
      S: * 1 FETCH (BODY[1.2] {9}
      S: <p>Hi</p>)
      S: a OK done
      C: b FETCH 1 BODY[1.2]
      S: * 1 FETCH (BODY[1.2] {9}
      S: <p>Hi</p> FLAGS (\\Seen \\Recent))
      S: b OK done
      C: c UID FETCH 1:* FAST
      S: * 1 FETCH (UID 1 FLAGS (\\Seen \\Recent) INTERNALDATE "..." RFC822.SIZE ...)
      S: c OK done
    `);
  });

  it('says what it does not understand', async () => {
    const client = await seeded();
    await client.play(`
      C: a FETCH 2 FLAGS
      S: a BAD there are no such messages
      C: b FETCH 1 NONSENSE
      S: b BAD ...
      C: c FETCH 1 (FLAGS
      S: c BAD ...
      C: d FETCH 1 BODY[MIME]
      S: d BAD ...
      C: e UID FETCH 9 FLAGS
      S: e OK done
    `);
  });

  it('writes a multipart without parts as one with an empty text', async () => {
    const client = await seeded('Content-Type: multipart/mixed; boundary=x\n\nno parts\n');
    expect(await item(client, 'BODYSTRUCTURE')).toBe(
      '(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0 NIL NIL NIL NIL) "mixed" ("boundary" "x") NIL NIL NIL)',
    );
  });

  it('takes a message without parts for its own part 1', async () => {
    const client = await seeded('Subject: plain\n\nbody\n');
    expect(await item(client, 'BODY.PEEK[1]')).toBe('body\r\n');
    expect(await item(client, 'BODYSTRUCTURE')).toBe(
      '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 6 1 NIL NIL NIL NIL)',
    );
  });
});
