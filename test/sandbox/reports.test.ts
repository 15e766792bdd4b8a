import { describe, expect, it } from 'vitest';
import { parseDsn } from '../../src/protocol/message/dsn';
import { structureOf } from '../../src/protocol/message/structure';
import type { Sandbox } from '../../src/sandbox';
import { imap, smtp, start } from './harness';

/** Submits one message with these parameters, and gives the reports that Alice then has. */
async function reports(sandbox: Sandbox, mail: string, ...recipients: readonly string[]): Promise<Uint8Array[]> {
  const client = await smtp(sandbox.smtp);
  await client.play(`
    C: MAIL FROM:<alice@example.test>${mail}
    S: 250 ...
  `);
  for (const recipient of recipients) {
    await client.play(`
      C: RCPT TO:${recipient}
      S: 250 ...
    `);
  }
  await client.play(`
    C: DATA
    S: 354 ...
    C: Subject: Please report
    C:${' '}
    C: the body
    C: .
    S: 250 ...
  `);
  const reader = await imap(sandbox.imap, 'alice', 'INBOX');
  reader.send('f FETCH 1:* BODY.PEEK[]\r\n');
  const found: Uint8Array[] = [];
  for (;;) {
    const line = await reader.line();
    if (line === undefined || line.startsWith('f ')) return found;
    const size = /\{(\d+)\}$/.exec(line)?.[1];
    if (size !== undefined) found.push(Buffer.from(await reader.octets(Number(size)), 'latin1'));
  }
}

describe('delivery reports', () => {
  it('tell of success, with the names that the sender gave', async () => {
    const sandbox = await start();
    const [report, ...more] = await reports(
      sandbox,
      ' RET=HDRS ENVID=QQ+2B314',
      '<bob@example.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob+2Btag@example.test',
    );
    expect(more).toEqual([]);
    if (!report) throw new Error('no report');
    const structure = structureOf(report);
    expect(structure.subtype).toBe('report');
    expect(structure.children.map(({ type, subtype }) => `${type}/${subtype}`)).toEqual([
      'text/plain',
      'message/delivery-status',
      'text/rfc822-headers',
    ]);
    expect(parseDsn(report)).toMatchObject({
      originalEnvelopeId: 'QQ+314',
      reportingMta: { type: 'dns', text: 'mail.example.test' },
      recipients: [
        {
          originalRecipient: { type: 'rfc822', text: 'bob+tag@example.test' },
          finalRecipient: { type: 'rfc822', text: 'bob@example.test' },
          action: 'delivered',
          status: '2.0.0',
        },
      ],
      findings: [],
    });
    expect(Buffer.from(report).toString()).not.toContain('the body');
  });

  it('are not sent when nobody asked for them', async () => {
    const sandbox = await start();
    expect(await reports(sandbox, '', '<bob@example.test>')).toEqual([]);
  });

  it('are not sent on NEVER', async () => {
    const sandbox = await start({ unknownUsers: 'bounce' });
    expect(await reports(sandbox, '', '<nobody@example.test> NOTIFY=NEVER')).toEqual([]);
  });

  it('tell of a user that does not exist, with the whole message', async () => {
    const sandbox = await start({ unknownUsers: 'bounce' });
    const [report] = await reports(sandbox, '', '<nobody@example.test>');
    if (!report) throw new Error('no report');
    expect(parseDsn(report)?.recipients).toMatchObject([{ action: 'failed', status: '5.1.1' }]);
    expect(Buffer.from(report).toString()).toContain('the body');
  });

  it('tell that mail was relayed to a server without DSN', async () => {
    const [report] = await reports(await start(), '', '<x@relay.test> NOTIFY=SUCCESS');
    if (!report) throw new Error('no report');
    expect(parseDsn(report)?.recipients).toMatchObject([{ action: 'relayed', status: '2.0.0' }]);
  });

  it('tell of a delay first and of failure then', async () => {
    const all = await reports(await start(), '', '<x@delay.test> NOTIFY=DELAY,FAILURE');
    expect(all.map((report) => parseDsn(report)?.recipients[0]?.action)).toEqual(['delayed', 'failed']);
  });

  it('put what happened to several recipients into one report', async () => {
    const [report, ...more] = await reports(
      await start(),
      ' ENVID=x',
      '<bob@example.test> NOTIFY=SUCCESS',
      '<alice@relay.test> NOTIFY=SUCCESS',
    );
    expect(more).toEqual([]);
    if (!report) throw new Error('no report');
    expect(parseDsn(report)?.recipients.map(({ action }) => action)).toEqual(['delivered', 'relayed']);
  });
});
