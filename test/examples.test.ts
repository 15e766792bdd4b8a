/** Every example runs as it stands in the environment that every user has: the embedded sandbox. */
import { describe, it } from 'vitest';
import { openEnvironment } from '../src/host/open-environment';
import { goldenText } from './scenarios/golden';
import { leaks } from './scenarios/leaks';
import { exampleFolder, scriptsIn } from './scenarios/list';
import { play } from './scenarios/play';

/** Sessions that the sandbox cannot play, and why. */
const skipped: Readonly<Record<string, string>> = {};

describe.concurrent('the examples', () => {
  for (const { name, path } of scriptsIn(exampleFolder)) {
    it(name, async ({ expect }) => {
      const opened = await openEnvironment('sandbox', undefined);
      if (!opened.ok) throw new Error(opened.error);
      const users = ['alice', 'bob', 'carol'];
      const secrets = Object.fromEntries(users.map((user) => [user, opened.value.secret(user) ?? '']));
      try {
        const played = await play(path, opened.value);
        const outcomes = played.sessions.map(({ title, outcome }) => ({ title, outcome }));
        expect(played.errors.map((error) => error.message)).toEqual([]);
        expect(outcomes, goldenText(played)).toEqual(
          outcomes.map(({ title }) => ({ title, outcome: title in skipped ? 'skipped' : 'passed' })),
        );
        expect(outcomes.length).toBeGreaterThan(0);
        expect(leaks(played.events, secrets)).toEqual([]);
      } finally {
        await opened.value.close();
      }
    });
  }
});
