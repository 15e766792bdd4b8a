/** `mx:` asks the DNS: the hosts in order of preference, null MX, MX without address, domains that are not there. */
import { beforeEach, expect, it } from 'vitest';
import { goldenText } from '../scenarios/golden';
import type { Played } from '../scenarios/play';
import { openLab } from './lab-environment';
import { resetMailbox } from './mailbox';
import { playText } from './play-text';
import { lab } from './provided';

const environment = lab();
const opened = openLab(environment);

beforeEach(async () => {
  await resetMailbox(environment, 'bob');
});

const notesOf = ({ events }: Played): readonly string[] =>
  events.flatMap((event) => (event.kind === 'logged' && event.level === 'note' ? [event.text] : []));

it('delivers to the most preferred host of a domain', async () => {
  const played = await playText(
    'smtp',
    `connect mx:example.test:{{smtpPort}}
    S: 220 mx.example.test
    C: EHLO client.example
    starttls
    assert tls.authorized = true
    C: EHLO client.example
    C: MAIL FROM:<alice@example.test>
    C: RCPT TO:<bob@example.test>
    C: DATA
    C: """
    Subject: By MX

    Found by the DNS.
    """
    C: QUIT
    `,
    opened,
  );
  expect(played.sessions[0]?.outcome, goldenText(played)).toBe('passed');
  expect(notesOf(played).join('\n')).toMatch(/mx\.example\.test/);
});

it('goes on to the next host when one cannot be reached, and names them all when none can', async () => {
  const played = await playText('smtp', 'connect mx:example.test:{{dead}}\nC: EHLO client.example\n', opened);
  expect(played.sessions[0]).toMatchObject({ outcome: 'failed', failure: { kind: 'connect' } });
  const told = notesOf(played).join('\n');
  expect(told.indexOf('mx.example.test'), told).toBeGreaterThanOrEqual(0);
  expect(told.indexOf('mx2.example.test'), told).toBeGreaterThan(told.indexOf('mx.example.test'));
});

it.each([
  ['nullmx.test', /nullmx\.test takes no mail: its MX is null \(RFC 7505\)/],
  ['dangling.test', /none of the mail hosts of dangling\.test has an address: nowhere\.test/],
  ['nothing.test', /nothing\.test has no MX record and no address/],
])('fails with a reason for %s', async (domain, reason) => {
  const played = await playText('smtp', `connect mx:${domain}:{{smtpPort}}\nC: EHLO client.example\n`, opened);
  expect(played.sessions[0]).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'connect', message: expect.stringMatching(reason) },
  });
});
