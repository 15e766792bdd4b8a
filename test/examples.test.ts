/** Every example runs as it stands in the environment that every user has: the embedded sandbox. */
import { describe, it } from 'vitest';
import { openEnvironment } from '../src/host/open-environment';
import { format } from '../src/script';
import { goldenText } from './scenarios/golden';
import { leaks } from './scenarios/leaks';
import { exampleFolder, scriptsIn } from './scenarios/list';
import { play } from './scenarios/play';

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
        expect(played.loaded.problems).toEqual([]);
        expect(format(played.loaded.text)).toBe(played.loaded.text);
        expect(outcomes, goldenText(played)).toEqual(outcomes.map(({ title }) => ({ title, outcome: 'passed' })));
        expect(outcomes.length).toBeGreaterThan(0);
        expect(leaks(played.events, secrets)).toEqual([]);
      } finally {
        await opened.value.close();
      }
    });
  }
});
