import { describe, expect, it } from 'vitest';
import { plain, response, responses, rules } from './support';

/** Answers as they are known from practice and from the RFCs' examples: each must be read without a finding. */
const clean: Readonly<Record<string, readonly string[]>> = {
  'RFC 9051 §7 and §8': [
    '* OK IMAP4rev2 server ready',
    '* OK [ALERT] System shutdown in 10 minutes',
    'A001 OK LOGIN Completed',
    'A222 NO COPY failed: disk is full',
    '* BAD Command line too long',
    '* PREAUTH IMAP4rev2 server logged in as Smith',
    '* BYE Autologout; idle for too long',
    '* ENABLED IMAP4rev2',
    '* CAPABILITY STARTTLS AUTH=GSSAPI IMAP4rev2 LOGINDISABLED XPIG-LATIN',
    '* LIST (\\Noselect) "/" ~/Mail/foo',
    '* LIST () "/" "Mailbox" ("OLDNAME" ("Old name"))',
    '* LIST (\\NonExistent \\HasChildren) "/" "Foo" ("CHILDINFO" ("SUBSCRIBED"))',
    '* NAMESPACE (("" "/")("#news." "." "X-PARAM" ("FLAG1" "FLAG2"))) (("~" "/")) (("#shared/" "/")("#public/" "/"))',
    '* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)',
    '* ESEARCH UID COUNT 17 ALL 4:18,21,28',
    '* ESEARCH (TAG "a567") UID COUNT 17 ALL 4:18,21,28',
    '* ESEARCH COUNT 18 ALL 1:17,21',
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
    '* 23 EXISTS',
    '* 44 EXPUNGE',
    '* 23 FETCH (FLAGS (\\Seen) RFC822.SIZE 44827 UID 447)',
    '+ Ready for additional command text',
    `* 12 FETCH (BODY[HEADER] {342}\n${'x'.repeat(342)})`,
    '* OK [UIDVALIDITY 3857529045] UIDs valid',
    'a356 NO [HASCHILDREN] Mailbox "Notes" has children',
    'A003 OK [APPENDUID 38505 3955] APPEND completed',
    'A004 OK [COPYUID 38505 304,319:320 3956:3958] Done',
    '* 12 FETCH (FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 4286 ENVELOPE ("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes" (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) ((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL "<B27397-0100000@cac.washington.edu>") BODY ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92))',
  ],
  'RFC 3501': [
    '* SEARCH 2 3 6',
    '* SEARCH',
    '* LSUB () "." #news.comp.mail.misc',
    '* 5 RECENT',
    '* OK [UNSEEN 12] Message 12 is first unseen',
  ],
  'RFC 7162': [
    '* OK [HIGHESTMODSEQ 715194045007] Highest',
    "* OK [NOMODSEQ] Sorry, this mailbox format doesn't support modsequences",
    '* 1 FETCH (UID 4 MODSEQ (12121231000))',
    'd105 OK [MODIFIED 7,9] Conditional STORE failed',
    '* SEARCH 2 5 6 7 11 12 18 19 20 23 (MODSEQ 917162500)',
    '* VANISHED (EARLIER) 41,43:116,118,120:211,214:540',
    '* VANISHED 405,407,410,425',
    '* OK [CLOSED] Previous mailbox closed.',
  ],
  'RFC 5256': ['* SORT 2 84 882', '* SORT', '* THREAD (166)(167)(168)(169)(172)((170)(179))(171)', '* THREAD ((3)(5))'],
  'RFC 4731': [
    '* ESEARCH (TAG "A282") MIN 2 COUNT 3',
    '* ESEARCH (TAG "A284") MIN 4',
    '* ESEARCH (TAG "a2") ALL 5,10,11 MODSEQ 917162488',
  ],
  'RFC 5464': [
    '* METADATA "INBOX" (/private/comment "My comment" /shared/comment NIL)',
    '* METADATA "" /shared/comment',
    '* METADATA "INBOX" (/shared/comment {7}\nNothing)',
    'a OK [METADATA LONGENTRIES 2199] GETMETADATA complete',
  ],
  Dovecot: [
    '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED] Dovecot (Debian) ready.',
    '* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags permitted.',
    'A2 OK [READ-WRITE] Select completed (0.001 + 0.000 secs).',
    '* LIST (\\HasNoChildren \\UnMarked \\Trash) "." Trash',
    '* ID ("name" "Dovecot")',
    'A3 BAD Error in IMAP command FOO: Unknown command (0.001 + 0.000 secs).',
    '* BYE Logging out',
    '* OK Still here',
    '* 1 FETCH (BODYSTRUCTURE (("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 11 1 NIL NIL NIL NIL)("image" "png" ("name" "a.png") NIL NIL "base64" 8 NIL ("attachment" ("filename" "a.png")) NIL NIL) "mixed" ("boundary" "x") NIL NIL NIL))',
  ],
  Gmail: [
    '* OK Gimap ready for requests from 192.0.2.1 k12mb99483qyi',
    '* LIST (\\HasChildren \\Noselect) "/" "[Gmail]"',
    '* LIST (\\All \\HasNoChildren) "/" "[Gmail]/All Mail"',
    '* 1 FETCH (X-GM-THRID 1266894439832287888 X-GM-MSGID 1278455344230334865 X-GM-LABELS (\\Inbox \\Sent Important "Muy Importante") UID 4)',
    '* OK [THROTTLED] Slow down',
    'A4 OK [COPYUID 5 10 3] (Success)',
    'A5 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
    '* ESEARCH (TAG "A6") UID',
  ],
  Exchange: [
    '* OK The Microsoft Exchange IMAP4 service is ready. [QgBMADEAUAAyADgAMQBD]',
    '* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+',
    '* LIST (\\Marked \\HasNoChildren) "/" INBOX',
    '* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)] Permanent flags',
    '* BYE Microsoft Exchange Server IMAP4 server signing off.',
  ],
  Courier: [
    '* OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE ACL ACL2=UNION] Courier-IMAP ready.',
    '* NAMESPACE (("INBOX." ".")) NIL (("#shared." ".")("shared." "."))',
    '* FLAGS ($Forwarded \\Draft \\Answered \\Flagged \\Deleted \\Seen \\Recent)',
    '* QUOTA "ROOT" (STORAGE 10 1000)',
    '* ACL "INBOX" "owner" "aceilrstwx" "administrators" "aceilrstwx"',
  ],
  Cyrus: [
    '* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE STARTTLS AUTH=PLAIN SASL-IR] mail Cyrus IMAP 3.6 server ready',
    '* OK [URLMECH INTERNAL] Ok',
    '* OK [ANNOTATIONS 65536] Ok',
    '* OK [MAILBOXID (F4d1a3c5e)] Ok',
    '* LIST (\\HasNoChildren) "/" INBOX (SHAREDWITH ("NIL"))',
    '* MYRIGHTS INBOX lrswipkxtecdan',
    '* LISTRIGHTS INBOX smith "" l r s w i p k x t e c d a n',
    '* 1 FETCH (EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9) SAVEDATE NIL PREVIEW "hi")',
  ],
};

for (const [origin, lines] of Object.entries(clean)) {
  describe(`answers from ${origin}`, () => {
    for (const line of lines) {
      it(line.slice(0, 70), () => {
        expect(rules(response(line))).toEqual([]);
        expect(response(line).name).not.toBe('');
      });
    }
  });
}

describe('deviations known from practice', () => {
  it('Exchange: a code without text, a mailbox name with a trailing space outside quotes', () => {
    expect(rules(response('* OK [UIDNEXT 4392]'))).toEqual(['missing-text']);
    expect(rules(response('* LIST (\\HasNoChildren) "/" Drafts '))).toEqual(['trailing-space']);
  });

  it('Courier: an envelope’s addresses apart, read all the same', () => {
    const read = response(
      '* 1 FETCH (ENVELOPE (NIL "x" ((NIL NIL "a" "b") (NIL NIL "c" "d")) NIL NIL NIL NIL NIL NIL NIL))',
    );
    expect(rules(read)).toEqual(['space-between-addresses']);
    expect(read.values.map(plain)).toEqual([
      [
        'ENVELOPE',
        [
          null,
          '"x',
          [
            [null, null, '"a', '"b'],
            [null, null, '"c', '"d'],
          ],
          null,
          null,
          null,
          null,
          null,
          null,
          null,
        ],
      ],
    ]);
  });

  it('servers that pad their CAPABILITY, SEARCH, STATUS and QUOTA', () => {
    expect(responses('* SEARCH \n* STATUS a (MESSAGES 1) \n* QUOTA "" ( STORAGE 1 2)\n').map(rules)).toEqual([
      ['trailing-space'],
      ['trailing-space'],
      ['extra-space'],
    ]);
  });
});
