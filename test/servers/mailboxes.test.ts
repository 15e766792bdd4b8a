/** The mailboxes of the editor on Dovecot, which tells of changes in every folder by itself (NOTIFY, RFC 5465). */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountOf, folderOf, foldersOf, good, said, until } from '../mailbox/harness';
import { resetMailbox } from './mailbox';
import { lab } from './provided';

const environment = lab();
const dovecot = { imap: `imap://${environment.host}:${environment.imap}`, ca: readFileSync(environment.ca, 'utf8') };
const alice = { user: 'alice', password: environment.password } as const;

beforeEach(() => resetMailbox(environment, 'alice'));

const message = 'From: bob@example.test\r\nSubject: news\r\n\r\nhello\r\n';

describe('an account on a server with NOTIFY', () => {
  it('hears of mail, of reading and of folders that others make, without asking', async () => {
    const ours = accountOf(dovecot, alice);
    const others = accountOf(dovecot, alice);
    await foldersOf(ours);
    // commands go one after the other: this one ends after NOTIFY
    good(await ours.act('Wait', async ({ connection }) => connection.command('Wait', 'NOOP')));

    await others.act('Make', async ({ client }) => ({ ok: true, value: await client.mailboxCreate('Lists') }));
    await until(ours, () => ours.folder('Lists') !== undefined);
    await others.act('Append', async ({ client }) => ({ ok: true, value: await client.append('Lists', message) }));
    await until(ours, () => ours.folder('Lists')?.counts?.messages === 1);
    expect(folderOf(ours, 'Lists').counts).toMatchObject({ messages: 1, unseen: 1 });

    await others.act('Read', async ({ client }) => {
      const lock = await client.getMailboxLock('Lists');
      await client.messageFlagsAdd('1:*', ['\\Seen']);
      lock.release();
      return { ok: true, value: undefined };
    });
    await until(ours, () => ours.folder('Lists')?.counts?.unseen === 0);
    good(await others.act('Delete', async ({ client }) => ({ ok: true, value: await client.mailboxDelete('Lists') })));
    await until(ours, () => ours.folder('Lists') === undefined);
    expect(said(ours.transcript())).toContain(
      'C: NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge FlagChange)) (PERSONAL (MessageNew MessageExpunge FlagChange MailboxName))',
    );
  });
});
