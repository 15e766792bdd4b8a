/** Messages read through a sandbox: what is shown of them, and that nothing is changed by looking. */
import { describe, expect, it } from 'vitest';
import { latin1, utf8 } from '../../src/base';
import {
  type Account,
  appendMessages,
  type MessageModel,
  type MessageRef,
  readMessage,
  readPart,
  readPictures,
  streamPart,
} from '../../src/mailbox';
import type { Sandbox } from '../../src/sandbox';
import { imap, start } from '../sandbox/harness';
import { accountOf, folderOf, foldersOf, good, said } from './harness';

const lines = (...text: readonly string[]): string => `${text.join('\r\n')}\r\n`;

interface Lab {
  readonly sandbox: Sandbox;
  readonly account: Account;
  readonly ref: MessageRef;
}

/** A sandbox with this message in INBOX. */
async function lab(message: string | Uint8Array): Promise<Lab> {
  const sandbox = await start();
  const account = accountOf(sandbox);
  await foldersOf(account);
  account.allowChanges = true;
  const bytes = typeof message === 'string' ? utf8(message) : message;
  good(await appendMessages(account, folderOf(account, 'INBOX'), [{ name: 'a.eml', bytes }]));
  const uidValidity = good(
    await account.act('find', async ({ client }) => {
      const lock = await client.getMailboxLock('INBOX', { readOnly: true });
      lock.release();
      return { ok: true, value: client.mailbox === false ? '0' : `${client.mailbox.uidValidity}` };
    }),
  );
  return { sandbox, account, ref: { account: 'sandbox/alice', folder: 'INBOX', uidValidity, uid: 1 } };
}

const read = async (message: string): Promise<MessageModel> => {
  const { account, ref } = await lab(message);
  return good(await readMessage(account, ref));
};

const mixed = lines(
  'Received: from b.example by c.example with ESMTPS id 3 for <bob@example.org>; Tue, 1 Dec 2026 10:01:05 +0000',
  'Received: from a.example by b.example with ESMTP id 2; Tue, 1 Dec 2026 10:00:00 +0000',
  'Authentication-Results: c.example; spf=pass smtp.mailfrom=a.example; dkim=fail (bad) header.d=a.example',
  'From: =?utf-8?q?Al=C3=ADce?= <alice@a.example>',
  'To: Bob <bob@example.org>',
  'Subject: =?utf-8?b?R3LDvMOfZQ==?=',
  'Date: Tue, 1 Dec 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: multipart/alternative; boundary=y',
  '',
  '--y',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=FC=DFe',
  '--y',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Grüße</p>',
  '--y--',
  '--x',
  "Content-Type: application/pdf; name*=utf-8''Pl%C3%A4ne.pdf",
  'Content-Transfer-Encoding: base64',
  "Content-Disposition: attachment; filename*0*=utf-8''Pl%C3%A4; filename*1*=ne.pdf",
  '',
  'aGVsbG8=',
  '--x--',
);

describe('a message that is read', () => {
  it('shows header, text, HTML and parts, decoded', async () => {
    const model = await read(mixed);
    expect(model.subject).toBe('Grüße');
    expect(model.summary).toEqual([
      { name: 'From', value: 'Alíce <alice@a.example>' },
      { name: 'To', value: 'Bob <bob@example.org>' },
      { name: 'Date', value: 'Tue, 1 Dec 2026 10:00:00 +0000' },
    ]);
    expect(model.text).toMatchObject({ text: expect.stringMatching(/^Grüße/), cut: 0, section: '1.1' });
    expect(model.html).toMatchObject({ text: expect.stringMatching(/^<p>Grüße<\/p>/), section: '1.2' });
    expect(model.parts.map(({ section, level, type, fileName }) => [section, level, type, fileName])).toEqual([
      ['', 1, 'multipart/mixed', 'part-TEXT.mixed'],
      ['1', 2, 'multipart/alternative', 'part-1.bin'],
      ['1.1', 3, 'text/plain', 'part-1.1.txt'],
      ['1.2', 3, 'text/html', 'part-1.2.html'],
      ['2', 2, 'application/pdf', 'Pläne.pdf'],
    ]);
    expect(model.parts[4]?.facts).toContain('base64');
    expect(model.notices).toEqual([]);
    expect(model.rawHeaders).toContain('Subject: =?utf-8?b?R3LDvMOfZQ==?=');
  });

  it('tells its way and what servers found out', async () => {
    const { hops, authentication } = await read(mixed);
    expect(hops.map(({ from, by, delay, skewed }) => [from, by, delay, skewed])).toEqual([
      ['a.example', 'b.example', '', false],
      ['b.example', 'c.example', '+1 min 5 s', false],
    ]);
    expect(authentication).toMatchObject([
      {
        server: 'c.example',
        results: [
          { method: 'spf', result: 'pass', verdict: 'good', details: ['smtp.mailfrom=a.example'] },
          { method: 'dkim', result: 'fail', verdict: 'bad', details: ['header.d=a.example', 'bad'] },
        ],
      },
    ]);
  });

  it('stays unread, and all that was asked is in one action of the transcript', async () => {
    const { account, ref, sandbox } = await lab(mixed);
    good(await readMessage(account, ref));
    const action = account.log.actions.find(({ title }) => title === 'Message 1 of INBOX');
    const dialogue = said(account.transcript(action?.id));
    expect(dialogue.filter((line) => /^C: .*FETCH/.test(line))).toEqual([
      'C: UID FETCH 1 (UID FLAGS RFC822.SIZE BODY.PEEK[HEADER]<0.131072> BODYSTRUCTURE)',
      'C: UID FETCH 1 (UID BODY.PEEK[1.1]<0.131072> BODY.PEEK[1.2]<0.131072>)',
    ]);
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    other.send('f FETCH 1 FLAGS\r\n');
    expect(await other.until(/^f OK/)).not.toContain('\\Seen');
  });

  it('that is a delivery report has it as a table', async () => {
    const { report } = await read(
      lines(
        'From: mailer@mx.example',
        'Subject: Undelivered',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
        '',
        '--r',
        '',
        'Sorry.',
        '--r',
        'Content-Type: message/delivery-status',
        '',
        'Original-Envelope-Id: QQ+2B314',
        'Reporting-MTA: dns; mx.example',
        '',
        'Final-Recipient: rfc822; nobody@example.org',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 no such user',
        '',
        '--r--',
      ),
    );
    expect(report?.facts[0]).toEqual({
      name: 'Original-Envelope-Id',
      value: 'QQ+314 (written as xtext: QQ+2B314)',
    });
    expect(report?.recipients).toMatchObject([
      {
        recipient: 'nobody@example.org',
        action: 'failed',
        status: '5.1.1',
        meaning: 'failed for good: bad destination mailbox address (RFC 3463 §3.2)',
        diagnostic: 'smtp; 550 5.1.1 no such user',
      },
    ]);
  });

  it('that is signed or encrypted is called that, and not verified', async () => {
    const { parts } = await read(
      lines(
        'From: a@a.example',
        'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=s',
        '',
        '--s',
        '',
        'signed',
        '--s',
        'Content-Type: application/pkcs7-mime; smime-type=enveloped-data',
        '',
        'x',
        '--s--',
      ),
    );
    expect(parts.map(({ protection }) => protection)).toEqual(['signed (OpenPGP)', undefined, 'encrypted (S/MIME)']);
  });
});

describe('pictures that HTML shows', () => {
  const picture = (id: string, type = 'image/png', content = 'aGVsbG8=') => [
    '--x',
    `Content-Type: ${type}`,
    `Content-ID: <${id}>`,
    'Content-Transfer-Encoding: base64',
    '',
    content,
  ];
  const withPictures = lines(
    'From: a@a.example',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=x',
    '',
    '--x',
    'Content-Type: text/html',
    '',
    '<img src="cid:one@a.example"><img src="cid:tw%20o"><img src="cid:drawn"><img src="http://a.example/remote.png">',
    ...picture('one@a.example'),
    ...picture('tw o', 'image/gif'),
    ...picture('drawn', 'image/svg+xml'),
    ...picture('not-shown'),
    ...picture('huge', 'image/png', Buffer.alloc(3_000_000).toString('base64').replace(/.{76}/g, '$&\r\n')),
    '--x--',
  );

  it('come out of the message itself, as far as they are pictures and not large', async () => {
    const { account, ref } = await lab(withPictures);
    const message = good(await readMessage(account, ref));
    expect(await readPictures(account, ref, message)).toEqual([
      { id: 'one@a.example', url: 'data:image/png;base64,aGVsbG8=' },
      { id: 'tw o', url: 'data:image/gif;base64,aGVsbG8=' },
    ]);
  });

  it('are not asked for where the HTML names none', async () => {
    const { account, ref } = await lab(mixed);
    const message = good(await readMessage(account, ref));
    const before = account.log.actions.length;
    expect(await readPictures(account, ref, message)).toEqual([]);
    expect(account.log.actions).toHaveLength(before);
  });
});

describe('a message that means harm', () => {
  it('cannot deceive by its header', async () => {
    const { subject, notices, summary } = await read(
      lines(
        'From: "service@bank.example" <evil@x.example>',
        'Subject: =?utf-8?b?4oCuZXhlLnRudm9pY2U=?=',
        'Subject: two',
        '',
        'x',
      ),
    );
    expect(subject).toBe('‹U+202E›exe.tnvoice');
    expect(summary[0]?.value).toBe('service@bank.example <evil@x.example>');
    expect(notices.join(' ')).toMatch(/2 Subject fields.*looks like an address.*hides control/);
  });

  it('cannot deceive by a file name', async () => {
    const { parts } = await read(
      lines(
        'From: a@a.example',
        "Content-Type: application/octet-stream; name*=utf-8''..%2F..%2F%E2%80%AEgnp.exe",
        '',
        'x',
      ),
    );
    expect(parts[0]?.fileName).toBe('_..__gnp.exe');
  });

  it('in an unknown character set and encoding says so', async () => {
    const { text, notices } = await read(
      lines(
        'From: a@a.example',
        'Content-Type: text/plain; charset=x-nobody',
        'Content-Transfer-Encoding: x-own',
        '',
        'hello',
      ),
    );
    expect(text?.text).toContain('hello');
    expect(notices.join(' ')).toMatch(/unknown transfer encoding, “x-own”.*unknown character set, “x-nobody”/);
  });

  it('with broken MIME is shown as far as it goes', async () => {
    const model = await read(lines('From: a@a.example', 'Content-Type: multipart/mixed', 'no colon here', '', 'x'));
    expect(model.parts.length).toBeGreaterThan(0);
    expect(model.notices).toContain('One line of the header is no field.');
  });
});

describe('a message that is not there', () => {
  it('because it was deleted is said to be gone', async () => {
    const { account, ref } = await lab(mixed);
    expect(await readMessage(account, { ...ref, uid: 99 })).toMatchObject({
      ok: false,
      error: { kind: 'missing', message: 'the message with UID 99 is not in INBOX any more' },
    });
  });
  it('because UIDVALIDITY is another is not taken for the one that has its UID now', async () => {
    const { account, ref } = await lab(mixed);
    expect(await readMessage(account, { ...ref, uidValidity: '7' })).toMatchObject({
      ok: false,
      error: { kind: 'missing', message: expect.stringContaining('another UIDVALIDITY') },
    });
  });
  it('because its folder is gone is said to be that', async () => {
    const { account, ref } = await lab(mixed);
    expect(await readMessage(account, { ...ref, folder: 'Nowhere' })).toMatchObject({
      ok: false,
      error: { kind: 'missing' },
    });
  });
});

describe('a part', () => {
  const large = 'x'.repeat(75);
  const rows = 20_000;
  const message = lines(
    'From: a@a.example',
    'Content-Type: application/octet-stream',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`${large}\n`.repeat(rows)).toString('base64').replace(/.{76}/g, '$&\r\n'),
  );

  it('is read decoded', async () => {
    const { account, ref } = await lab(mixed);
    const bytes = good(await readPart(account, ref, { section: '2', encoding: 'base64' }, 1_000));
    expect(latin1(bytes)).toBe('hello');
  });
  it('is streamed by windows, none larger than 128 KiB, whatever its size', async () => {
    const { account, ref } = await lab(message);
    let octets = 0;
    let most = 0;
    const progress: number[] = [];
    const written = good(
      await streamPart(
        account,
        ref,
        { section: '1', encoding: 'base64' },
        (bytes) => {
          octets += bytes.length;
          most = Math.max(most, bytes.length);
        },
        { signal: new AbortController().signal, progress: (at) => progress.push(at) },
      ),
    );
    expect([octets, written]).toEqual([rows * 76, rows * 76]);
    expect(most).toBeLessThanOrEqual(131_072);
    expect(progress.length).toBeGreaterThan(10);
  });
  it('that is larger than is opened is refused, with advice', async () => {
    const { account, ref } = await lab(message);
    expect(await readPart(account, ref, { section: '', encoding: '' }, 200_000)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('larger than'), advice: expect.stringContaining('Save') },
    });
  });
  it('can be cancelled on the way', async () => {
    const { account, ref } = await lab(message);
    const aborter = new AbortController();
    const done = await streamPart(account, ref, { section: '1', encoding: 'base64' }, () => aborter.abort(), {
      signal: aborter.signal,
    });
    expect(done).toMatchObject({ ok: false, error: { kind: 'closed', message: 'cancelled' } });
  });
  it('whose file cannot be written says why', async () => {
    const { account, ref } = await lab(mixed);
    const sink = (): void => {
      throw new Error('no space left');
    };
    const signal = new AbortController().signal;
    expect(await streamPart(account, ref, { section: '2', encoding: 'base64' }, sink, { signal })).toMatchObject({
      ok: false,
      error: { message: 'cannot be written: no space left' },
    });
  });
  it('that does not exist is said to be that', async () => {
    const { account, ref } = await lab(mixed);
    expect(await readPart(account, ref, { section: '9', encoding: '7bit' }, 1_000)).toMatchObject({ ok: false });
  });
});
