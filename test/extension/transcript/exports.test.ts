/** Runs as files: each format by its table row, scripts, one event as text, octets, places in edited scripts. */
import { describe, expect, it } from 'vitest';
import { eventText, exportFormats, scriptText } from '../../../src/extension/transcript/exports';
import { hexDump, rawText } from '../../../src/extension/transcript/octets';
import { placeInText } from '../../../src/extension/transcript/place-in-text';
import { parse } from '../../../src/script';
import { decodeEvents } from '../../../src/transcript/json-lines';
import { events, run, said, script, storeWith } from './dialogue';

const exported = async (ending: string): Promise<string> => {
  const format = exportFormats.find((one) => one.ending === ending);
  if (!format) throw new Error(`no format ${ending}`);
  let text = '';
  for await (const piece of format.write(storeWith(run), { source: () => script, name: () => 'a.smtp' })) text += piece;
  return text;
};

describe('an export', () => {
  it('as JSON Lines is the transcript', async () => {
    expect(decodeEvents(await exported('jsonl'))).toEqual({ events: run });
  });

  it('as text has the dialogue, the failure with its line, and the sum', async () => {
    const text = await exported('txt');
    for (const part of [
      'C: EHLO client.example',
      'a.smtp:5:1: mismatch: another code',
      '5 | S: 251',
      '1 passed, 1 failed',
    ])
      expect(text).toContain(part);
  });

  it('as HTML is one page that loads nothing', async () => {
    const text = await exported('html');
    expect(text).toMatch(/^<!doctype html>[\s\S]*C: EHLO client\.example[\s\S]*<\/html>\n$/);
    expect(text).not.toMatch(/<script|src=|href=/);
  });

  it('as a script has every session, or one', async () => {
    const store = storeWith(run);
    const whole = await scriptText(store);
    expect(whole.match(/^### .*$/gm)).toEqual(['### Submit', '### Other']);
    expect(parse(whole).problems).toEqual([]);
    expect(await scriptText(store, 1)).toMatch(/^### Other\n/);
  });

  it('of masked secrets keeps the masks', async () => {
    const store = storeWith(events(said('PASS ‹secret alice›'), { kind: 'session-ended', outcome: 'passed', ms: 1 }));
    expect(await scriptText(store)).toContain('{{$secret alice}}');
    for (const format of exportFormats) {
      let text = '';
      for await (const piece of format.write(store, { source: () => undefined, name: String })) text += piece;
      expect(text).toContain('‹secret alice›');
    }
  });
});

describe('one event as text', () => {
  it('has its marks, and no control characters', () => {
    const [event] = events(said('NOOP \u001b[31m\r\nmore', { connection: 'bob' }));
    expect(event && eventText(event)).toBe('bob C: NOOP ␛[31m\nbob C: more');
  });
});

describe('octets', () => {
  it('raw are escaped, a line each', () => {
    expect(rawText(Uint8Array.from([69, 92, 13, 10, 0, 233, 9]))).toBe('E\\\\\\r\\n\n\\x00\\xe9\\t');
  });

  it('in hexadecimal stand 16 a line beside their text', () => {
    expect(hexDump(Uint8Array.from({ length: 18 }, (_, n) => n + 60))).toBe(
      `00000000  3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b  |<=>?@ABCDEFGHIJK|
00000010  4c 4d                                             |LM|`,
    );
  });
});

describe('a place in a script that was edited since', () => {
  const then = 'a\nC: NOOP\nC: QUIT\n';
  const place = { start: then.indexOf('QUIT'), end: then.indexOf('QUIT') + 4 };
  const found = (now: string): string => {
    const { start, end } = placeInText(place, then, now);
    return now.slice(start, end);
  };

  it.each([
    ['is where it was', then, 'QUIT'],
    ['moved with its line', `# new\n\n${then}`, 'QUIT'],
    ['is the nearest of equal lines', `C: QUIT\n${then}`, 'QUIT'],
    ['is the whole line there, when its own is gone', 'a\nC: NOOP\nC: STOP\n', 'C: STOP'],
    ['is nothing in an empty script', '', ''],
  ])('%s', (_, now, text) => {
    expect(found(now)).toBe(text);
  });
});
