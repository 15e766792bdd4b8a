/** Every scenario and every example against Dovecot and Postfix: the same outcome as in the sandbox, or another one with its reason. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { goldenText } from '../scenarios/golden';
import { exampleFolder, scenarioFolder, scriptsIn } from '../scenarios/list';
import { notesOf } from '../scenarios/notes';
import { type Played, play } from '../scenarios/play';
import { openLab } from './lab-environment';
import { resetMailbox } from './mailbox';
import { lab } from './provided';

const environment = lab();
const opened = openLab(environment);

beforeEach(async () => {
  for (const user of ['alice', 'bob', 'carol', 'anonymous']) await resetMailbox(environment, user);
});

const playInLab = (path: string): Promise<Played> => play(path, opened, { secrets: { other: 'Other+S3cret' } });

/** `title: outcome` for each session, with the kind when it failed. */
const outcomesOf = ({ sessions }: Played): string[] =>
  sessions.map(({ title, outcome, failure }) => `${title}: ${outcome}${failure ? ` (${failure.kind})` : ''}`);

/** The same, out of the golden text that the sandbox's run left. */
function inSandbox(path: string): string[] {
  const golden = readFileSync(`${path}.golden`, 'utf8');
  return golden
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const title = text.slice(0, text.indexOf('\n'));
      const outcome = /^=> (\w+)/m.exec(text)?.[1] ?? '';
      const kind = /^=> failed\n {3}\S+: (\w+): /m.exec(text)?.[1];
      return `${title}: ${outcome}${kind ? ` (${kind})` : ''}`;
    });
}

/** What is known to be different here goes before what the sandbox's run says. */
function expectDifferences(
  played: Played,
  sandbox: readonly string[],
  known: ReadonlyMap<string, { readonly outcome: string }>,
): void {
  const differences = outcomesOf(played).map((line, i) => {
    const title = played.sessions[i]?.title ?? '';
    const outcome = (known.get(title) ?? known.get(''))?.outcome;
    return outcome === played.sessions[i]?.outcome ? sandbox[i] : line;
  });
  expect(differences, goldenText(played)).toEqual(sandbox);
  for (const title of known.keys()) expect(['', ...played.sessions.map((session) => session.title)]).toContain(title);
}

/** Sessions of examples that end differently here, and why. */
const examplesHere = new Map<string, { readonly outcome: string; readonly reason: string }>([
  ['EXTERNAL over SMTP', { outcome: 'skipped', reason: 'Postfix 3.7 has no EXTERNAL' }],
  ...['EXTERNAL over IMAP', 'EXTERNAL over POP3'].map(
    (title) =>
      [title, { outcome: 'failed', reason: 'no client certificate is shown here (sasl.test.ts does it)' }] as const,
  ),
  [
    'Bare LF does not end the data',
    {
      outcome: 'failed',
      reason: 'Postfix 3.7 without smtpd_forbid_bare_newline takes LF for CRLF: it can be smuggled through',
    },
  ],
]);

describe('Dovecot and Postfix play', () => {
  for (const file of scriptsIn(scenarioFolder)) {
    const { sandbox, notOnLab } = notesOf(file.path);
    if (sandbox || notOnLab) continue;
    it(file.name, async () => {
      const played = await playInLab(file.path);
      expectDifferences(played, inSandbox(file.path), notesOf(file.path).onLab);
    });
  }
});

describe('Dovecot and Postfix play the example', () => {
  for (const file of scriptsIn(exampleFolder)) {
    it(file.name, async () => {
      const played = await playInLab(file.path);
      const titles = played.sessions.map(({ title }) => title);
      const known = new Map([...examplesHere].filter(([title]) => titles.includes(title)));
      expect(titles.length).toBeGreaterThan(0);
      expectDifferences(
        played,
        titles.map((title) => `${title}: passed`),
        known,
      );
    });
  }
});
