/** Delivery status notifications, read and written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base';
import { type DeliveryStatus, parseDeliveryStatus, parseDsn } from '../../../src/protocol/message/dsn';
import { composeReport, type Report } from '../../../src/protocol/message/dsn-compose';
import { sectionRange } from '../../../src/protocol/message/section';
import { structureOf } from '../../../src/protocol/message/structure';

const message = (lines: string): Uint8Array => utf8(lines.replaceAll('\n', '\r\n'));

describe('the examples of RFC 3464 appendix E', () => {
  it('simple DSN', () => {
    const dsn = parseDsn(
      message(`Date: Thu, 7 Jul 1994 17:16:05 -0400
From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
       boundary="RAA14128.773615765/CS.UTK.EDU"

--RAA14128.773615765/CS.UTK.EDU

The original message was received at Sat, 2 Jul 1994 17:10:28 -0400
from root@localhost

--RAA14128.773615765/CS.UTK.EDU
content-type: message/delivery-status

Reporting-MTA: dns; cs.utk.edu

Original-Recipient: rfc822;louisl@larry.slip.umd.edu
Final-Recipient: rfc822;louisl@larry.slip.umd.edu
Action: failed
Status: 4.0.0
Diagnostic-Code: smtp; 426 connection timed out
Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400

--RAA14128.773615765/CS.UTK.EDU
content-type: message/rfc822

[original message goes here]

--RAA14128.773615765/CS.UTK.EDU--
`),
    );
    expect(dsn).toEqual({
      reportingMta: { type: 'dns', text: 'cs.utk.edu' },
      extensions: [],
      recipients: [
        {
          originalRecipient: { type: 'rfc822', text: 'louisl@larry.slip.umd.edu' },
          finalRecipient: { type: 'rfc822', text: 'louisl@larry.slip.umd.edu' },
          action: 'failed',
          status: '4.0.0',
          diagnosticCode: { type: 'smtp', text: '426 connection timed out' },
          lastAttemptDate: 'Thu, 7 Jul 1994 17:15:49 -0400',
          extensions: [],
        },
      ],
      findings: [],
    });
  });

  it('multi-recipient DSN', () => {
    const dsn = parseDeliveryStatus(
      message(`Reporting-MTA: dns; cs.utk.edu

Original-Recipient: rfc822;arathib@vnet.ibm.com
Final-Recipient: rfc822;arathib@vnet.ibm.com
Action: failed
Status: 5.0.0 (permanent failure)
Diagnostic-Code: smtp;  550 'arathib@vnet.IBM.COM' is not a
 registered gateway user
Remote-MTA: dns; vnet.ibm.com

Original-Recipient: rfc822;johnh@hpnjld.njd.hp.com
Final-Recipient: rfc822;johnh@hpnjld.njd.hp.com
Action: delayed
Status: 4.0.0 (hpnjld.njd.jp.com: host name lookup failure)

Original-Recipient: rfc822;wsnell@sdcc13.ucsd.edu
Final-Recipient: rfc822;wsnell@sdcc13.ucsd.edu
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp; 550 user unknown
Remote-MTA: dns; sdcc13.ucsd.edu
`),
    );
    expect(dsn.findings).toEqual([]);
    expect(dsn.recipients.map(({ action, status, statusComment }) => [action, status, statusComment])).toEqual([
      ['failed', '5.0.0', 'permanent failure'],
      ['delayed', '4.0.0', 'hpnjld.njd.jp.com: host name lookup failure'],
      ['failed', '5.0.0', undefined],
    ]);
    expect(dsn.recipients[0]?.diagnosticCode).toEqual({
      type: 'smtp',
      text: "550 'arathib@vnet.IBM.COM' is not a registered gateway user",
    });
    expect(dsn.recipients[2]?.remoteMta).toEqual({ type: 'dns', text: 'sdcc13.ucsd.edu' });
  });

  it('DSN from a gateway to a foreign system', () => {
    const dsn = parseDeliveryStatus(
      message(
        'Reporting-MTA: mailbus; SYS30\n\nFinal-Recipient: unknown; nair_s\nStatus: 5.0.0 (unknown permanent failure)\nAction: failed\n',
      ),
    );
    expect(dsn).toMatchObject({
      reportingMta: { type: 'mailbus', text: 'SYS30' },
      recipients: [{ finalRecipient: { type: 'unknown', text: 'nair_s' }, action: 'failed', status: '5.0.0' }],
      findings: [],
    });
  });

  it('delayed DSN, without the original message', () => {
    const dsn = parseDsn(
      message(
        'content-type: multipart/report; report-type=delivery-status;\n       boundary=foobar\n\n--foobar\ncontent-type: text/plain\n\nThe following message:\n\n--foobar\ncontent-type: message/delivery-status\n\nReporting-MTA: dns; sun2.nsfnet-relay.ac.uk\n\nFinal-Recipient: rfc822;thomas@de-montfort.ac.uk\nStatus: 4.0.0 (unknown temporary failure)\nAction: delayed\n\n--foobar--\n',
      ),
    );
    expect(dsn?.recipients).toMatchObject([
      { finalRecipient: { text: 'thomas@de-montfort.ac.uk' }, action: 'delayed', status: '4.0.0' },
    ]);
  });
});

describe('reports in the field', () => {
  it('a message without a report has none', () => {
    expect(parseDsn(message('Subject: x\n\nReporting-MTA: dns; x\n'))).toBeUndefined();
  });

  it('names what breaks the RFC, and reads the rest', () => {
    const dsn = parseDeliveryStatus(
      message('Final-Recipient: a@b\nAction: Exploded\nStatus: 9.1.1\nX-Queue: 7\nnot a field\n'),
    );
    expect(dsn.recipients).toEqual([
      { finalRecipient: { type: '', text: 'a@b' }, extensions: [{ name: 'X-Queue', value: '7' }] },
    ]);
    expect(dsn.findings).toEqual([
      'a line is no field: not a field',
      'Reporting-MTA is missing (RFC 3464 §2.2.2)',
      'a@b: Action is not one of failed, delayed, delivered, relayed, expanded: Exploded',
      'a@b: Status is no status code: 9.1.1',
    ]);
    expect(parseDeliveryStatus(utf8('')).findings).toHaveLength(2);
  });

  it('takes comments and case as they come', () => {
    const dsn = parseDeliveryStatus(
      message(
        'reporting-mta: DNS (really); mx\n\nfinal-recipient: RFC822; a@b\naction: Failed (sorry)\nstatus: 5.1.1\n',
      ),
    );
    expect(dsn).toMatchObject({
      reportingMta: { type: 'dns', text: 'mx' },
      recipients: [{ action: 'failed', finalRecipient: { type: 'rfc822' } }],
      findings: [],
    });
  });

  it('undoes a transfer encoding', () => {
    const body = btoa(
      'Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b\r\nAction: relayed\r\nStatus: 2.0.0\r\n',
    );
    expect(
      parseDsn(message(`Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n${body}\n`))
        ?.recipients[0]?.action,
    ).toBe('relayed');
  });

  it('comes from any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseDeliveryStatus(bytes).recipients).toBeInstanceOf(Array);
      }),
    );
  });
});

describe('a composed report', () => {
  const status: Omit<DeliveryStatus, 'findings'> = {
    originalEnvelopeId: 'QQ314159',
    reportingMta: { type: 'dns', text: 'mx.example.org' },
    dsnGateway: { type: 'dns', text: 'gate.example.org' },
    receivedFromMta: { type: 'dns', text: 'client.example.net' },
    arrivalDate: 'Thu, 7 Jul 1994 17:16:05 -0400',
    extensions: [{ name: 'X-Queue-ID', value: '7' }],
    recipients: [
      {
        originalRecipient: { type: 'rfc822', text: 'bob+40example.org' },
        finalRecipient: { type: 'rfc822', text: 'bob@example.org' },
        action: 'failed',
        status: '5.1.1',
        statusComment: 'no such user',
        remoteMta: { type: 'dns', text: 'other.example.org' },
        diagnosticCode: { type: 'smtp', text: '550 5.1.1 no such user' },
        lastAttemptDate: 'Thu, 7 Jul 1994 17:16:06 -0400',
        finalLogId: 'log7',
        willRetryUntil: 'Fri, 8 Jul 1994 17:16:06 -0400',
        extensions: [],
      },
      {
        finalRecipient: { type: 'rfc822', text: 'carol@example.org' },
        action: 'delivered',
        status: '2.0.0',
        extensions: [],
      },
    ],
  };
  const report: Report = {
    boundary: 'b0',
    date: 'Thu, 7 Jul 1994 17:16:07 -0400',
    messageId: '<r1@mx.example.org>',
    from: 'postmaster@mx.example.org',
    to: 'alice@example.org',
    subject: 'Undelivered mail',
    text: 'Your message\nwas not delivered.',
    status,
    original: message('Subject: hello\n\nsecret\n'),
    returned: 'HDRS',
  };
  const part = (bytes: Uint8Array, section: string): string => {
    const found = sectionRange(structureOf(bytes), section);
    return found ? fromUtf8(bytes.subarray(found.start, found.end)) : '';
  };

  it('says what it was given', () => {
    const bytes = composeReport(report);
    expect(parseDsn(bytes)).toEqual({ ...status, findings: [] });
    const root = structureOf(bytes);
    expect(root).toMatchObject({ subtype: 'report' });
    expect(root.children.map(({ type, subtype }) => `${type}/${subtype}`)).toEqual([
      'text/plain',
      'message/delivery-status',
      'text/rfc822-headers',
    ]);
    expect(part(bytes, '1')).toBe('Your message\r\nwas not delivered.');
    expect(fromUtf8(bytes).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('returns the header only, or all of the message (RFC 3461 §4.3)', () => {
    expect(part(composeReport(report), '3')).toBe('Subject: hello\r\n\r\n');
    const full = composeReport({ ...report, returned: 'FULL' });
    expect(part(full, '3')).toBe('Subject: hello\r\n\r\nsecret\r\n');
    expect(part(full, '3.HEADER')).toBe('Subject: hello\r\n\r\n');
  });

  it('lets no value add a field', () => {
    const bytes = composeReport({
      ...report,
      subject: 'x\r\nBcc: all@example.org',
      status: { ...status, originalEnvelopeId: 'a\r\n\r\nFinal-Recipient: b' },
    });
    expect(structureOf(bytes).headers.fields.map(({ name }) => name)).not.toContain('Bcc');
    expect(parseDsn(bytes)?.recipients).toHaveLength(2);
  });

  it('takes the types of RFC 6533 for addresses in UTF-8', () => {
    const [bob] = status.recipients;
    const bytes = composeReport({
      ...report,
      original: message('Subject: Grüße\n\n'),
      text: 'Grüße',
      status: {
        ...status,
        recipients: bob ? [{ ...bob, finalRecipient: { type: 'utf-8', text: 'jörg@example.org' } }] : [],
      },
    });
    expect(structureOf(bytes).children.map(({ type, subtype, encoding }) => `${type}/${subtype} ${encoding}`)).toEqual([
      'text/plain 8bit',
      'message/global-delivery-status 8bit',
      'message/global-headers 8bit',
    ]);
    expect(parseDsn(bytes)?.recipients[0]?.finalRecipient).toEqual({ type: 'utf-8', text: 'jörg@example.org' });
  });
});
