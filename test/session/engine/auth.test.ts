import { describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '../../../src/base';
import { apopDigest } from '../../../src/protocol/sasl/apop';
import { findMechanism } from '../../../src/protocol/sasl/mechanisms';
import { type Played, play, playAtEverySize, problemsOf, type Scenario } from './lab';

const password = 'correct horse battery';
const secrets = { alice: password, bearer: 'ya29.token-of-alice' };
const environment = {
  users: { alice: { login: 'alice', secret: 'alice' }, olga: { login: 'olga', tokenSecret: 'bearer' } },
};
const random = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => (i * 37 + 11) % 251);

/** What both halves of a mechanism say in turn, in base64: first the client (undefined: it waits). */
function messages(
  name: string,
  user = 'alice',
): { initial: string | undefined; turns: { challenge: string; response: string }[] } {
  const mechanism = findMechanism(name);
  if (!mechanism) throw new Error(name);
  const client = mechanism.client(
    { user, password, token: secrets.bearer, host: 'mail.example', port: 1 },
    { random, announced: [name] },
  );
  if (!client.ok) throw new Error(client.error.message);
  const server = mechanism.server({
    random,
    lookUp: () => ({ password, token: secrets.bearer }),
    host: 'mail.example',
  });
  const initial = client.value.initial;
  const turns: { challenge: string; response: string }[] = [];
  let step = server.step(initial?.response);
  while (step.kind === 'challenge') {
    const answer = client.value.respond(step.bytes);
    if (!answer.ok) throw new Error(answer.error.message);
    turns.push({ challenge: toBase64(step.bytes), response: toBase64(answer.value.response) });
    step = server.step(answer.value.response);
  }
  if (step.kind !== 'success') throw new Error(step.reason);
  return { initial: initial && (initial.response.length > 0 ? toBase64(initial.response) : '='), turns };
}

const smtp = (
  script: string,
  dialogue: readonly string[],
  announced: string,
  more: Partial<Scenario> = {},
): Scenario => ({
  script: `C: EHLO c\n${script}\nassert auth.mechanism exists\n`,
  server: [
    'S: 220 hi',
    'C: EHLO c',
    'S: 250-hi',
    `S: 250 AUTH ${announced}`,
    ...dialogue,
    'S: 235 2.7.0 in',
    'C: QUIT',
    'S: 221 x',
    'FIN',
  ],
  secrets,
  environment,
  ...more,
});

function noSecretIn(played: Played): void {
  const text = JSON.stringify(played.events);
  for (const secret of Object.values(secrets)) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(toBase64(utf8(secret)).replace(/=+$/, ''));
    expect(text).not.toContain(toBase64(utf8(`\0alice\0${secret}`)).replace(/=+$/, ''));
  }
}

describe('auth over SMTP', () => {
  for (const name of [
    'PLAIN',
    'LOGIN',
    'CRAM-MD5',
    'SCRAM-SHA-1',
    'SCRAM-SHA-256',
    'XOAUTH2',
    'OAUTHBEARER',
    'EXTERNAL',
    'ANONYMOUS',
  ]) {
    it(`goes through ${name}, and shows no secret`, async () => {
      const user = ['XOAUTH2', 'OAUTHBEARER'].includes(name) ? 'olga' : 'alice';
      const { initial, turns } = name === 'EXTERNAL' ? { initial: undefined, turns: [] } : messages(name, user);
      const first =
        name === 'EXTERNAL'
          ? `C: AUTH EXTERNAL ${toBase64(utf8('alice'))}`
          : `C: AUTH ${name}${initial === undefined ? '' : ` ${initial}`}`;
      const dialogue = [
        first,
        ...turns.flatMap(({ challenge, response }) => [`S: 334 ${challenge}`, `C: ${response}`]),
      ];
      const script = name === 'EXTERNAL' ? 'auth EXTERNAL alice authzid=alice' : `auth ${name} ${user}`;
      const played = await playAtEverySize(smtp(script, dialogue, name));
      expect(problemsOf(played)).toEqual([]);
      noSecretIn(played);
      expect(played.events.find((event) => event.kind === 'sent' && event.wire.text.startsWith('AUTH'))).toMatchObject({
        role: 'command',
      });
    });
  }

  it('chooses the strongest that both have', async () => {
    const { initial, turns } = messages('SCRAM-SHA-256');
    const dialogue = [
      `C: AUTH SCRAM-SHA-256 ${initial}`,
      ...turns.flatMap(({ challenge, response }) => [`S: 334 ${challenge}`, `C: ${response}`]),
    ];
    const played = await play(
      smtp('auth alice\nassert auth.mechanism = SCRAM-SHA-256', dialogue, 'PLAIN LOGIN SCRAM-SHA-256 CRAM-MD5'),
    );
    expect(problemsOf(played)).toEqual([]);
  });

  it('masks a password that the script writes out', async () => {
    const played = await play({
      script: `C: EHLO c\nauth PLAIN alice "hunter2hunter2"\nS: 535\n`,
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250-hi',
        'S: 250 AUTH PLAIN',
        `C: AUTH PLAIN ${toBase64(utf8('\0alice\0hunter2hunter2'))}`,
        'S: 535 5.7.8 not hunter2hunter2',
        'C: QUIT',
        'S: 221 x',
        'FIN',
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(JSON.stringify(played.events)).not.toContain('hunter2');
  });

  it('fails when the server refuses, with what to do', async () => {
    const played = await play({
      script: 'C: EHLO c\nauth PLAIN alice\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250-hi',
        'S: 250 AUTH PLAIN',
        `C: AUTH PLAIN ${messages('PLAIN').initial}`,
        'S: 535 5.7.8 no',
        'C: QUIT',
        'S: 221 x',
        'FIN',
      ],
      secrets,
      environment,
    });
    expect(played.failure?.kind).toBe('mismatch');
    expect(played.failure?.advice).toContain('credentials');
    expect(played.line).toBe(2);
  });

  it('cancels when the server cannot prove itself', async () => {
    const { initial, turns } = messages('SCRAM-SHA-256');
    const [first] = turns;
    const played = await playAtEverySize({
      script: 'C: EHLO c\nauth SCRAM-SHA-256 alice\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250-hi',
        'S: 250 AUTH SCRAM-SHA-256',
        `C: AUTH SCRAM-SHA-256 ${initial}`,
        `S: 334 ${first?.challenge}`,
        `C: ${first?.response}`,
        `S: 334 ${toBase64(utf8('v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='))}`,
        'C: *',
        'S: 501 cancelled',
        'C: QUIT',
        'S: 221 x',
        'FIN',
      ],
      secrets,
      environment,
    });
    expect(played.failure?.kind).toBe('protocol');
    expect(played.servers[0]?.problem).toBeUndefined();
    expect(played.servers[0]?.left).toEqual([]);
  });

  it('fails when success comes before the server has proved itself', async () => {
    const { initial, turns } = messages('SCRAM-SHA-256');
    const [first] = turns;
    const played = await play({
      script: 'C: EHLO c\nauth SCRAM-SHA-256 alice\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250-hi',
        'S: 250 AUTH SCRAM-SHA-256',
        `C: AUTH SCRAM-SHA-256 ${initial}`,
        `S: 334 ${first?.challenge}`,
        `C: ${first?.response}`,
        'S: 235 fine',
        'C: QUIT',
        'S: 221 x',
        'FIN',
      ],
      secrets,
      environment,
    });
    expect(played.failure?.kind).toBe('protocol');
  });

  it('cancels at a challenge that is not base64', async () => {
    const played = await play({
      script: 'C: EHLO c\nauth CRAM-MD5 alice\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250-hi',
        'S: 250 AUTH CRAM-MD5',
        'C: AUTH CRAM-MD5',
        'S: 334 %%%',
        'C: *',
        'S: 501 x',
        'C: QUIT',
        'S: 221 x',
        'FIN',
      ],
      secrets,
      environment,
    });
    expect(played.failure?.message).toContain('base64');
    expect(played.servers[0]?.left).toEqual([]);
  });

  it('finds a user’s missing secret before it connects', async () => {
    const played = await play({ script: 'C: EHLO c\nauth alice\n', environment, server: [] });
    expect(played.failure?.kind).toBe('resolve');
    expect(played.servers).toEqual([]);
  });

  it('says EHLO is missing', async () => {
    const played = await play({ script: 'auth alice\n', secrets, environment, server: ['S: 220 hi'] });
    expect(played.failure?.message).toContain('EHLO');
  });
});

describe('auth over IMAP', () => {
  const scene = (capabilities: string, script: string, dialogue: readonly string[], last = 2): Scenario => ({
    protocol: 'imap',
    script: `${script}\n`,
    server: [
      `S: * OK [CAPABILITY IMAP4rev1 ${capabilities}] hi`,
      ...dialogue,
      `C: A${last} LOGOUT`,
      'S: * BYE x',
      `S: A${last} OK x`,
      'FIN',
    ],
    secrets,
    environment,
  });

  it('sends the initial response where SASL-IR is announced, else after +', async () => {
    const plain = messages('PLAIN').initial;
    const early = await playAtEverySize(
      scene('AUTH=PLAIN SASL-IR', 'auth alice', [`C: A1 AUTHENTICATE PLAIN ${plain}`, 'S: A1 OK in']),
    );
    expect(problemsOf(early)).toEqual([]);
    noSecretIn(early);
    const late = await playAtEverySize(
      scene('AUTH=PLAIN', 'auth alice', ['C: A1 AUTHENTICATE PLAIN', 'S: + ', `C: ${plain}`, 'S: A1 OK in']),
    );
    expect(problemsOf(late)).toEqual([]);
    noSecretIn(late);
  });

  it('goes through SCRAM', async () => {
    const { initial, turns } = messages('SCRAM-SHA-256');
    const played = await playAtEverySize(
      scene('AUTH=SCRAM-SHA-256', 'auth alice', [
        'C: A1 AUTHENTICATE SCRAM-SHA-256',
        'S: + ',
        `C: ${initial}`,
        ...turns.flatMap(({ challenge, response }) => [`S: + ${challenge}`, `C: ${response}`]),
        'S: A1 OK in',
      ]),
    );
    expect(problemsOf(played)).toEqual([]);
    noSecretIn(played);
  });

  it('uses LOGIN when there is only that, not when it is disabled', async () => {
    const played = await playAtEverySize(
      scene('IDLE', 'auth alice', [`C: A1 LOGIN "alice" "${password}"`, 'S: A1 OK in']),
    );
    expect(problemsOf(played)).toEqual([]);
    expect(played.transcript).toContain('C: A1 LOGIN "alice" ‹secret alice›');
    const disabled = await play(scene('LOGINDISABLED', 'auth alice', [], 1));
    expect(disabled.failure?.kind).toBe('resolve');
    expect(disabled.servers[0]?.heard).not.toContain('LOGIN "');
  });

  it('judges the S: line behind it', async () => {
    const plain = messages('PLAIN').initial;
    const played = await play(
      scene('AUTH=PLAIN SASL-IR', 'auth alice\nS: NO [AUTHENTICATIONFAILED]', [
        `C: A1 AUTHENTICATE PLAIN ${plain}`,
        'S: A1 NO [AUTHENTICATIONFAILED] no',
      ]),
    );
    expect(problemsOf(played)).toEqual([]);
  });
});

describe('auth over POP3', () => {
  const end = ['C: QUIT', 'S: +OK bye', 'FIN'];

  it('uses APOP when the greeting has a time stamp', async () => {
    const stamp = '<1896.697170952@dbc.mtview.ca.us>';
    const played = await playAtEverySize({
      protocol: 'pop3',
      script: 'auth APOP alice\n',
      secrets,
      environment,
      server: [
        `S: +OK POP3 server ready ${stamp}`,
        `C: APOP alice ${apopDigest(stamp, password)}`,
        'S: +OK in',
        ...end,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.transcript).toContain('C: APOP alice ‹secret alice›');
    expect(JSON.stringify(played.events)).not.toContain(apopDigest(stamp, password));
  });

  it('asks what there is and uses AUTH, or USER and PASS', async () => {
    const capa = ['S: +OK hi', 'C: CAPA', 'S: +OK'];
    const sasl = await playAtEverySize({
      protocol: 'pop3',
      script: 'auth alice\n',
      secrets,
      environment,
      server: [...capa, 'S: SASL PLAIN', 'S: .', `C: AUTH PLAIN ${messages('PLAIN').initial}`, 'S: +OK in', ...end],
    });
    expect(problemsOf(sasl)).toEqual([]);
    noSecretIn(sasl);
    const user = await playAtEverySize({
      protocol: 'pop3',
      script: 'auth alice\n',
      secrets,
      environment,
      server: [...capa, 'S: USER', 'S: .', 'C: USER alice', 'S: +OK', `C: PASS ${password}`, 'S: +OK in', ...end],
    });
    expect(problemsOf(user)).toEqual([]);
    expect(user.transcript).toContain('C: PASS ‹secret alice›');
  });

  it('goes through CRAM-MD5', async () => {
    const { turns } = messages('CRAM-MD5');
    const played = await playAtEverySize({
      protocol: 'pop3',
      script: 'auth CRAM-MD5 alice\n',
      secrets,
      environment,
      server: [
        'S: +OK hi',
        'C: CAPA',
        'S: -ERR what',
        'C: AUTH CRAM-MD5',
        ...turns.flatMap(({ challenge, response }) => [`S: + ${challenge}`, `C: ${response}`]),
        'S: +OK in',
        ...end,
      ].filter((turn) => turn !== 'C: CAPA' && turn !== 'S: -ERR what'),
    });
    expect(problemsOf(played)).toEqual([]);
  });
});
