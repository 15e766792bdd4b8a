import { describe, expect, it } from 'vitest';
import { imap, listener, start } from './harness';

const threads = (count: number): { user: string; message: string }[] =>
  Array.from({ length: count }, (_, n) => ({
    user: 'alice',
    message: `Message-ID: <${n}@x>\n${n === 0 ? '' : `References: <${n - 1}@x>\n`}Subject: s${n}\n\nx\n`,
  }));

describe('the IMAP server refuses', () => {
  it.each([
    ['{4294967296}', 'NO [TOOBIG]'],
    ['~{99999999999999999999}', 'NO [TOOBIG]'],
    ['{67108865}', 'NO [TOOBIG]'],
  ])('a literal of %s, and goes on', async (literal, refusal) => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a APPEND INBOX ${literal}
      S: a ${refusal} ...
      C: b NOOP
      S: b OK done
    `);
  });

  it.each([['{4294967296+}'], ['~{4294967296+}'], ['{1+}\r\nx {67108864+}']])(
    'a literal of %s that it cannot stop, and closes',
    async (literal) => {
      const sandbox = await start();
      const client = await imap(sandbox.imap);
      const other = await imap(sandbox.imap);
      client.send(`a APPEND INBOX ${literal}\r\n`);
      await client.play('S: * BYE [TOOBIG] ...');
      await client.closed();
      await other.play(`
        C: b NOOP
        S: b OK done
      `);
    },
  );

  it('literals without waiting, where they are taken away, beyond what IMAP4rev2 allows', async () => {
    const sandbox = await start({ without: ['LITERAL+'] });
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a CREATE {1+}
      C: x
      S: a OK ...
      C: b APPEND INBOX {4097+}
      S: * BYE ...
    `);
    await client.closed();
  });

  it('more keywords than a mailbox can have', async () => {
    const sandbox = await start({ seed: threads(1) });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    const keywords = Array.from({ length: 501 }, (_, n) => `k${n}`);
    client.send(`a STORE 1 FLAGS.SILENT (${keywords.join(' ')})\r\n`);
    await client.play(`
      S: a NO [LIMIT] ...
    `);
    client.send(`b STORE 1 FLAGS.SILENT (${keywords.slice(1).join(' ')})\r\n`);
    await client.play(`
      S: b OK done
      C: c STORE 1 +FLAGS.SILENT (K500)
      S: c OK done
      C: d APPEND INBOX (another) {1+}
      C: x
      S: d NO [LIMIT] ...
    `);
    client.send('e SELECT INBOX\r\n');
    expect((await client.until(/^e OK/)).find((line) => line.includes('PERMANENTFLAGS'))).not.toContain('\\*');
  });

  it('an empty message, which is how a client calls APPEND off', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a APPEND INBOX {1+}
      C: x {0+}
      C:
      S: a NO [CANNOT] ...
      C: b STATUS INBOX (MESSAGES)
      S: * STATUS INBOX (MESSAGES 0)
      S: b OK done
    `);
  });

  it('patterns that would take for ever', async () => {
    const sandbox = await start();
    const client = await imap(sandbox.imap);
    client.send(`a LIST "" "${'*%'.repeat(2_000)}"\r\n`);
    await client.play('S: a NO [LIMIT] ...');
    client.send(`b LIST "" (${'% '.repeat(2_000)}*)\r\n`);
    await client.play('S: b NO [LIMIT] ...');
  });
});

describe('the IMAP server copes with', () => {
  it('a thread as deep as the mailbox is long', async () => {
    const { events, onEvent } = listener();
    const count = 20_000;
    const sandbox = await start({ seed: threads(count), onEvent });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    client.send('a THREAD REFERENCES UTF-8 ALL\r\n');
    const [line = ''] = await client.until(/^\* THREAD/);
    expect(line.startsWith('* THREAD (1 2 3 4 ')).toBe(true);
    expect(line.endsWith(` ${count})`)).toBe(true);
    await client.until(/^a OK/);
    expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
  });

  it('a message that refers to ten thousand others which are not there', async () => {
    const references = Array.from({ length: 10_000 }, (_, n) => `<${n}@y>`).join('\n ');
    const message = `Message-ID: <a@x>\nReferences: ${references}\nSubject: x\n\nx\n`;
    const sandbox = await start({ seed: [{ user: 'alice', message }, ...threads(2)] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    await client.play(`
      C: a THREAD REFERENCES UTF-8 ALL
      S: * THREAD (1)(2 3)
      S: a OK ...
    `);
  });

  it('search keys nested beyond reason', async () => {
    const sandbox = await start({ seed: threads(1) });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    client.send(`a SEARCH ${'NOT '.repeat(16_000)}ALL\r\n`);
    await client.play('S: a BAD ...');
    client.send(`b SEARCH ${'('.repeat(20_000)}ALL${')'.repeat(20_000)}\r\n`);
    await client.play('S: b BAD ...');
    client.send(`c SEARCH ${'OR TEXT x '.repeat(400)}ALL\r\n`);
    await client.play(`
      S: * SEARCH 1
      S: c OK ...
    `);
  });

  it('a search that takes long: another client is answered before it is done', async () => {
    const message = `Subject: long\n\n${'word '.repeat(4_000)}\n`;
    const sandbox = await start({ seed: Array.from({ length: 2_000 }, () => ({ user: 'alice', message })) });
    const searcher = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    const done: string[] = [];
    searcher.send('a SEARCH BODY "not in there"\r\n');
    other.send('b NOOP\r\n');
    await Promise.all([
      searcher.until(/^a OK/).then(() => done.push('search')),
      other.until(/^b OK/).then(() => done.push('noop')),
    ]);
    expect(done).toEqual(['noop', 'search']);
  });

  it('a client that goes away in the middle of a search', async () => {
    const { events, onEvent } = listener();
    const message = `Subject: long\n\n${'word '.repeat(4_000)}\n`;
    const sandbox = await start({ seed: Array.from({ length: 500 }, () => ({ user: 'alice', message })), onEvent });
    const searcher = await imap(sandbox.imap, 'alice', 'INBOX');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    searcher.send('a SEARCH BODY "not in there"\r\nb SORT (SUBJECT) UTF-8 ALL\r\n');
    searcher.socket.resetAndDestroy();
    await other.play(`
      C: a NOOP
      S: a OK done
      C: b DELETE INBOX
      S: b NO [CANNOT] ...
    `);
    expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
  });
});
