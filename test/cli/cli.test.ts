import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundled, type Mailwright, mailwright, unbundled } from './mailwright';

beforeAll(bundled);
afterAll(unbundled);

let cli: Mailwright;
beforeEach(() => {
  cli = mailwright();
});
afterEach(() => cli.remove());

const hello = '### Hello\nC: EHLO client.example\nC: NOOP\n';
const wrong = '### Wrong\nC: EHLO client.example\nC: NOOP\nS: 251 nope\n';

describe('mailwright run', () => {
  it('runs in the sandbox when nothing else is named, shows the dialogue, and exits with 0', async () => {
    cli.write('hello.smtp', hello);
    const { code, out } = await cli.run('run', 'hello.smtp');
    expect(out).toMatch(/^hello\.smtp\n\n {2}### Hello\n/);
    expect(out).toContain('C: EHLO client.example\n');
    expect(out).toMatch(/S: 250/);
    expect(out).toMatch(/ {2}✓ Hello \(.*\)\n/);
    expect(out).toMatch(/\n1 passed, 0 failed in .*\n$/);
    expect(code).toBe(0);
  });

  it('says what failed, where, what was expected and what came, and exits with 1', async () => {
    cli.write('wrong.smtp', wrong);
    const { code, out } = await cli.run('run', '-q');
    expect(out).toContain('wrong.smtp:4:1: mismatch: ');
    expect(out).toContain('4 | S: 251 nope\n');
    expect(out).toMatch(/expected {2}251 nope/);
    expect(out).toMatch(/actual {4}250/);
    expect(code).toBe(1);
  });

  it('takes folders, globs and files; --filter, --shard and --jobs choose and spread', async () => {
    cli.write('a/one.smtp', hello);
    cli.write('a/two.imap', '### Mailbox\nC: NOOP\n### Other\nC: NOOP\n');
    cli.write('b/three.pop3', '### Drop\nC: CAPA\n');
    const passed = async (...args: string[]): Promise<string | undefined> =>
      /(\d+) passed/.exec((await cli.run('run', '-q', ...args)).out)?.[1];
    expect(await passed('a', 'b', '--jobs', '3')).toBe('4');
    expect(await passed('**/*.imap')).toBe('2');
    expect(await passed('--filter', 'mailbox')).toBe('1');
    expect(await passed('--shard', '1/3')).toBe('1');
    expect(await passed('--shard', '2/3')).toBe('2');
  });

  it('writes several reports, and transcripts that become scripts again', async () => {
    cli.write('hello.smtp', hello);
    const { code, out } = await cli.run(
      ...[
        'run',
        'hello.smtp',
        '-r',
        'tap',
        '-r',
        'junit=r/junit.xml',
        '-r',
        'json=r/all.json',
        '-r',
        'html=r/all.html',
      ],
      ...['--transcripts', 'logs'],
    );
    expect(code).toBe(0);
    expect(out).toBe('TAP version 14\nok 1 - hello.smtp: Hello\n1..1\n');
    expect(cli.read('r/junit.xml')).toContain('tests="1" failures="0"');
    expect(JSON.parse(cli.read('r/all.json'))).toMatchObject({ counts: { passed: 1 } });
    expect(cli.read('r/all.html')).toContain('C: EHLO client.example');
    expect((await cli.run('script', 'logs/hello.smtp.jsonl', '-o', 'again.smtp')).code).toBe(0);
    expect(cli.read('again.smtp')).toContain('C: EHLO client.example');
  });

  it('stops after the first failure when asked to', async () => {
    cli.write('a.smtp', wrong + hello);
    cli.write('b.smtp', hello);
    const { code, out } = await cli.run('run', '-q', '--fail-fast');
    expect(out).toMatch(/0 passed, 1 failed/);
    expect(code).toBe(1);
  });

  it('names the line of a script with errors, runs the others, and exits with 3', async () => {
    cli.write('a.smtp', 'EHLO client.example\n');
    cli.write('b.smtp', hello);
    const { code, out } = await cli.run('run', '-q');
    expect(out).toContain('a.smtp:1:1: parse: ');
    expect(out).toContain('did you mean `C: EHLO client.example`');
    expect(out).toMatch(/1 passed, 1 failed/);
    expect(code).toBe(3);
  });

  it('exits with 4 when no server is there', async () => {
    const port = 1;
    cli.write('mailwright.env.json', JSON.stringify({ gone: { servers: { smtp: `smtp://127.0.0.1:${port}` } } }));
    cli.write('hello.smtp', hello);
    const { code, out } = await cli.run('run', '-q');
    expect(out).toContain(
      `connect: could not connect to 127.0.0.1 port ${port}: nothing listens there (connection refused)`,
    );
    expect(code).toBe(4);
  });

  it('takes secrets from the process environment, and never shows them', async () => {
    cli.write('a.smtp', '@word = {{$secret word}}\n### Told\nC: EHLO {{word}}\nC: NOOP {{word | base64}}\n');
    const { finished } = cli.start(['run', '--transcripts', 'logs'], { MAILWRIGHT_SECRET_WORD: 'hush-hush' });
    const { out, err } = await finished;
    const all = out + err + cli.read('logs/a.smtp.jsonl');
    expect(out).toContain('C: EHLO ‹secret word›');
    expect(all).not.toContain('hush-hush');
    expect(all).not.toContain(btoa('hush-hush'));
  });

  it('sets variables, and shows by --dry-run what would be sent', async () => {
    cli.write(
      'a.smtp',
      '@who = nobody\n### Dry\nC: MAIL FROM:<{{who}}>\nC: VRFY {{$secret word}} {{@not}}\n'.replace(' {{@not}}', ''),
    );
    const { code, out } = await cli.run('run', 'a.smtp', '--dry-run', '--var', 'who=alice@example.test');
    expect(out).toBe(
      '# ---- a.smtp\n@who = nobody\n### Dry\nC: MAIL FROM:<alice@example.test>\nC: VRFY ‹secret word›\n\n',
    );
    expect(code).toBe(0);
  });

  it('ends cleanly on Ctrl-C: QUIT is said, clean-up runs, exit code 130', async () => {
    cli.write('a.smtp', '### Long\nC: EHLO client.example\nlog now it waits\nwait 2m\nalways\n  C: RSET\nend\n');
    const started = cli.start(['run', 'a.smtp']);
    await started.says('now it waits');
    started.child.kill('SIGINT');
    const { code, out, err } = await started.finished;
    expect(err).toContain('ending the session');
    expect(out).toContain('C: RSET');
    expect(out).toContain('C: QUIT');
    expect(out).toMatch(/1 cancelled/);
    expect(code).toBe(130);
  });

  it('tells wrong words in one line and exits with 2', async () => {
    const words = async (...args: string[]): Promise<string> => {
      const { code, err } = await cli.run(...args);
      return `${code}: ${err.trim().split('\n')[0]}`;
    };
    cli.write('a.smtp', hello);
    expect(await words('run', 'none.smtp')).toBe('2: mailwright: none.smtp: there is no such file or folder');
    expect(await words('run', '--shard', '4/3')).toMatch(/^2: mailwright: --shard 4\/3: write i\/n/);
    expect(await words('run', '--reporter', 'xml')).toMatch(
      /^2: mailwright: --reporter xml: there is no such reporter/,
    );
    expect(await words('run', '--timeout', 'soon')).toMatch(/^2: mailwright: “soon” is no duration/);
    expect(await words('run', '--env', 'staging')).toMatch(/^2: mailwright: there is no environment “staging”/);
    expect(await words('rnu')).toBe("2: error: unknown command 'rnu'");
  });
});

describe('mailwright check', () => {
  it('prints each problem with its line, a caret and advice', async () => {
    cli.write('a.smtp', 'C: EHLO {{nobody}}\nwiat 2s\n');
    const { code, out } = await cli.run('check', 'a.smtp');
    expect(out).toMatch(/a\.smtp:2:1: error: .*wiat.* \[unknown-directive\]\n {2}2 \| wiat 2s\n {4}\| \^\^\^\^\n/);
    expect(out).toMatch(/wait/);
    expect(out).toMatch(/1 script checked: \d errors?, \d warnings?/);
    expect(code).toBe(3);
  });

  it('is content with a good script', async () => {
    cli.write('a.smtp', hello);
    expect(await cli.run('check')).toMatchObject({ code: 0, out: '1 script checked: 0 errors, 0 warnings\n' });
  });
});

describe('mailwright format', () => {
  it('formats in place, once and for all; --check only looks', async () => {
    cli.write('a.smtp', '### A\nif 1 = 1\nC: NOOP\nend\n'.replace('1 = 1', 'reply.code = 250'));
    expect(await cli.run('format', '--check')).toMatchObject({ code: 1, out: 'not formatted: a.smtp\n' });
    expect((await cli.run('format')).out).toBe('formatted: a.smtp\n');
    expect(cli.read('a.smtp')).toContain('\n  C: NOOP\n');
    expect(await cli.run('format', '--check')).toMatchObject({ code: 0, out: '' });
  });
});

describe('mailwright environments', () => {
  it('lists what --env can name, with servers and users, and no password', async () => {
    cli.write(
      'mailwright.env.json',
      JSON.stringify({
        staging: { servers: { imap: 'imaps://mail.example' }, users: { alice: 'alice@mail.example' } },
      }),
    );
    const { out } = await cli.run('environments');
    expect(out).toContain('staging');
    expect(out).toContain('imaps://mail.example');
    expect(out).toContain('user alice: alice@mail.example, secret alice');
    expect(out).toContain('sandbox');
  });
});

describe('mailwright sandbox', () => {
  it('says where it listens, in one line of JSON for programs, and stops on a signal', async () => {
    const started = cli.start(['sandbox', '--json']);
    await started.says('\n');
    started.child.kill('SIGTERM');
    const { code, out } = await started.finished;
    expect(JSON.parse(out)).toMatchObject({
      smtp: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/),
      imaps: expect.stringMatching(/^imaps:/),
      users: [{ user: 'alice' }, { user: 'bob' }, { user: 'carol' }],
      ca: expect.stringContaining('BEGIN CERTIFICATE'),
    });
    expect(code).toBe(0);
  });
});
