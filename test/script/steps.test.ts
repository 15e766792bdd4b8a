/** What directives become. */
import { describe, expect, it } from 'vitest';
import { checkOutline, compiled } from './check';
import { outline } from './outline';

const stepsOf = (text: string, options = {}): string[] => outline(compiled(text, options).program).split('\n').slice(1);

describe('connect', () => {
  it.each([
    ['connect', 'connect default (smtp)'],
    ['connect imap', 'connect imap (imap)'],
    ['connect submission', 'connect submission (smtp)'],
    ['connect as a pop3', 'connect a pop3 (pop3)'],
    ['connect lmtp as b', 'connect b lmtp (lmtp)'],
    ['c connect imaps://h:993', 'connect c imaps://h:993 (imap)'],
    ['connect unix:/run/x', 'connect unix:/run/x (smtp)'],
    ['connect mx:example.com', 'connect mx:example.com (smtp)'],
    ['connect mx:{{$env DOMAIN}}', 'connect mx:{$env DOMAIN} (smtp)'],
    ['connect {{$env URL}}', 'connect {$env URL} (smtp)'],
  ])('%s', (text, expected) => {
    expect(stepsOf(text)).toEqual([expected]);
    expect(compiled(text).problems).toEqual([]);
  });

  it('gives the session its protocol when it comes first', () => {
    checkOutline(
      '### Mail\nC: NOOP\n### Mailbox\nconnect imap\nC: a1 NOOP\nS: a1 OK\n',
      `
      ### Mail (smtp)
      C: NOOP
      ### Mailbox (imap)
      connect imap (imap)
      C: a1 NOOP (a1 OK)
    `,
    );
  });

  it('gives a named connection its own protocol', () => {
    checkOutline(
      'connect as box imap\nconnect as out\nbox C: SELECT INBOX\nbox S: * 1 EXISTS\nbox S: OK\nout C: EHLO x\nout S: 250-A\nout S: 250',
      `
      ### test (smtp)
      connect box imap (imap)
      connect out default (smtp)
      box C: SELECT INBOX (* 1 EXISTS & OK)
      out C: EHLO x (250-A & 250)
    `,
    );
  });
});

describe('connections', () => {
  it('need no name when there is one', () => {
    checkOutline(
      'connect as a\nC: NOOP\na S: 250',
      `
      ### test (smtp)
      connect a default (smtp)
      C: NOOP (250)
    `,
    );
  });

  it('have their own runs of lines', () => {
    checkOutline(
      'connect as a\nconnect as b\na C: NOOP\nb C: NOOP\na S: 250\nb S: 250\nb S: 421',
      `
      ### test (smtp)
      connect a default (smtp)
      connect b default (smtp)
      a C: NOOP
      b C: NOOP
      a receive (250)
      b receive (250) (421)
    `,
    );
  });

  it('are free again after close, and of asserts that speak of no connection', () => {
    checkOutline(
      'connect as a\nconnect as b\n@x = 1\nassert x = 1\na close\nC: NOOP',
      `
      ### test (smtp)
      connect a default (smtp)
      connect b default (smtp)
      @x = 1
      assert variable x = 1
      a close fin
      C: NOOP
    `,
    );
  });
});

describe('auth', () => {
  it.each([
    ['auth', 'auth - - -'],
    ['auth alice', 'auth - alice -'],
    ['auth alice secret', 'auth - alice secret'],
    ['auth EXTERNAL', 'auth EXTERNAL - -'],
    ['auth SCRAM-SHA-256 alice {{$secret alice}}', 'auth SCRAM-SHA-256 alice {$secret alice}'],
    ['auth {{$env MECH}} alice x', 'auth {$env MECH} alice x'],
    ['auth "BOB" "two words"', 'auth - BOB two words'],
    ['auth PLAIN alice a=b authzid=bob', 'auth PLAIN alice a=b authzid=bob'],
    ['auth PLAIN alice "\\"q\\\\"', 'auth PLAIN alice "q\\'],
  ])('%s', (text, expected) => {
    expect(stepsOf(text)).toEqual([expected]);
    expect(compiled(text).problems).toEqual([]);
  });

  it('takes the S: lines behind it for its final reply, as starttls does', () => {
    checkOutline(
      'starttls\nS: 220\n# then\nauth alice\nS: 235 2.7.0\nS: 421',
      `
      ### test (smtp)
      starttls (220)
      auth - alice - (235 2.7.0)
      receive (421)
    `,
    );
  });
});

describe('other directives', () => {
  it.each([
    ['wait 200ms', 'wait 200'],
    ['silence 2m', 'silence 120000'],
    ['expect close', 'expect close'],
    ['reset', 'close rst'],
    ['log a {{$now}}  b ', 'log a {$now}  b'],
    ['raw "a\\r\\n\\x00\\xff\\"\\\\\\{{" every 10ms', 'raw a\\r\\n\0\xff"\\{{ every 10'],
    ['raw "é\\xe9"', 'raw Ã©é'],
    ['await dsn {{$uuid}} within 5s', 'await dsn {$uuid} 5000'],
    ['await message SUBJECT "within  reach" UNSEEN', 'await message SUBJECT "within  reach" UNSEEN 60000'],
    ['assert reply.code = 250', 'assert fact reply.code = 250'],
    ['assert reply.code=250', 'assert fact reply.code = 250'],
    ['assert message.header(Subject) startsWith Re: you', 'assert fact message.header(Subject) startsWith Re: you'],
    ['assert {{x}} exists', 'assert variable x exists'],
    ['assert x = {{y}} + 1 - 2s', 'assert variable x = {y} + 1 - 2s'],
    ['assert x = one - two', 'assert variable x = one - two'],
    ['assert x = ', 'assert variable x = '],
  ])('%s', (text, expected) => {
    const { program, problems } = compiled(text, { known: ['x', 'y'] });
    expect(outline(program).split('\n').slice(1)).toEqual([expected]);
    expect(problems).toEqual([]);
  });

  it('with a body hold its steps', () => {
    checkOutline(
      'retry 5s every 200ms\n  repeat {{n}}\n    log {{$index}}\n  end\nend\nif n = 1\n  C: A\nelse\n  C: B\nend\nalways\n  C: QUIT\nend\nC: C',
      `
      ### test (smtp)
      retry 5000 every 200
        repeat {n}
          log {$index}
      if variable n = 1
        C: A
      else
        C: B
      C: C
      always
        C: QUIT
    `,
      { known: ['n'] },
    );
  });

  it('needs stands at the head until a line is sent', () => {
    expect(stepsOf('needs A B\nconnect\nneeds C\nS: 220\nneeds D')).toEqual([
      'needs A B (head)',
      'connect default (smtp)',
      'needs C (head)',
      'receive (220)',
      'needs D (here)',
    ]);
  });

  it('settings hold for the session, in the preamble for all', () => {
    const { program, problems } = compiled('timeout 5s\ninsecure\n### a\nstrict\n### b\ntimeout 1m\n');
    expect(problems).toEqual([]);
    expect(program.sessions.map((session) => session.settings)).toEqual([
      { strict: true, insecure: true, timeoutMs: 5_000 },
      { strict: false, insecure: true, timeoutMs: 60_000 },
    ]);
  });

  it('compose makes a message that {{NAME}} puts in as a block', () => {
    checkOutline(
      '@who = Bob\ncompose mail """\nSubject: Hi {{who}}\n"""\nC: DATA\nC: {{mail}}\nC: QUIT',
      `
      ### test (smtp)
      @who = Bob
      compose mail Subject: Hi {who}\\r\\n
      C: DATA
      C: [{mail}]
      C: QUIT
    `,
    );
  });
});

describe('variables', () => {
  const names = (text: string) =>
    compiled(text).program.sessions.map(({ defines, uses, needsSessions }) => ({ defines, uses, needsSessions }));

  it('tell which sessions another one needs', () => {
    expect(
      names('@p = 1\n### a\nC: x\nS: 250 {{@id}}\n### b\nlog {{p}}\n### c\nlog {{id}}\n@y = {{id}}\n### d\nlog {{y}}'),
    ).toEqual([
      { defines: ['id'], uses: [], needsSessions: [] },
      { defines: [], uses: ['p'], needsSessions: [] },
      { defines: ['y'], uses: ['id'], needsSessions: [0] },
      { defines: [], uses: ['y'], needsSessions: [0, 2] },
    ]);
  });

  it('that may have no value need the session before, too', () => {
    expect(
      names('### a\n@x = 1\n### b\nif reply.code = 1\n@x = 2\nend\n### c\nlog {{x}}').at(-1)?.needsSessions,
    ).toEqual([0, 1]);
    expect(names('### a\n@x = 1\n### b\n@x = 2\n### c\nlog {{x}}').at(-1)?.needsSessions).toEqual([1]);
  });

  it('of the whole session are known in always', () => {
    expect(compiled('always\nC: DELETE {{x}}\nend\n@x = 1\nC: A', { known: [] }).problems).toEqual([]);
  });

  it('may be captured in both parts of an if, and again after an assignment', () => {
    expect(compiled('if reply.code = 1\nS: 250 {{@a}}\nelse\nS: 250 {{@a}}\nend\nS: 250 {{@a}}').problems).toEqual([]);
    expect(compiled('S: 250 {{@a}}\n@a = 1\nwait 1s\nS: 250 {{@a}}').problems).toEqual([]);
  });
});

describe('include', () => {
  it('puts the preamble and the session of the other file there, with the values given', () => {
    const program = checkOutline(
      '### One\ninclude login.smtp user=alice\nC: NOOP\n',
      `
      ### One (smtp)
      @user = alice
      @host = client.example
      C: EHLO {host}
      auth - {user} -
      C: NOOP
      always
        C: QUIT
    `,
      {
        files: {
          'login.smtp': '@host = client.example\n### Log in\nC: EHLO {{host}}\nauth {{user}}\nalways\nC: QUIT\nend\n',
        },
      },
    );
    expect([...program.sources.keys()]).toEqual(['test.smtp', 'login.smtp']);
    expect(program.sessions[0]?.steps.map((step) => step.place.file)).toEqual([
      'test.smtp',
      'login.smtp',
      'login.smtp',
      'login.smtp',
      'test.smtp',
    ]);
  });

  it('speaks of a connection when it is named', () => {
    checkOutline(
      'connect as a\nconnect as b\nb include hello.smtp',
      `
      ### test (smtp)
      connect a default (smtp)
      connect b default (smtp)
      b receive (220)
      b C: EHLO x (250)
    `,
      { files: { 'hello.smtp': 'S: 220\nC: EHLO x\nS: 250' } },
    );
  });

  it('reports a problem once, however often the file is included', () => {
    const { problems } = compiled('include a\ninclude a', { files: { a: 'wait 5\nlog {{x}}' } });
    expect(problems.map((problem) => problem.id)).toEqual(['bad-duration', 'undefined-variable']);
  });

  it('may stand in the preamble for variables', () => {
    checkOutline('include names.smtp\n### One\nlog {{a}}', '@a = 1\n### One (smtp)\nlog {a}', {
      files: { 'names.smtp': '@a = 1\n' },
    });
  });
});

describe('a program', () => {
  it('of an empty file has no session; of a file without titles one, named after the file', () => {
    expect(compiled('# nothing\n\n').program.sessions).toEqual([]);
    expect(compiled('C: NOOP', { file: '/a/b.c/hello.pop3' }).program.sessions).toMatchObject([
      { title: 'hello', protocol: 'pop3' },
    ]);
  });

  it('says where a block stands, and what is put in', () => {
    checkOutline(
      'C: APPEND x """\n{{x}}\n""" {{<~+ ./{{x}}.eml}}',
      `
      ### test (imap)
      C: APPEND x [{x}\\r\\n] [~+< ./{x}.eml]
    `,
      { file: 'test.imap', known: ['x'] },
    );
  });
});
