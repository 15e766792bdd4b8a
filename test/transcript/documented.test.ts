/** docs/transcript.md speaks of every kind of event, with a line that is one. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureKinds, type RunEvent } from '../../src/transcript/event';
import { decodeEvents } from '../../src/transcript/json-lines';

const page = readFileSync(new URL('../../docs/transcript.md', import.meta.url), 'utf8');

/** The type checker keeps this whole: a kind that is missing or too much is an error. */
const kinds: Readonly<Record<RunEvent['kind'], true>> = {
  'run-started': true,
  'run-ended': true,
  'session-started': true,
  'session-ended': true,
  connecting: true,
  connected: true,
  secured: true,
  compressed: true,
  sent: true,
  received: true,
  checked: true,
  captured: true,
  asserted: true,
  logged: true,
  closed: true,
  failed: true,
};

describe('docs/transcript.md', () => {
  it('has a heading for every kind, and no other', () => {
    const headings = [...page.matchAll(/^### `([a-z-]+)`$/gm)].map((found) => found[1]);
    expect(headings).toEqual(Object.keys(kinds));
  });

  for (const kind of Object.keys(kinds)) {
    it(`shows ${kind} by an event that can be read`, () => {
      const section = page.slice(page.indexOf(`### \`${kind}\``)).split(/^### /m)[1] ?? '';
      const example = /^ {4}(\{.*\})$/m.exec(section)?.[1] ?? '';
      expect(decodeEvents(`${example}\n`)).toMatchObject({ events: [{ kind }] });
    });
  }

  it('names every kind of failure', () => {
    for (const kind of failureKinds) expect(page).toContain(`\`${kind}\``);
  });
});
