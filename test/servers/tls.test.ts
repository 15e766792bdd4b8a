/** Certificates of real servers: verified by the lab's CA, refused without it, and taken unseen only where the script says so. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure, TlsFacts } from '../../src/transcript/event';
import { goldenText } from '../scenarios/golden';
import type { Played } from '../scenarios/play';
import { openLab } from './lab-environment';
import { resetMailbox } from './mailbox';
import { playText } from './play-text';
import { lab } from './provided';

const environment = lab();
const trusting = openLab(environment);
const distrusting = openLab(environment, { ca: false });

beforeEach(async () => {
  await resetMailbox(environment, 'alice');
});

const tlsOf = ({ events }: Played): TlsFacts | undefined =>
  events.flatMap((event) =>
    event.kind === 'secured' ? [event.tls] : event.kind === 'connected' && event.tls ? [event.tls] : [],
  )[0];

const failureOf = ({ sessions }: Played): Failure | undefined => sessions[0]?.failure;

interface Way {
  readonly name: string;
  readonly ending: 'smtp' | 'imap' | 'pop3';
  readonly upToTls: string;
  readonly rest: string;
}

const ways: readonly Way[] = [
  {
    name: 'STARTTLS on SMTP',
    ending: 'smtp',
    upToTls: 'C: EHLO client.example\nstarttls',
    rest: 'C: EHLO client.example\nC: QUIT',
  },
  {
    name: 'STARTTLS on submission',
    ending: 'smtp',
    upToTls: 'connect submission\nC: EHLO client.example\nstarttls',
    rest: 'C: EHLO client.example\nC: QUIT',
  },
  { name: 'smtps', ending: 'smtp', upToTls: 'connect {{smtps}}', rest: 'C: EHLO client.example\nC: QUIT' },
  { name: 'STARTTLS on IMAP', ending: 'imap', upToTls: 'starttls', rest: 'C: LOGOUT' },
  { name: 'imaps', ending: 'imap', upToTls: 'connect {{imaps}}', rest: 'C: LOGOUT' },
  { name: 'STLS on POP3', ending: 'pop3', upToTls: 'starttls', rest: 'C: QUIT' },
  { name: 'pop3s', ending: 'pop3', upToTls: 'connect {{pop3s}}', rest: 'C: QUIT' },
];

describe.each(ways)('$name', ({ ending, upToTls, rest }) => {
  it('verifies by the CA of the environment', async () => {
    const played = await playText(
      ending,
      `${upToTls}\nassert tls.authorized = true\nassert tls.version >= TLSv1.2\nassert tls.peer.daysLeft > 800\n${rest}\n`,
      trusting,
    );
    expect(played.sessions[0]?.outcome, goldenText(played)).toBe('passed');
    expect(tlsOf(played)).toMatchObject({ authorized: true, peer: { subject: 'CN=localhost' } });
  });

  it('is refused without that CA, and says what to do', async () => {
    const played = await playText(ending, `${upToTls}\n${rest}\n`, distrusting);
    expect(played.sessions[0]?.outcome, goldenText(played)).toBe('failed');
    const failure = failureOf(played);
    expect(failure?.kind).toBe('tls');
    expect(failure?.message).toMatch(/does not verify/);
    expect(failure?.advice).toMatch(/"ca"/);
    expect(failure?.place).toBeDefined();
  });

  it('is taken unseen with `insecure`, which the transcript shows', async () => {
    const played = await playText(
      ending,
      `insecure\n${upToTls}\nassert tls.authorized = false\n${rest}\n`,
      distrusting,
    );
    expect(played.sessions[0]?.outcome, goldenText(played)).toBe('passed');
    expect(tlsOf(played)).toMatchObject({ authorized: false, insecure: true });
    expect(goldenText(played)).toMatch(/NOT verified: .* \(insecure\)/);
  });
});

it('TLS to a port in clear fails as such, with advice', async () => {
  const played = await playText('imap', 'connect imaps://127.0.0.1:{{clear}}\nC: NOOP\n', trusting);
  expect(failureOf(played)).toMatchObject({ kind: 'tls', advice: expect.stringContaining('STARTTLS') });
});
