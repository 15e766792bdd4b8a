/** Long scripts of all kinds of sessions, for benchmarks. */

const smtp = `### Submit NUMBER
# One message with a delivery report.
needs DSN
S: 220
C: EHLO client.example
S: 250-SIZE 1000000
S: 250-DSN
S: 250
C: MAIL FROM:<{{sender}}> RET=HDRS ENVID={{envid}}
S: 250 2.1.0
C: RCPT TO:<bob@example.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;{{sender | xtext}}
S: 250 2.1.5
C: DATA
S: 354
C: """
From: {{sender}}
To: bob@example.test
Subject: a message of some length, as they are

The quick brown fox jumps over the lazy dog, and so on and on it goes.
"""
S: 250 2.0.0 Ok: queued as {{@queueId}}
C: QUIT
S: 221

`;

const imap = `### Read NUMBER
connect imap
starttls
auth alice
C: a1 SELECT INBOX
S: * {{@exists}} EXISTS
S: * FLAGS (\\Answered \\Seen)
S: a1 OK [READ-WRITE]
C: UID SEARCH SINCE 1-Feb-2024 NOT FROM "Smith"
S: * SEARCH ...
C: FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])
S: * 1 FETCH (UID {{@uid}} FLAGS (\\Seen) ...)
S: OK
assert exists > 0
C: APPEND INBOX (\\Seen) """
  Subject: Hello

  Hello, Bob.
  """
C: STORE 1 +FLAGS (\\Deleted)
if reply.code = OK
  C: EXPUNGE
end
C: LOGOUT

`;

const pop3 = `### Fetch NUMBER
connect pop3
S: +OK
C: CAPA
S: +OK
S: STLS
S: .
starttls
auth {{sender}}
C: STAT
S: +OK {{@count}} ...
C: LIST
pipeline
  C: RETR 1
  C: DELE 1
end
S: +OK
S: +OK
C: QUIT

`;

/** About so many lines. */
export function longScript(lines: number): string {
  const kinds = [smtp, imap, pop3];
  const pieces = ['@sender = alice@example.test\n@envid = {{$uuid}}\n\n'];
  for (let n = 0, have = 3; have < lines; n++) {
    const piece = (kinds[n % kinds.length] ?? smtp).replace('NUMBER', String(n));
    pieces.push(piece);
    have += piece.split('\n').length - 1;
  }
  return pieces.join('');
}
