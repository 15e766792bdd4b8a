/** Which sessions are meant by a cursor, a selection, a name. */
import { describe, expect, it } from 'vitest';
import { indicesOf, sessionIds, sessionsTouching } from '../../src/extension/sessions-at';
import { compileText } from '../../src/host';

const text = '@a = 1\n### One\nC: NOOP\n### Two\nC: NOOP\n### Three\nC: NOOP\n';
const { program } = compileText('/x.smtp', text, []);
const touching = (start: string, end = start): readonly number[] =>
  sessionsTouching(program.sessions, [{ start: text.indexOf(start), end: text.indexOf(end) }]);

describe('sessions that are touched', () => {
  it('are the one in which the cursor stands, on its title as well; above all the first', () => {
    expect(touching('### Two')).toEqual([1]);
    expect(touching('C: NOOP\n### Three')).toEqual([1]);
    expect(touching('@a')).toEqual([0]);
    expect(sessionsTouching(program.sessions, [{ start: text.length, end: text.length }])).toEqual([2]);
  });

  it('are all in which something is selected, and not the one before which the selection ends', () => {
    expect(touching('One', 'Two')).toEqual([0, 1]);
    expect(touching('### Two', '### Three')).toEqual([1]);
  });

  it('are those of all selections', () => {
    const at = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) });
    expect(sessionsTouching(program.sessions, [at('Three'), at('One')])).toEqual([0, 2]);
  });
});

describe('names of sessions', () => {
  it('tell titles apart that repeat, and hold while others come and go', () => {
    const ids = sessionIds(['A', 'B', 'A']);
    expect(new Set(ids).size).toBe(3);
    expect(sessionIds(['New', 'A', 'B', 'A']).slice(1)).toEqual(ids);
    expect(new Set(sessionIds(['2:A', 'A', 'A', '2:A'])).size).toBe(4);
  });

  it('lead back to the sessions, without those that are gone', () => {
    expect(indicesOf(program, [...sessionIds(['Three', 'Gone'])])).toEqual([2]);
  });
});
