/** Each mechanism against Dovecot: over IMAP and POP3, and through Postfix over submission; no secret in any event. */
import { beforeEach, describe, expect, it } from 'vitest';
import { goldenText } from '../scenarios/golden';
import { leaks } from '../scenarios/leaks';
import type { Played } from '../scenarios/play';
import { openLab } from './lab-environment';
import { resetMailbox } from './mailbox';
import { playText as playInLab } from './play-text';
import { lab } from './provided';

const environment = lab();

beforeEach(async () => {
  await resetMailbox(environment, 'alice');
});

const playText = (ending: 'imap' | 'pop3' | 'smtp', text: string): Promise<Played> =>
  playInLab(ending, text, openLab(environment));

const beginnings = {
  imap: 'starttls',
  pop3: 'starttls',
  smtp: 'connect submission\nC: EHLO client.example\nstarttls\nC: EHLO client.example',
} as const;
const names = { imap: 'IMAP', pop3: 'POP3', smtp: 'submission' } as const;
const goodbyes = { imap: 'C: LOGOUT', pop3: 'C: QUIT', smtp: 'C: QUIT' } as const;
const refusals = { imap: 'S: NO [AUTHENTICATIONFAILED]', pop3: 'S: -ERR [AUTH]', smtp: 'S: 535 5.7.8' } as const;
const protocols = ['imap', 'pop3', 'smtp'] as const;

const withPassword = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'];
const withToken = ['XOAUTH2', 'OAUTHBEARER'];
const passwordOnly = { alice: environment.password };

describe.each(protocols)('%s', (protocol) => {
  it.each([...withPassword, ...withToken])(`signs in by %s over ${names[protocol]}`, async (mechanism) => {
    const played = await playText(
      protocol,
      `${beginnings[protocol]}\nauth ${mechanism} alice\nassert auth.mechanism = ${mechanism}\n${goodbyes[protocol]}\n`,
    );
    expect(
      played.sessions.map(({ outcome }) => outcome),
      goldenText(played),
    ).toEqual(['passed']);
    // The lab's password is a word that the masks themselves hold: in its derived forms it must not show at all.
    const shown = leaks(played.events, passwordOnly).filter((leak) => !leak.endsWith(`: ${environment.password}`));
    expect(shown).toEqual([]);
  });

  it('signs in by ANONYMOUS', async () => {
    const played = await playText(protocol, `${beginnings[protocol]}\nauth ANONYMOUS\n${goodbyes[protocol]}\n`);
    expect(
      played.sessions.map(({ outcome }) => outcome),
      goldenText(played),
    ).toEqual(['passed']);
  });

  it.each(withPassword)(`is refused by %s with the wrong password`, async (mechanism) => {
    const played = await playText(
      protocol,
      `${beginnings[protocol]}\nauth ${mechanism} alice not-the-one\n${refusals[protocol]}\n${goodbyes[protocol]}\n`,
    );
    expect(
      played.sessions.map(({ outcome }) => outcome),
      goldenText(played),
    ).toEqual(['passed']);
    expect(leaks(played.events, { alice: 'not-the-one' })).toEqual([]);
  });

  it.each(withToken)('is refused by %s with a token that somebody else has signed', async (mechanism) => {
    const played = await playText(
      protocol,
      `${beginnings[protocol]}\nauth ${mechanism} alice token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.AAAA\n${refusals[protocol]}\n${goodbyes[protocol]}\n`,
    );
    expect(
      played.sessions.map(({ outcome }) => outcome),
      goldenText(played),
    ).toEqual(['passed']);
  });
});

it('signs in by APOP', async () => {
  const played = await playText('pop3', 'auth APOP alice\nC: STAT\nC: QUIT\n');
  expect(
    played.sessions.map(({ outcome }) => outcome),
    goldenText(played),
  ).toEqual(['passed']);
});

it('takes the strongest mechanism that both sides have when the script names none', async () => {
  const played = await playText('imap', 'starttls\nauth alice\nassert auth.mechanism = SCRAM-SHA-256\nC: LOGOUT\n');
  expect(
    played.sessions.map(({ outcome }) => outcome),
    goldenText(played),
  ).toEqual(['passed']);
});

describe('EXTERNAL', () => {
  // Postfix 3.7 asks for no client certificate here, and would tell Dovecot of none.
  it.each(['imap', 'pop3'] as const)('signs in over %s by the client certificate', async (protocol) => {
    const text = `${beginnings[protocol]}\nauth EXTERNAL\nassert auth.mechanism = EXTERNAL\n${goodbyes[protocol]}\n`;
    const outcomes = async (certificate: boolean): Promise<string[]> => {
      const played = await playInLab(protocol, text, openLab(environment, { certificate }));
      return played.sessions.map(({ outcome }) => outcome);
    };
    expect(await outcomes(true)).toEqual(['passed']);
    expect(await outcomes(false)).toEqual(['failed']);
  });
});
