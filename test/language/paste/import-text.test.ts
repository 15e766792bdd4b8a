/** Recordings that real tools made of real servers become scripts that compile, hold no secret, and run again. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { compileText, errorsOf, type OpenEnvironment, openEnvironment, runScript } from '../../../src/host';
import { importText } from '../../../src/language/paste/import-text';
import { compile } from '../../../src/script';

const folder = join(import.meta.dirname, 'recordings');
const recordings = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

const imported = (name: string) => {
  const result = importText(textOf(name));
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
  return result.value;
};

const problemsOf = (script: string, protocol: 'smtp' | 'lmtp' | 'imap' | 'pop3') =>
  compile(script, { file: `pasted.${protocol}`, protocol, load: () => ({ error: 'there is no such file' }), known: [] })
    .problems.filter(({ severity }) => severity !== 'information')
    .map(({ id, message, range }) => `${id}: ${message}: ${script.slice(range.start, range.end)}`);

/** Holds only what the server said: there is nothing to send. */
const oneSided = ['openssl-only-server.txt'];

/** Made against the sandbox, from the greeting on, by users that it has, with the password that it gave them. */
const repeatable = recordings.filter(
  (name) => !/^(?:rfc|rawlog|postfix)|only-server|imaplib-imap2|refused|xoauth2/.test(name),
);

let opened: OpenEnvironment | undefined;
afterEach(() => opened?.close());

describe('a recording', () => {
  it.each(recordings.filter((name) => !oneSided.includes(name)))('%s becomes a script without problems', (name) => {
    const { script, protocol } = imported(name);
    expect(script).toContain('C: ');
    expect(problemsOf(script, protocol)).toEqual([]);
  });

  it.each(repeatable)('%s, made of the sandbox, passes when it is run against a sandbox', async (name) => {
    const environment = await openEnvironment('sandbox', undefined);
    if (!environment.ok) throw new Error(environment.error);
    opened = environment.value;
    const { script, protocol } = imported(name);
    // The sandbox learns new mechanisms and says things in other words; the recordings do not.
    const loosened = script.replace(/^(S: 250[ -]AUTH|S: \d{3}[ -]\d\.\d\.\d) .*/gm, '$1');
    const compiled = compileText(`pasted.${protocol}`, loosened, []);
    expect(errorsOf(compiled)).toEqual([]);
    const outcomes: string[] = [];
    await runScript(compiled, opened, {
      secret: () => undefined,
      emit: (event) => {
        if (event.kind === 'session-ended')
          outcomes.push(
            event.failure
              ? `${event.failure.message}: ${event.failure.expected} / ${event.failure.actual}`
              : event.outcome,
          );
      },
    });
    expect(outcomes).toEqual(['passed']);
  });

  it.each(recordings.filter((name) => !oneSided.includes(name)))('%s: no credential comes along', (name) => {
    const { script } = imported(name);
    for (const credential of credentialsIn(textOf(name))) expect(script).not.toContain(credential);
  });

  it('holds credentials that the test before can find', () => {
    expect(recordings.flatMap((name) => credentialsIn(textOf(name))).length).toBeGreaterThan(30);
  });

  it('that shows only the server says so', () => {
    const result = importText(textOf('openssl-only-server.txt'));
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('only what the server said') },
    });
  });

  it('of another protocol than the script it is pasted into begins with a connect', () => {
    const result = importText(textOf('curl-pop3.txt'), { protocol: 'smtp' });
    expect(result.ok && result.value.script).toMatch(/^### .*\nconnect pop3\n/);
  });
});

/** Passwords, tokens, and whatever of SASL holds them, as the recordings show them. */
function credentialsIn(text: string): readonly string[] {
  const plain = [...text.matchAll(/(?:PASS|LOGIN alice|login mrc) "?([^\s"'\\(]{6,})/gi)].map(
    ([, found = '']) => found,
  );
  const encoded = [...text.matchAll(/(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{10,}={0,2}(?![A-Za-z0-9+/=])/g)]
    .map(([found]) => found)
    .filter((found) => {
      const decoded = Buffer.from(found, 'base64').toString('latin1');
      return /^\0?alice[\0 ]|auth=Bearer|^n,,n=|,p=|^c=b/.test(decoded) && found.length % 4 === 0;
    });
  const passwords = encoded
    .map((found) => Buffer.from(found, 'base64').toString('latin1').split('\0')[2] ?? '')
    .filter((password) => password.length > 5);
  return [...new Set([...plain, ...encoded, ...passwords])];
}

describe('any text', () => {
  it('is either a script that can be read or a problem with advice, and never throws', () => {
    const lines = recordings.flatMap((name) => textOf(name).split('\n')).filter((line) => line.length < 400);
    const line = fc.oneof(
      fc.constantFrom(...lines),
      fc.string(),
      fc.constantFrom(
        'C: x {{y}}',
        'C: a """',
        'S: """',
        'S: /(/',
        'C: {5}',
        '> a1 X {3}',
        '< * 1 FETCH (BODY[] {9}',
        ' -> DATA',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (some) => {
        const result = importText(some.join('\n'));
        if (!result.ok) {
          expect(result.error.advice).not.toBe('');
          return;
        }
        expect(
          problemsOf(result.value.script, result.value.protocol).filter((found) => !found.startsWith('literal-count')),
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
