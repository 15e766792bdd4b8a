/** Looks for a secret in everything a run told, in the forms that one would look for by hand. */
import { createHash, createHmac } from 'node:crypto';
import type { RunEvent } from '../../src/transcript/event';

/** The forms of `secret`, and of what a mechanism makes of `user` and it without any salt or challenge. */
function formsOf(user: string, secret: string): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const plain = base64(`\0${user}\0${secret}`);
  const forms = [
    secret,
    secret.replace(/["\\]/g, '\\$&'),
    base64(secret),
    Buffer.from(secret).toString('base64url'),
    plain,
    base64(`${user}\0${user}\0${secret}`),
    base64(`user=${user}\x01auth=Bearer ${secret}\x01\x01`),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('hex'),
    secret.replace(/[^!-*,-<>-~]/g, (c) => `+${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`),
    createHash('md5').update(secret).digest('hex'),
    createHash('sha256').update(secret).digest('hex'),
    createHmac('md5', secret).update('').digest('hex'),
  ];
  return [...new Set(forms)];
}

/** Each event that holds one of the secrets in a form, as `seq kind: form`. */
export function leaks(events: readonly RunEvent[], secrets: Readonly<Record<string, string>>): readonly string[] {
  const forms = Object.entries(secrets).flatMap(([user, secret]) => formsOf(user, secret));
  const found: string[] = [];
  for (const event of events) {
    const texts = [...textsOf(event), JSON.stringify(event)];
    for (const text of texts) {
      const seen = [...decodings(text)].join('\n');
      for (const form of forms) if (seen.includes(form)) found.push(`${event.seq} ${event.kind}: ${form}`);
    }
  }
  return [...new Set(found)];
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsOf(inner);
}

/** The text, and what its base64 words stand for. */
function* decodings(text: string): Generator<string> {
  yield text;
  for (const [word] of text.matchAll(/[A-Za-z0-9+/]{8,}={0,2}/g)) yield Buffer.from(word, 'base64').toString('latin1');
}
