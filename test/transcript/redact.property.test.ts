/** For any secret and anything around it, no encoded form of it is left. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1, toBase64, toHex, utf8 } from '../../src/base';
import { encodeXtext } from '../../src/protocol/smtp/xtext';
import { encodeMutf7 } from '../../src/session/values/mutf7';
import { createRedactor } from '../../src/transcript/redact';

const base64url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const percent = (text: string): string =>
  [...utf8(text)].map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join('');
const quotedPrintable = (text: string): string =>
  [...utf8(text)].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('');
const folded = (text: string, width: number): string => text.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\r\n');
const jsonEscapes = (text: string): string =>
  text.replace(/[\s\S]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Encodings of text with something before and after it: what is encoded is all three. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  base64: (text) => toBase64(utf8(text)),
  base64url: (text) => base64url(utf8(text)),
  hex: (text) => toHex(utf8(text)),
  HEX: (text) => toHex(utf8(text)).toUpperCase(),
  quoted: (text) => `"${text.replace(/["\\]/g, '\\$&')}"`,
  xtext: encodeXtext,
  percent,
  encodeURIComponent: encodeURIComponent,
  'quoted-printable': quotedPrintable,
  mutf7: encodeMutf7,
  JSON: (text) => JSON.stringify(text),
  'JSON in full': jsonEscapes,
  'folded base64': (text) => folded(toBase64(utf8(text)), 16),
  'base64 of a quoted string': (text) => toBase64(utf8(`"${text.replace(/["\\]/g, '\\$&')}" and then some more`)),
};

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text.isWellFormed());
const secrets = fc
  .oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.isWellFormed()),
  )
  // What the mask itself is made of would be found in it.
  .filter((text) => !'‹secret NAME›\ufdd0'.includes(text));

describe('whatever the secret, whatever stands around it', () => {
  for (const [name, encode] of Object.entries(encodings)) {
    it(`it does not survive as ${name}`, () => {
      fc.assert(
        fc.property(secrets, wellFormed, wellFormed, (secret, before, after) => {
          const redactor = createRedactor();
          redactor.add('NAME', secret);
          const text = `S: ${encode(before + secret + after)} .`;
          const masked = redactor.text(text);
          expect(masked).toContain('‹secret NAME›');
          expect(redactor.find(masked.replaceAll('‹secret NAME›', '\ufdd0'))).toEqual([]);
          expect(masked.replaceAll('‹secret NAME›', '\ufdd0')).not.toContain(secret);
          for (const alone of Object.values(encodings).slice(0, 12)) {
            const form = alone(secret).replace(/^"|"$|=+$/g, '');
            if (form.length > 4) expect(masked.replaceAll('‹secret NAME›', '\ufdd0')).not.toContain(form);
          }
        }),
        { numRuns: 150 },
      );
    });
  }

  it('nothing that decodes to it is left, at any alignment', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 4, maxLength: 24 }),
        fc.uint8Array({ maxLength: 9 }),
        fc.uint8Array({ maxLength: 9 }),
        (secret, before, after) => {
          const redactor = createRedactor();
          redactor.add('NAME', secret);
          const masked = redactor.text(`AUTH ${toBase64(Uint8Array.from([...before, ...secret, ...after]))}`);
          expect(masked).toBe('AUTH ‹secret NAME›');
        },
      ),
    );
  });

  it('masking twice is masking once', () => {
    fc.assert(
      fc.property(secrets, fc.string(), (secret, text) => {
        const redactor = createRedactor();
        redactor.add('NAME', secret);
        const once = redactor.text(`${text} ${secret} ${text}`);
        expect(redactor.text(once)).toBe(once);
      }),
    );
  });

  it('octets never make it stumble, and what is not masked can be had back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const redactor = createRedactor();
        redactor.add('NAME', 'hunter2!');
        const wire = redactor.wire(bytes);
        expect(wire.octets).toBe(bytes.length);
        if (!wire.masked) expect(wire.encoding === 'latin1' ? wire.text : latin1(utf8(wire.text))).toBe(latin1(bytes));
      }),
    );
  });
});
