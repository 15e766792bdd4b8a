/** Every scenario against the embedded servers: what becomes of it, the dialogue to the letter, and no secret anywhere. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureKinds, type RunEvent } from '../src/transcript/event';
import { goldenText } from './scenarios/golden';
import { leaks } from './scenarios/leaks';
import { scenarioFolder, scriptsIn } from './scenarios/list';
import { notesOf } from './scenarios/notes';
import { type Played, play } from './scenarios/play';
import { countedRandom, fixedClock, openStableSandbox, passwords } from './scenarios/stable-sandbox';

async function playInSandbox(path: string): Promise<Played> {
  const opened = await openStableSandbox(notesOf(path).sandbox);
  try {
    return await play(path, opened, {
      clock: fixedClock(),
      random: countedRandom(2),
      secrets: { other: 'Other+S3cret' },
    });
  } finally {
    await opened.close();
  }
}

/** What the folder of a scenario promises for its last session. */
const promised = (name: string): string =>
  ({ fails: 'failed', skips: 'skipped', 'beyond-the-sandbox': 'skipped' })[dirname(name)] ?? 'passed';

/** A failing scenario is named for the kind of its last failure; what is found before anything runs is `parse`. */
const kindOf = ({ errors, sessions }: Played): string | undefined =>
  errors.length > 0 ? 'parse' : sessions.at(-1)?.failure?.kind;

describe.concurrent('the sandbox plays', () => {
  for (const { name, path } of scriptsIn(scenarioFolder)) {
    it(name, async ({ expect: expected }) => {
      const played = await playInSandbox(path);
      const outcome = played.sessions.at(-1)?.outcome ?? 'failed';
      const text = goldenText(played);
      expected(outcome, text).toBe(promised(name));
      if (dirname(name) === 'fails') expected(kindOf(played), text).toBe(basename(name).split('-')[0]);
      await expected(text).toMatchFileSnapshot(`${path}.golden`);
      expected(leaks(played.events, { ...passwords, other: 'Other+S3cret' })).toEqual([]);
    });
  }
});

describe('the search for secrets', () => {
  const event = (text: string): RunEvent => ({ seq: 1, at: 0, kind: 'logged', level: 'log', text });
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const { alice = '' } = passwords;

  it.each([
    ['as it is', alice],
    ['quoted', alice.replace(/["\\]/g, '\\$&')],
    ['in base64', base64(alice)],
    ['in the response of PLAIN', `AUTH PLAIN ${base64(`\0alice\0${alice}`)}`],
    ['inside longer base64', base64(`user=alice, password=${alice}!`)],
    ['in hexadecimal', Buffer.from(alice).toString('hex')],
    ['in a URL', `imap://alice:${encodeURIComponent(alice)}@localhost`],
  ])('finds one %s', (_, text) => {
    expect(leaks([event(text)], passwords)).not.toEqual([]);
  });

  it('finds none where there is none', () => {
    expect(leaks([event('C: LOGIN alice ‹secret alice›')], passwords)).toEqual([]);
  });
});

describe('the scenarios', () => {
  it('have a failing one for each kind of failure', () => {
    const kinds = scriptsIn(join(scenarioFolder, 'fails')).map(({ name }) => name.split('-')[0]);
    expect(new Set(kinds)).toEqual(new Set(failureKinds));
  });

  it('leave no golden text behind when they go', () => {
    const there = new Set(scriptsIn(scenarioFolder).map(({ name }) => `${name}.golden`));
    const goldens = readdirSync(scenarioFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.golden'),
    );
    expect(goldens.filter((name) => !there.has(name))).toEqual([]);
  });

  it('cover each protocol', () => {
    const endings = scriptsIn(scenarioFolder).map(({ name }) => name.split('.').at(-1));
    expect(new Set(endings)).toEqual(new Set(['smtp', 'lmtp', 'imap', 'pop3']));
  });
});
