import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const listed = new Set([...readFileSync('docs/rfcs.md', 'utf8').matchAll(/^\| (\d+) \|/gm)].map((row) => row[1]));

const cited = new Map<string, string>();
for (const folder of ['src', 'language-server/src']) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(folder, name);
    for (const [, number = ''] of readFileSync(path, 'utf8').matchAll(/RFC (\d+)/g)) cited.set(number, path);
  }
}

describe('docs/rfcs.md', () => {
  it('lists every RFC that the code cites', () => {
    expect(cited.size).toBeGreaterThan(50);
    expect([...cited].filter(([number]) => !listed.has(number))).toEqual([]);
  });
  it('lists none that the code does not cite', () => {
    expect([...listed].filter((number) => number && !cited.has(number))).toEqual([]);
  });
});
