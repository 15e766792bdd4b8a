/** What the editor learns from a run in the sandbox. */
import { describe, expect, it } from 'vitest';
import { compileText, openEnvironment, runScript, watchRun } from '../../src/host';
import type { LastRun } from '../../src/language';

async function learn(file: string, text: string): Promise<LastRun> {
  const opened = await openEnvironment('sandbox', undefined);
  if (!opened.ok) throw new Error(opened.error);
  const watcher = watchRun(file, text, opened.value.environment.servers);
  const result = await runScript(compileText(file, text, []), opened.value, {
    emit: watcher.event,
    secret: () => undefined,
  });
  await opened.value.close();
  expect(result.outcome).toBe('passed');
  return watcher.knowledge();
}

describe('a run', () => {
  it('teaches what SMTP, IMAP and POP3 announce, by service', async () => {
    const { capabilities } = await learn(
      '/three.smtp',
      [
        ...['### SMTP', 'C: EHLO client.example', 'C: QUIT'],
        ...['### IMAP', 'connect imap', 'C: CAPABILITY', 'auth alice', 'C: LOGOUT'],
        ...['### POP3', 'connect pop3', 'C: CAPA', 'C: QUIT', ''],
      ].join('\n'),
    );
    expect(capabilities.smtp).toEqual(expect.arrayContaining(['SIZE', 'AUTH', 'AUTH=PLAIN', 'DSN']));
    expect(capabilities.imap).toEqual(expect.arrayContaining(['IMAP4REV2', 'IDLE']));
    expect(capabilities.pop3).toEqual(expect.arrayContaining(['UIDL', 'SASL=PLAIN']));
  });

  it('teaches mailboxes by their names', async () => {
    const { mailboxes } = await learn(
      '/list.imap',
      'auth alice\nC: CREATE "Entw&APw-rfe"\nC: LIST "" "*"\nC: LOGOUT\n',
    );
    expect(mailboxes).toEqual(expect.arrayContaining(['INBOX', 'Sent', 'Entwürfe']));
  });

  it('teaches what each line was answered, and shows no secret', async () => {
    const text = '### Ask\nC: EHLO client.example\nC: VRFY <bob@example.test>\nC: QUIT\n';
    const { answers } = await learn('/ask.smtp', text);
    expect(answers.map(({ line, answer }) => [line, answer.slice(0, 3)])).toEqual([
      ['C: EHLO client.example', '250'],
      ['C: VRFY <bob@example.test>', '250'],
      ['C: QUIT', '221'],
    ]);
    for (const { start, line } of answers) expect(text.slice(start).startsWith(line)).toBe(true);
  });
});
