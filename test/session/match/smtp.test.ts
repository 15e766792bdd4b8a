/** SMTP replies compared with `S:` lines. */
import { describe, expect, it } from 'vitest';
import { captures, type Given, judge } from './dialogue';

const ehlo =
  '250-mx.example greets you\n250-SIZE 10240000\n250-AUTH PLAIN SCRAM-SHA-256 LOGIN\n250-8BITMIME\n250 PIPELINING';
const smtp = (said: string, ...lines: string[]) => judge('smtp', said, lines);
const with_ = (given: Given, said: string, ...lines: string[]) => judge('smtp', said, lines, given);

describe('with no S: line, success is expected', () => {
  it.each(['250 Ok', '354 Go ahead', '220 ready'])('%s passes', (reply) => {
    expect(smtp(reply)).toEqual({ ok: true, lines: [], captures: [] });
  });

  it('a refusal fails, and says what to do', () => {
    expect(smtp('535 5.7.8 Error: authentication failed').failure).toEqual({
      kind: 'mismatch',
      message: 'The server refused with 535, and no line expects that',
      expected: '2xx or 3xx',
      actual: '535 5.7.8 Error: authentication failed',
      advice: 'The server does not accept these credentials: check the user name and the password',
    });
  });

  it.each([
    ['530 5.7.0 Must issue a STARTTLS command first', 'starttls'],
    ['503 5.5.1 Error: need MAIL command', 'order'],
    ['452 4.5.3 Error: too many recipients', 'too many recipients'],
    ['599 What', 'failure for good'],
  ])('advice for %s speaks of %s', (reply, word) => {
    expect(smtp(reply).failure?.advice).toContain(word);
  });

  it('S? alone lets a refusal pass only when it is the one it names', () => {
    expect(smtp('550 5.1.1 no', 'S?: 550').ok).toBe(true);
    expect(smtp('551 no', 'S?: 550').ok).toBe(false);
    expect(smtp('250 yes', 'S?: 550').ok).toBe(true);
  });
});

describe('codes', () => {
  it.each([
    ['250', true],
    ['25x', true],
    ['2xx', true],
    ['X5X', true],
    ['251|250', true],
    ['4xx|25x', true],
    ['any', true],
    ['...', true],
    ['251', false],
    ['5xx', false],
    ['550|551', false],
  ])('%s against 250', (code, ok) => {
    expect(smtp('250 Ok', `S: ${code}`).ok).toBe(ok);
  });

  it('a value is no wildcard', () => {
    expect(with_({ values: { code: '250' } }, '250 Ok', 'S: {{code}} ok').ok).toBe(true);
    expect(with_({ values: { code: '2xx' } }, '250 Ok', 'S: {{code}}').ok).toBe(false);
  });

  it('can be captured', () => {
    expect(captures(smtp('251 will forward', 'S: {{@code}} will'))).toEqual({ code: '251' });
  });

  it('the failure names code and line', () => {
    const { failure } = smtp('550 5.1.1 <nobody@example.test>: Recipient address rejected', 'S: 250 2.1.5');
    expect(failure?.message).toBe('The server answered 550');
    expect(failure?.expected).toBe('250 2.1.5');
    expect(failure?.nearest).toEqual({
      text: '550 5.1.1 <nobody@example.test>: Recipient address rejected',
      wanted: '250',
      got: '550',
    });
    expect(failure?.advice).toBe('The server knows no such recipient: check the address');
  });
});

describe('words', () => {
  it.each([
    ['250 Ok', '250 2.0.0 Ok: queued as 4XyZ', true],
    ['250 ok:  QUEUED', '250 2.0.0 Ok: queued as 4XyZ', true],
    ['250 2.0.0 Ok', '250 2.0.0 Ok: queued as 4XyZ', true],
    ['250 2.0', '250 2.0.0 Ok', true],
    ['250 Ok', '250 Okay', false],
    ['250 queued', '250 Ok: queued', false],
    ['250 ... queued', '250 2.0.0 Ok: queued as 4', true],
    ['250 Ok ... as', '250 Ok as', true],
    ['250 Ok ...', '250 Ok', true],
    ['250 Ok ...', '250 Okay', false],
    ['250 ...ueued', '250 Ok: queued', true],
    ['250-SIZE', '250 SIZE 1000', true],
    ['250 2.x.x', '250 2.11.5 Ok', true],
    ['250 2.1.x', '250 2.11.5 Ok', false],
    ['250 x.x.5', '250 2.1.5', true],
    ['250 2.x.x', '250 Ok', false],
    ['250 8BIT', '250 8BITMIME', false],
    ['250 a/b', '250 a/b', true],
  ])('%s against %s', (line, reply, ok) => {
    expect(smtp(reply, `S: ${line}`).ok).toBe(ok);
  });

  it('a difference is shown where it is', () => {
    expect(smtp('250 2.1.0 Sender maybe', 'S: 250 2.1.0 Sender ok').failure?.nearest).toEqual({
      text: '250 2.1.0 Sender maybe',
      wanted: 'ok',
      got: 'maybe',
    });
  });

  it('values are text: dots and slashes in them mean themselves', () => {
    expect(with_({ values: { v: '...' } }, '250 anything', 'S: 250 {{v}}').ok).toBe(false);
    expect(with_({ values: { v: '... a  b' } }, '250 ... A b c', 'S: 250 {{v}}').ok).toBe(true);
    expect(with_({ values: { v: '/x/' } }, '250 x', 'S: 250 {{v}}').ok).toBe(false);
  });
});

describe('the lines of a reply are a set', () => {
  it('met in any order', () => {
    expect(smtp(ehlo, 'S: 250-PIPELINING', 'S: 250-AUTH ... SCRAM-SHA-256', 'S: 250-SIZE', 'S: 250').ok).toBe(true);
  });

  it('each expected line needs a line of its own', () => {
    expect(smtp('250-a\n250 b', 'S: 250', 'S: 250 a').ok).toBe(true);
    expect(smtp('250-a\n250 b', 'S: 250 a', 'S: 250 a').ok).toBe(false);
    expect(smtp('250 a', 'S: 250-a', 'S: 250').ok).toBe(false);
  });

  it('one that is missing is named, with the line that is nearest', () => {
    const verdict = smtp(ehlo, 'S: 250-SIZE', 'S: 250-AUTH GSSAPI');
    expect(verdict.lines.map((line) => line.ok)).toEqual([true, false]);
    expect(verdict.failure?.message).toBe('No line of the 250 reply says this');
    expect(verdict.failure?.nearest).toEqual({
      text: '250-AUTH PLAIN SCRAM-SHA-256 LOGIN',
      wanted: 'GSSAPI',
      got: 'PLAIN',
    });
  });

  it('S!: none of them may say it', () => {
    expect(smtp(ehlo, 'S!: 250-CHUNKING').ok).toBe(true);
    const verdict = smtp(ehlo, 'S: 250', 'S!: 250-8BITMIME');
    expect(verdict.failure?.message).toBe('The server said what it must not say');
    expect(verdict.failure?.actual).toBe('250-8BITMIME');
  });

  it('S? binds when it can', () => {
    expect(captures(smtp(ehlo, 'S?: 250-SIZE {{@size}}', 'S?: 250-LIMITS {{@limits...}}'))).toEqual({
      size: '10240000',
    });
  });
});

describe('captures', () => {
  it('take a word, the rest, or what matches', () => {
    const reply = '250 2.0.0 Ok: queued as 4XyZ (id=<a@b>; 12 ms)';
    expect(captures(smtp(reply, 'S: 250 2.0.0 Ok: queued as {{@id}}'))).toEqual({ id: '4XyZ' });
    expect(captures(smtp(reply, 'S: 250 {{@status}} Ok: {{@rest...}}'))).toEqual({
      status: '2.0.0',
      rest: 'queued as 4XyZ (id=<a@b>; 12 ms)',
    });
    expect(captures(smtp(reply, 'S: 250 ...(id=<{{@id}}>; {{@ms:/\\d+/}} ms)'))).toEqual({ id: 'a@b', ms: '12' });
    expect(captures(smtp('250 id={{x}};', 'S: 250 id={{@x}};'))).toEqual({ x: '{{x}}' });
  });

  it('of one name are equal, in a line, over lines, and over the session', () => {
    expect(smtp('250 a a', 'S: 250 {{@x}} {{@x}}').ok).toBe(true);
    expect(smtp('250 a b', 'S: 250 {{@x}} {{@x}}').ok).toBe(false);
    expect(with_({ bound: { x: 'a' } }, '250 b', 'S: 250 {{@x}}').failure?.nearest).toMatchObject({
      wanted: 'a',
      got: 'b',
    });
    expect(smtp('250-id 7\n250 again 7', 'S: 250-id {{@n}}', 'S: 250 again {{n}}').ok).toBe(true);
    expect(smtp('250-id 7\n250 again 8', 'S: 250-id {{@n}}', 'S: 250 again {{n}}').ok).toBe(false);
  });
});

describe('regular expressions', () => {
  it('see what follows the code', () => {
    expect(smtp('250 2.0.0 Ok: queued as 4XyZ', 'S: 250 /queued as [0-9A-Z]+$/i').ok).toBe(true);
    expect(smtp('250 Ok', 'S: 250 /queued/').failure?.nearest?.wanted).toBe('/queued/');
  });

  it('may span the lines', () => {
    expect(smtp(ehlo, 'S: 250 /SIZE[\\s\\S]*PIPELINING/').ok).toBe(true);
  });
});

it('what is shown is masked before it is cut, so that no half of a secret is left', () => {
  const mask = (text: string): string => text.replaceAll('sesame', '‹secret›');
  const verdict = with_({ mask }, `550 ${'x'.repeat(290)} sesame and more`, 'S: 250', 'S?: 550');
  const texts = [verdict.failure?.actual, verdict.failure?.nearest?.text, ...verdict.lines.map((line) => line.text)];
  expect(texts).toHaveLength(4);
  for (const text of texts) expect(text).not.toMatch(/ ses?/);
});
