/** The search for secrets finds each form, wherever it stands: a search that finds nothing proves nothing else. */
import { describe, expect, it } from 'vitest';
import { formNames, formsIn, formsOf } from './forms';

const secret = 'pä"ss&w0rd+k=y/7';

describe('a search for a secret', () => {
  it.each(formNames)('finds it as %s', (name) => {
    for (const form of formsOf(secret, 'alice').get(name) ?? [])
      expect(formsIn(Buffer.from(`before ${form} after`, 'latin1'), secret, 'alice')).toContain(name);
  });

  it.each(['', 'a', 'ab', 'abc', 'user=alice\x01auth=Bearer '])('finds it in base64 behind %j', (before) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = Buffer.from(`${before}${secret} and more`).toString(encoding);
      expect(formsIn(text, secret, 'alice')).toContain(encoding);
    }
  });

  it('finds nothing in other text', () => {
    expect(formsIn('C: AUTH PLAIN ‹secret vault›', secret, 'alice')).toEqual([]);
  });
});
