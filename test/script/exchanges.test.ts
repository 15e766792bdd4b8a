/** Which replies belong to which commands. */
import { describe, it } from 'vitest';
import { checkOutline } from './check';

describe('SMTP', () => {
  it('takes an S: before the first command for the greeting', () => {
    checkOutline(
      'S: 220\nC: QUIT\nS: 221\n',
      `
      ### test (smtp)
      receive (220)
      C: QUIT (221)
    `,
    );
  });

  it('gives one reply to each command, in order', () => {
    checkOutline(
      'C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: DATA\nS: 250\nS: 550\nS: 503',
      `
      ### test (smtp)
      C: MAIL FROM:<a@b> (250)
      C: RCPT TO:<c@d> (550)
      C: DATA (503)
    `,
    );
  });

  it('gives fewer replies to the last commands; the others must succeed', () => {
    checkOutline(
      'C: RCPT TO:<c@d>\nC: DATA\nS: 354',
      `
      ### test (smtp)
      C: RCPT TO:<c@d>
      C: DATA (354)
    `,
    );
  });

  it('lets a surplus come by itself', () => {
    checkOutline(
      'C: NOOP\nS: 250\nS: 421',
      `
      ### test (smtp)
      C: NOOP (250)
      receive (421)
    `,
    );
  });

  it('joins 250- lines with the 250 line behind them', () => {
    checkOutline(
      'C: EHLO x\nC: NOOP\nS: 250-SIZE\nS: 250-DSN\nS: 250 HELP\nS: 250 ok',
      `
      ### test (smtp)
      C: EHLO x (250-SIZE & 250-DSN & 250 HELP)
      C: NOOP (250 ok)
    `,
    );
  });

  it('begins another reply where the code changes', () => {
    checkOutline(
      'C: EHLO x\nC: NOOP\nS: 250-SIZE\nS: 500',
      `
      ### test (smtp)
      C: EHLO x (250-SIZE)
      C: NOOP (500)
    `,
    );
  });

  it('leaves S!: and S?: with the reply before, else with the next', () => {
    checkOutline(
      'C: EHLO x\nC: NOOP\nS?: 250-SIZE {{@max}}\nS: 250-DSN\nS!: 250-CHUNKING\nS: 250 HELP\nS: 250\nS!: 250 no',
      `
      ### test (smtp)
      C: EHLO x (?250-SIZE @max & 250-DSN & !250-CHUNKING & 250 HELP)
      C: NOOP (250 & !250 no)
    `,
    );
  });

  it('does not let comments and blank lines break a run', () => {
    checkOutline(
      'C: NOOP\n# again\n\nC: NOOP\n\n# both\nS: 250 one\n# and\nS: 250 two',
      `
      ### test (smtp)
      C: NOOP (250 one)
      C: NOOP (250 two)
    `,
    );
  });

  it('waits for no reply to the lines of a message', () => {
    checkOutline(
      'C: DATA\nC: Subject: x\nC:\nC: .\nS: 354\nS: 250 queued as {{@id}}\nC: QUIT',
      `
      ### test (smtp)
      C: DATA (354)
      C: Subject: x #data
      C:  #data
      C: . (250 queued as @id)
      C: QUIT
    `,
    );
  });

  it('goes on with the message in the next exchange', () => {
    checkOutline(
      'C: DATA\nS: 354\nC: Subject: x\nC: .\nS: 250\nC: NOOP\nC: NOOP\nS: 250',
      `
      ### test (smtp)
      C: DATA (354)
      C: Subject: x #data
      C: . (250)
      C: NOOP
      C: NOOP (250)
    `,
    );
  });

  it('takes lines for commands again when DATA is to be refused', () => {
    checkOutline(
      'C: DATA\nS: 503\nC: NOOP\nC: QUIT\nS: 221',
      `
      ### test (smtp)
      C: DATA (503)
      C: NOOP
      C: QUIT (221)
    `,
    );
  });

  it('takes a block after DATA for the whole message', () => {
    checkOutline(
      'C: DATA\nC: """\nSubject: x\n"""\nC: QUIT\nS: 354\nS: 250\nS: 221',
      `
      ### test (smtp)
      C: DATA (354)
      C: [Subject: x\\r\\n] (250)
      C: QUIT (221)
    `,
    );
  });

  it('counts the lines of a chunk', () => {
    checkOutline(
      'C: BDAT 12 LAST\nC: 0123\nC: 4567\nS: 250\nC: BDAT """\nx\n""" LAST\nS: 250',
      `
      ### test (smtp)
      C: BDAT 12 LAST #data
      C: 0123 #data
      C: 4567 (250)
      C: BDAT [x\\r\\n] LAST (250)
    `,
    );
  });

  it('sends a pipeline in one write and expects its replies after end', () => {
    checkOutline(
      'pipeline\n  C: RSET\n  # one more\n  C: NOOP\nend\n\nS: 250 a\nS: 250 b\nC: QUIT',
      `
      ### test (smtp)
      pipeline
        C: RSET (250 a)
        C: NOOP (250 b)
      C: QUIT
    `,
    );
  });

  it('gives an S: after a directive to no command', () => {
    checkOutline(
      'C: NOOP\nS: 250\nwait 1s\nS: 421',
      `
      ### test (smtp)
      C: NOOP (250)
      wait 1000
      receive (421)
    `,
    );
  });
});

describe('LMTP', () => {
  it('answers a message once a recipient', () => {
    checkOutline(
      'C: DATA\nS: 354\nC: """\nx\n"""\nS: 250 one\nS: 450 two',
      `
      ### test (lmtp)
      C: DATA (354)
      C: [x\\r\\n] (250 one) (450 two)
    `,
      { file: 'test.lmtp' },
    );
  });

  it('knows the replies behind the 354 in one run', () => {
    checkOutline(
      'C: RCPT TO:<a>\nC: RCPT TO:<b>\nC: DATA\nC: x\nC: .\nS: 354\nS: 250 one\nS: 450 two',
      `
      ### test (lmtp)
      C: RCPT TO:<a>
      C: RCPT TO:<b>
      C: DATA (354)
      C: x #data
      C: . (250 one) (450 two)
    `,
      { file: 'test.lmtp' },
    );
  });
});

describe('POP3', () => {
  const pop3 = { file: 'test.pop3' };

  it('begins a response with its status line; what follows is its body', () => {
    checkOutline(
      'S: +OK\nC: CAPA\nC: UIDL\nS: +OK\nS: TOP\nS: +OK\nS: 1 {{@id}}\nS!: 2',
      `
      ### test (pop3)
      receive (+OK)
      C: CAPA (+OK & TOP)
      C: UIDL (+OK & 1 @id & !2)
    `,
      pop3,
    );
  });

  it('knows alternatives, any and challenges', () => {
    checkOutline(
      'C: STAT\nC: NOOP\nC: AUTH PLAIN\nS: +OK|-ERR\nS: any\nS: + ',
      `
      ### test (pop3)
      C: STAT (+OK|-ERR)
      C: NOOP (any)
      C: AUTH PLAIN (+ )
    `,
      pop3,
    );
  });
});

describe('IMAP', () => {
  const imap = { file: 'test.imap' };

  it('ends the responses of a command with the tagged one', () => {
    checkOutline(
      'C: SELECT INBOX\nC: NOOP\nS: * 3 EXISTS\nS: OK [READ-WRITE]\nS: * 1 RECENT\nS: OK',
      `
      ### test (imap)
      C: SELECT INBOX (* 3 EXISTS & OK [READ-WRITE])
      C: NOOP (* 1 RECENT & OK)
    `,
      imap,
    );
  });

  it('gives untagged lines behind the last tagged one to the last command', () => {
    checkOutline(
      'C: NOOP\nS: OK\nS: * 1 RECENT',
      `
      ### test (imap)
      C: NOOP (OK & * 1 RECENT)
    `,
      imap,
    );
  });

  it('gives untagged lines alone to the last command', () => {
    checkOutline(
      'C: NOOP\nC: FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS ())\nS!: * BYE',
      `
      ### test (imap)
      C: NOOP
      C: FETCH 1 FLAGS (* 1 FETCH (FLAGS ()) & !* BYE)
    `,
      imap,
    );
  });

  it('lets data behind a + come by itself', () => {
    checkOutline(
      'C: IDLE\nS: + idling\nS: * 4 EXISTS\nC: DONE\nS: OK',
      `
      ### test (imap)
      C: IDLE (+ idling)
      receive (* 4 EXISTS)
      C: DONE (OK)
    `,
      imap,
    );
  });

  it('gives the + to IDLE and the OK to DONE', () => {
    checkOutline(
      'C: IDLE\nC: DONE\nS: +\nS: OK',
      `
      ### test (imap)
      C: IDLE (+)
      C: DONE (OK)
    `,
      imap,
    );
  });

  it('matches explicit tags', () => {
    checkOutline(
      'C: a1 NOOP\nC: a2 SELECT x\nS: a2 NO\nS: a1 OK',
      `
      ### test (imap)
      C: a1 NOOP (a1 OK)
      C: a2 SELECT x (a2 NO)
    `,
      imap,
    );
  });

  it('gives a reply with a tag of an earlier exchange to the line that ends that command', () => {
    checkOutline(
      'C: a1 IDLE\nS: +\nC: DONE\nS: a1 OK',
      `
      ### test (imap)
      C: a1 IDLE (+)
      C: DONE (a1 OK)
    `,
      imap,
    );
  });

  it('knows alternatives, any, and a regular expression for the whole', () => {
    checkOutline(
      'C: NOOP\nC: NOOP\nC: NOOP\nC: a4 NOOP\nS: OK|NO\nS: any\nS: /done/i\nS: a4 BAD',
      `
      ### test (imap)
      C: NOOP (OK|NO)
      C: NOOP (any)
      C: NOOP (regex(done)i)
      C: a4 NOOP (a4 BAD)
    `,
      imap,
    );
  });

  it('waits for no reply within a hand-made literal', () => {
    checkOutline(
      'C: APPEND x {12}\nS: + go\nC: 0123\nC: 4567\nC:\nS: OK\nC: NOOP',
      `
      ### test (imap)
      C: APPEND x {12} (+ go)
      C: 0123 #data
      C: 4567 #data
      C:  (OK)
      C: NOOP
    `,
      imap,
    );
  });

  it('gives each + to the line that ends in {n}', () => {
    checkOutline(
      'C: LOGIN {5}\nC: alice {6}\nC: secret\nS: +\nS: +\nS: OK',
      `
      ### test (imap)
      C: LOGIN {5} (+)
      C: alice {6} (+)
      C: secret (OK)
    `,
      imap,
    );
  });

  it('takes the + for granted where none is written, and knows {n+}', () => {
    checkOutline(
      'C: LOGIN {5}\nC: alice {6+}\nC: secret\nC: NOOP\nS: NO\nS: OK',
      `
      ### test (imap)
      C: LOGIN {5}
      C: alice {6+} #data
      C: secret (NO)
      C: NOOP (OK)
    `,
      imap,
    );
  });

  it('lets a literal be refused', () => {
    checkOutline(
      'C: APPEND x {9999999}\nS: NO [TOOBIG]',
      `
      ### test (imap)
      C: APPEND x {9999999} (NO [TOOBIG])
    `,
      imap,
    );
  });

  it('goes on behind a literal in the middle of a line', () => {
    checkOutline(
      'C: APPEND x {4} \nC: NOOP\nC: APPEND y {4}\nS: +\nC: 0123 (a) {2}\nS: +\nC: 45)\nC: NOOP\nS: OK\nS: OK',
      `
      ### test (imap)
      C: APPEND x {4} 
      C: NOOP
      C: APPEND y {4} (+)
      C: 0123 (a) {2} (+)
      C: 45) (OK)
      C: NOOP (OK)
    `,
      imap,
    );
  });
});
