/** docs/diagnostics.md says what the tables say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnosticTable } from '../../src/language/diagnostic-table';
import { diagnosticsPage } from './diagnostics-docs';

const page = new URL('../../docs/diagnostics.md', import.meta.url);

describe('docs/diagnostics.md', () => {
  it('is made from the tables (vitest -u writes it anew)', async () => {
    await expect(diagnosticsPage()).toMatchFileSnapshot(page.pathname);
  });
  it('names each problem once', () => {
    const ids = diagnosticTable.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const text = readFileSync(page, 'utf8');
    for (const id of ids) expect(text).toContain(`| \`${id}\` |`);
  });
});
