import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit, setMember } from '../../src/host/json-member';

const set = (text: string, path: readonly string[], value: unknown): string => {
  const edit = setMember(text, path, value);
  return edit.ok ? applyEdit(text, edit.value) : `error: ${edit.error}`;
};

describe('one member of a JSON text', () => {
  it('is added as the last, in the indentation of the others; these stay as they are', () => {
    const before = '{\n    "b" : { "x":1 },\n\n    "a": [1,2]\n}\n';
    expect(set(before, ['new'], { servers: { imap: 'imaps://m' } })).toBe(
      '{\n    "b" : { "x":1 },\n\n    "a": [1,2],\n    "new": {\n        "servers": {\n            "imap": "imaps://m"\n        }\n    }\n}\n',
    );
  });

  it('is added to an object that is empty, on one line, or not there yet', () => {
    expect(set('{}', ['a'], 1)).toBe('{\n  "a": 1\n}');
    expect(set('{"a": {"b": 1}}', ['a', 'c'], 2)).toBe('{"a": {"b": 1,\n  "c": 2\n}}');
    expect(set('{\n  "a": {}\n}\n', ['a', 'users', 'alice'], 'x')).toBe(
      '{\n  "a": {\n    "users": {\n      "alice": "x"\n    }\n  }\n}\n',
    );
  });

  it('that is there gets the new value, and nothing else changes', () => {
    expect(set('{\r\n\t"a": {\r\n\t\t"b": "old", "c": "}\\"{"\r\n\t}\r\n}', ['a', 'b'], { d: 1 })).toBe(
      '{\r\n\t"a": {\r\n\t\t"b": {\r\n\t\t\t"d": 1\r\n\t\t}, "c": "}\\"{"\r\n\t}\r\n}',
    );
  });

  it('is refused where the text is no JSON, or the way leads through something else', () => {
    expect(set('{ // a comment\n}', ['a'], 1)).toMatch(/^error: /);
    expect(set('[]', ['a'], 1)).toBe('error: the file is no object');
    expect(set('{"a": 1}', ['a', 'b'], 1)).toBe('error: a is no object');
  });

  it('is what it was set to, in any text, and the rest is what it was', () => {
    const key = fc.constantFrom('a', 'b', 'c', '"', '\\', '}');
    const safe = (value: unknown): boolean => !JSON.stringify(value).includes('__proto__');
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.oneof(fc.dictionary(key, fc.jsonValue()), fc.jsonValue())).filter(safe),
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.jsonValue().filter(safe),
        fc.constantFrom(undefined, 2, '\t'),
        (before, path, value, indent) => {
          const text = JSON.stringify(before, undefined, indent);
          const edit = setMember(text, path, value);
          if (!edit.ok) return;
          const expected = structuredClone(before) as Record<string, unknown>;
          let at = expected;
          for (const name of path.slice(0, -1)) {
            at[name] ??= {};
            at = at[name] as Record<string, unknown>;
          }
          at[path.at(-1) ?? ''] = value;
          expect(JSON.parse(applyEdit(text, edit.value))).toEqual(JSON.parse(JSON.stringify(expected)));
        },
      ),
    );
  });
});
