/** The property that keeps both ends honest: what one end serves passes at the other. */
import { describe, it } from 'vitest';
import { goldenText } from '../scenarios/golden';
import { exampleFolder, scenarioFolder, scriptsIn } from '../scenarios/list';
import { bothEnds } from './two-ends';

/** What cannot pass, and why. Scripts in `fails/` are made to fail; they are not played. */
const cannot: Readonly<Record<string, string>> = {
  'language/retry-until-it-holds.imap':
    'asserts that `retry` needed three rounds; the server’s end makes the first one hold',
};

const scripts = [...scriptsIn(exampleFolder), ...scriptsIn(scenarioFolder)].filter(
  ({ name }) => !name.startsWith('fails/') && !(name in cannot),
);

describe.concurrent('a served script', () => {
  for (const { name, path } of scripts) {
    it(`passes at the other end: ${name}`, async ({ expect }) => {
      const { client, server } = await bothEnds(path);
      const report = `${goldenText(client)}\n${JSON.stringify(
        server.filter(({ kind }) => kind === 'failed' || kind === 'session-ended'),
        undefined,
        1,
      )}`;
      expect(
        client.sessions.map(({ outcome }) => outcome),
        report,
      ).toEqual(client.sessions.map(() => 'passed'));
      expect(client.sessions.length).toBeGreaterThan(0);
    });
  }
});
