/** Every template of “New Session Script” compiles without a problem and does in the sandbox what it says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failingTemplate, templates } from '../../src/extension/templates/templates';
import { compileText, type OpenEnvironment, openEnvironment, runScript } from '../../src/host';
import type { RunEvent } from '../../src/transcript/event';

let opened: OpenEnvironment;
beforeAll(async () => {
  const sandbox = await openEnvironment('sandbox', undefined);
  if (!sandbox.ok) throw new Error(sandbox.error);
  opened = sandbox.value;
});
afterAll(() => opened.close());

const run = async (text: string, protocol: string) => {
  const script = compileText(`/new.${protocol}`, text, []);
  const events: RunEvent[] = [];
  const result = await runScript(script, opened, { emit: (event) => events.push(event), secret: () => undefined });
  const failures = events.flatMap((event) => (event.kind === 'failed' ? [event.failure] : []));
  return { problems: script.problems, result, failures };
};

describe('a new script', () => {
  it.each(templates.filter(({ id }) => id !== failingTemplate))('passes in the sandbox: $label', async (template) => {
    const { problems, result, failures } = await run(template.text, template.protocol);
    expect(problems).toEqual([]);
    expect([result.counts, failures]).toEqual([{ ...result.counts, failed: 0, skipped: 0, cancelled: 0 }, []]);
    expect(result.counts.passed).toBeGreaterThan(0);
  });

  it('that is there to fail, fails at its line, and passes once it is mended as it says', async () => {
    const template = templates.find(({ id }) => id === failingTemplate);
    const { text = '', protocol = 'smtp' } = template ?? {};
    const { problems, result, failures } = await run(text, protocol);
    expect(problems).toEqual([]);
    expect(result.outcome).toBe('failed');
    expect(failures[0]?.actual).toContain('550');
    expect((await run(text.replace('S: 250', 'S: 550'), protocol)).result.outcome).toBe('passed');
  });

  it('has a label, an id and a protocol of its own', () => {
    expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
    expect(new Set(templates.map(({ label }) => label)).size).toBe(templates.length);
    expect(new Set(templates.map(({ protocol }) => protocol))).toEqual(new Set(['smtp', 'imap', 'pop3', 'lmtp']));
  });
});
