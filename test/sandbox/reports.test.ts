import { describe, expect, it } from 'vitest';
import { parseDsn } from '../../src/protocol/message/dsn';
import { structureOf } from '../../src/protocol/message/structure';
import type { Sandbox } from '../../src/sandbox';
import { imap, listener, smtp, start } from './harness';

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

  it.each([
    ['FULL', true],
    ['HDRS', false],
  ])('return of a failed message what RET=%s asks for', async (ret, whole) => {
    const [report] = await reports(await start(), ` RET=${ret}`, '<x@bounce.test>');
    if (!report) throw new Error('no report');
    const [, , returned] = structureOf(report).children;
    expect(`${returned?.type}/${returned?.subtype}`).toBe(whole ? 'message/rfc822' : 'text/rfc822-headers');
    expect(Buffer.from(report).includes('the body')).toBe(whole);
  });

  it('name neither envelope id nor original recipient where the sender gave none (RFC 3461 §6.3)', async () => {
    const [report] = await reports(await start(), '', '<x@bounce.test>');
    const status = parseDsn(report ?? new Uint8Array());
    expect(status).not.toHaveProperty('originalEnvelopeId');
    expect(status?.recipients[0]).not.toHaveProperty('originalRecipient');
    expect(status?.recipients[0]?.finalRecipient).toEqual({ type: 'rfc822', text: 'x@bounce.test' });
  });

  it('of relaying and of delay name the other server and its reply (RFC 3461 §6.3)', async () => {
    const all = await reports(
      await start(),
      '',
      '<x@relay.test> NOTIFY=SUCCESS',
      '<x@delay.test> NOTIFY=SUCCESS,DELAY,FAILURE',
    );
    expect(all.map((report) => parseDsn(report)?.recipients)).toEqual([
      [
        expect.objectContaining({
          action: 'relayed',
          remoteMta: { type: 'dns', text: 'relay.test' },
          diagnosticCode: { type: 'smtp', text: expect.stringMatching(/^250 /) },
        }),
      ],
      [
        expect.objectContaining({
          action: 'delayed',
          status: '4.4.1',
          remoteMta: { type: 'dns', text: 'delay.test' },
          diagnosticCode: { type: 'smtp', text: expect.stringMatching(/^451 /) },
          willRetryUntil: expect.any(String),
        }),
      ],
      [expect.not.objectContaining({ willRetryUntil: expect.anything() })],
    ]);
    expect(parseDsn(all[2] ?? new Uint8Array())?.recipients[0]).toMatchObject({ action: 'failed', status: '5.4.7' });
  });

  it.each([
    ['NOTIFY=NEVER', []],
    ['NOTIFY=SUCCESS', []],
    ['NOTIFY=FAILURE', ['failed']],
    ['NOTIFY=DELAY', ['delayed']],
    ['NOTIFY=DELAY,FAILURE,SUCCESS', ['delayed', 'failed']],
    ['', ['delayed', 'failed']],
  ])('of a message that is late and then lost follow %j', async (notify, wanted) => {
    const all = await reports(await start(), '', `<x@delay.test> ${notify}`.trimEnd());
    expect(all.map((report) => parseDsn(report)?.recipients[0]?.action)).toEqual(wanted);
  });

  it('have no sender, and are never themselves reported on', async () => {
    const sandbox = await start();
    const [report] = await reports(sandbox, '', '<x@bounce.test>');
    expect(Buffer.from(report ?? []).toString()).toMatch(/^Return-Path: <>\r\n/);
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<>\r\nRCPT TO:<x@bounce.test>\r\nDATA\r\n');
    await client.until(/^354/);
    client.send('Subject: x\r\n.\r\n');
    await client.until(/queued/);
    const reader = await imap(sandbox.imap, 'alice');
    await reader.play(`
      C: a STATUS INBOX (MESSAGES)
      S: * STATUS INBOX (MESSAGES 1)
    `);
  });

  it('keep an address beyond ASCII as it is (RFC 6533)', async () => {
    const sandbox = await start();
    const [report] = await reports(sandbox, ' SMTPUTF8', '<grüße@bounce.test> ORCPT=utf-8;grüße@bounce.test');
    if (!report) throw new Error('no report');
    expect(structureOf(report).children[1]?.subtype).toBe('global-delivery-status');
    expect(parseDsn(report)).toMatchObject({
      recipients: [{ finalRecipient: { type: 'utf-8', text: 'grüße@bounce.test' }, action: 'failed' }],
      findings: [],
    });
  });

  it('cannot be made to hold what the sender writes into names', async () => {
    const [report] = await reports(
      await start(),
      ' ENVID=a+2BX-Forged:+20yes',
      '<x@bounce.test> ORCPT=rfc822;b+0D+0AAction:+20delivered@example.test',
    );
    const status = parseDsn(report ?? new Uint8Array());
    expect(status?.recipients).toHaveLength(1);
    expect(status?.recipients[0]?.action).toBe('failed');
    expect(status?.findings).toEqual([]);
  });

  it('come to an address with detail, and to postmaster', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    for (const sender of ['bob+lists@example.test', 'postmaster@example.test', 'bob@mail.example.test']) {
      const client = await smtp(sandbox.smtp);
      client.send(`MAIL FROM:<${sender}>\r\nRCPT TO:<x@bounce.test>\r\nDATA\r\n`);
      await client.until(/^354/);
      client.send('Subject: x\r\n.\r\n');
      await client.until(/queued/);
    }
    const users = events.flatMap((event) => (event.kind === 'delivered' ? [event.user] : []));
    expect(users).toEqual(['bob', 'alice', 'bob']);
  });
});
