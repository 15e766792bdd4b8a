/** Messages that are hard to take apart, for comparing what two servers make of them. Line ends are CRLF when sent. */

const multipart = (boundary: string, parts: readonly string[], more = ''): string =>
  `${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n${more}`;

const head = (subject: string, more = ''): string =>
  `From: "Alice Liddell" <alice@example.test>\nTo: Bob <bob@example.test>\nSubject: ${subject}\nDate: Mon, 7 Feb 2022 21:52:25 -0800\nMessage-ID: <${subject.replace(/\W+/g, '.')}@example.test>\nMIME-Version: 1.0\n${more}`;

const inner = `From: carol@example.test
To: alice@example.test
Subject: inside
Date: Tue, 8 Feb 2022 10:00:00 +0100
Message-ID: <inside@example.test>
Content-Type: multipart/mixed; boundary=deep

preamble of the inner
${multipart('deep', [
  '\ndeep text, without a header\n',
  'Content-Type: application/octet-stream; name=x.bin\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=x.bin; size=4\n\nAAEC/w==\n',
])}`;

const texts: Readonly<Record<string, string>> = {
  plain: `${head('plain')}\nOne line.\nAnother.\n`,
  'empty body': head('empty body', '\n'),
  'header alone': head('header alone'),
  'no last line end': `${head('no last line end')}\nno end`,
  'folded and long': `From: alice@example.test\nSubject: a subject\n that goes on\n\tand on\nTo: bob@example.test,\n carol@example.test\nReferences: <1@a>\n <2@b>\nMessage-ID: <folded@example.test>\n\nbody\n`,
  groups: `From: alice@example.test\nTo: friends: carol@example.test, "D. Ave" <dave@example.test>;, bob@example.test\nCc: nobody:;\nBcc: "quoted \\"name\\"" <"odd local"@example.test>\nSender: The Sender <sender@example.test>\nReply-To: <reply@example.test>\nIn-Reply-To: <0@example.test>\nSubject: groups\n\nbody\n`,
  encoded: `${head('=?UTF-8?Q?Gr=C3=BC=C3=9Fe?= and =?ISO-8859-1?B?5A==?=', 'Content-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: quoted-printable\n')}\nGr=C3=BC=C3=9Fe =\nan alle=20\n`,
  base64: `${head('base64', 'Content-Type: text/plain; charset="UTF-8"\nContent-Transfer-Encoding: BASE64\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\nContent-ID: <part@example.test>\nContent-Description: a description\nContent-Language: en, de\nContent-Location: http://example.test/x\n')}\nR3LDvMOf\nZQ==\n`,
  mixed: `${head('mixed', 'Content-Type: multipart/mixed;\n boundary="outer boundary"; charset=x\n')}\nThis is the preamble.\n${multipart('outer boundary', ['Content-Type: text/plain; charset=us-ascii\n\nfirst\n', 'Content-Type: image/png; name="a b.png"\nContent-Disposition: inline; filename="a b.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n'], 'epilogue\n')}`,
  alternative: `${head('alternative', 'Content-Type: multipart/alternative; boundary=b1\n')}\n${multipart('b1', ['Content-Type: text/plain\n\nplain\n', `Content-Type: multipart/related; boundary=b1x; type="text/html"; start="<root@x>"\n\n${multipart('b1x', ['Content-Type: text/html\nContent-ID: <root@x>\n\n<p>html</p>\n', 'Content-Type: image/gif\nContent-ID: <img@x>\nContent-Transfer-Encoding: base64\n\nR0lGODlh\n'])}`])}`,
  forwarded: `${head('forwarded', 'Content-Type: multipart/mixed; boundary=outer\n')}\npreamble\n${multipart('outer', ['Content-Type: text/plain\n\nsee below\n', `Content-Type: message/rfc822\nContent-Description: forwarded\n\n${inner}`, 'Content-Type: message/rfc822\n\nSubject: only text\n\nplain inside\n'])}`,
  'message alone': `${head('message alone', 'Content-Type: message/rfc822\n')}\n${inner}`,
  'message in message': `${head('message in message', 'Content-Type: multipart/digest; boundary=dig\n')}\n${multipart('dig', ['\nFrom: one@example.test\nSubject: first of digest\n\none\n', `Content-Type: message/rfc822\n\nSubject: carries\nContent-Type: message/rfc822\n\n${inner}`])}`,
  report: `${head('report', 'Content-Type: multipart/report; report-type=delivery-status; boundary=rep\n')}\n${multipart('rep', ['\nIt failed.\n', 'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.test\n\nFinal-Recipient: rfc822; bob@example.test\nAction: failed\nStatus: 5.1.1\n', 'Content-Type: text/rfc822-headers\n\nSubject: the original\n'])}`,
  'without closing': `${head('without closing', 'Content-Type: multipart/mixed; boundary=open\n')}\n--open\nContent-Type: text/plain\n\nfirst\n--open\nContent-Type: text/plain\n\nsecond, and then nothing\n`,
  'without parts': `${head('without parts', 'Content-Type: multipart/mixed; boundary=none\n')}\nno delimiter ever comes\n`,
  'outer ends inner': `${head('outer ends inner', 'Content-Type: multipart/mixed; boundary=oo\n')}\n--oo\nContent-Type: multipart/mixed; boundary=ii\n\n--ii\n\ninner part\n--oo\n\nsecond of the outer\n--oo--\n`,
  'similar boundaries': `${head('similar boundaries', 'Content-Type: multipart/mixed; boundary=a\n')}\n--a\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\nfirst\n--ab--\n--a\n\n--abc is text\n--a--\n`,
  'parameters continued': `${head('parameters continued', 'Content-Type: application/pdf; name*0="a very "; name*1="long name.pdf"\nContent-Disposition: attachment; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe.pdf\nContent-Transfer-Encoding: base64\n')}\nJVBERi0=\n`,
  'eight bits': `${head('eight bits', 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n')}\nGrüße\n`,
  'odd content type': `${head('odd content type', 'Content-Type: text\nContent-Transfer-Encoding: unheard-of\n')}\nwhat is it?\n`,
  'empty fields': 'From: \nTo:\nSubject:\nDate: \n\nbody\n',
  'no header': '\nonly a body\n',
  thread:
    'From: bob@example.test\nSubject: Re: plain\nReferences: <plain@example.test>\nIn-Reply-To: <plain@example.test>\nMessage-ID: <reply@example.test>\nDate: Wed, 9 Feb 2022 01:02:03 +0000\n\nindeed\n',
  'thread deeper':
    'From: carol@example.test\nSubject: Fwd: RE: [list] plain (fwd)\nReferences: <plain@example.test> <reply@example.test>\nMessage-ID: <deeper@example.test>\nDate: Thu, 10 Feb 2022 01:02:03 +0000\n\nindeed, too\n',
};

/** By name, in the order in which they are appended. */
export const messages: ReadonlyMap<string, string> = new Map(
  Object.entries(texts).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
);
