/** What is in the bundles: nothing of libraries that only come along with others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The source files by the part of dist/ that they are in (build.mjs). */
const parts = JSON.parse(readFileSync(join(root, 'dist/parts.json'), 'utf8')) as Record<string, readonly string[]>;

describe('the extension as it is built', () => {
  it.each(['nodemailer', 'pino', 'socks', 'iconv-lite', 'libmime', 'encoding-japanese', 'postal-mime'])(
    'has nothing of %s',
    (library) => {
      const all = Object.values(parts).flat();
      expect(all.filter((file) => file.includes(`node_modules/${library}/`))).toEqual([]);
    },
  );
});
