/** Diagnostics of long scripts: cold, after a keystroke, in memory, and against a language service for JSON of the same size. */
import { getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { diagnostics } from '../../src/language/diagnostics';
import { changeDocument, openDocument, type ScriptDocument } from '../../src/language/document';
import { emptyWorkspace } from '../../src/language/workspace';
import { longScript } from './long-script';
import { inTurns, milliseconds } from './measure';
import { type Result, result } from './result';

const open = (text: string): ScriptDocument => openDocument(text, { file: '/bench.smtp', workspace: emptyWorkspace });

export async function languageDiagnostics(): Promise<Result[]> {
  const results: Result[] = [];
  results.push(await cold());
  for (const [lines, bar] of [
    [1_000, 10],
    [10_000, 10],
    [100_000, 30],
  ] as const) {
    results.push(keystrokes(lines, bar));
  }
  results.push(memory());
  results.push(await againstJson());
  return results;
}

async function cold(): Promise<Result> {
  const text = longScript(10_000);
  const { ours } = await inTurns(11, { ours: () => milliseconds(() => diagnostics(open(text))) });
  return result({
    name: 'diagnostics-cold',
    value: ours,
    unit: 'ms for 10,000 lines',
    peer: 'none',
    ratio: ours,
    bar: '<= 100',
  });
}

const rounds = 400;

/** What a person types: letters into lines all over the script, now and then a line end, quotes, a deletion. */
function keystrokes(lines: number, limit: number): Result {
  let document = open(longScript(lines));
  diagnostics(document);
  const taken: number[] = [];
  const keys = ['a', ' ', '<', '\n', 'C', ':', '"', '{', '}', 'x', 'end', '### a\n', '"""\n'];
  for (let round = 0; round < rounds; round++) {
    const at = (round * 7_919_993) % document.length;
    const key = keys[round % keys.length] ?? 'a';
    for (const edit of [
      { range: { start: at, end: at }, text: key },
      { range: { start: at, end: at + key.length }, text: '' },
    ]) {
      const began = performance.now();
      document = changeDocument(document, [edit]);
      diagnostics(document);
      taken.push(performance.now() - began);
    }
  }
  const p95 = taken.sort((a, b) => a - b)[Math.floor(taken.length * 0.95)] ?? Number.NaN;
  const worst = taken.at(-1) ?? Number.NaN;
  return result({
    name: `keystroke-${lines}`,
    value: p95,
    unit: `ms p95 after a keystroke in ${lines} lines`,
    peer: `none; the slowest ${worst.toPrecision(3)} ms`,
    ratio: p95,
    bar: `<= ${limit}`,
  });
}

/** Heap that an open document of 100,000 lines takes, its text included, once its problems are known. */
function memory(): Result {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (!collect) throw new Error('run with --expose-gc');
  const used = (): number => {
    for (let i = 0; i < 4; i++) collect();
    return process.memoryUsage().heapUsed;
  };
  diagnostics(open(longScript(1_000)));
  const before = used();
  const document = open(longScript(100_000));
  const { length } = diagnostics(document);
  const grown = (used() - before) / 2 ** 20;
  return result({
    name: 'diagnostics-memory',
    value: grown,
    unit: 'MiB for 100,000 lines',
    peer: `none; ${(document.length / 2 ** 20).toPrecision(3)} MiB of it is the text; ${length} problems`,
    ratio: grown,
    bar: '<= 60',
  });
}

/** Objects like the sessions of a script, as long as `size`. */
function longJson(size: number): string {
  const one = (n: number): string =>
    JSON.stringify(
      {
        title: `Session ${n}`,
        protocol: 'smtp',
        lines: ['C: EHLO client.example', 'S: 250'],
        strict: n % 2 === 0,
        timeout: n,
      },
      undefined,
      2,
    );
  const pieces: string[] = [];
  for (let n = 0, length = 0; length < size; n++) {
    const piece = one(n);
    pieces.push(piece);
    length += piece.length + 2;
  }
  return `[\n${pieces.join(',\n')}\n]\n`;
}

const schema: JSONSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['title', 'protocol'],
    additionalProperties: false,
    properties: {
      title: { type: 'string' },
      protocol: { enum: ['smtp', 'lmtp', 'imap', 'pop3'] },
      lines: { type: 'array', items: { type: 'string' } },
      strict: { type: 'boolean' },
      timeout: { type: 'number' },
    },
  },
};

async function againstJson(): Promise<Result> {
  const text = longScript(10_000);
  const json = longJson(text.length);
  const service = getLanguageService({});
  let version = 0;
  const { ours, theirs } = await inTurns(11, {
    ours: () => milliseconds(() => diagnostics(open(text))),
    theirs: () =>
      milliseconds(async () => {
        const document = TextDocument.create('file:///bench.json', 'json', ++version, json);
        const parsed = service.parseJSONDocument(document);
        const problems = await service.doValidation(document, parsed, {}, schema);
        if (problems.length > 0) throw new Error(`the JSON of the benchmark is wrong: ${problems[0]?.message}`);
      }),
  });
  const perByte = (ms: number, length: number): number => (ms * 1e6) / length;
  return result({
    name: 'diagnostics-json',
    value: perByte(ours, text.length),
    unit: 'ns an octet',
    peer: `vscode-json-languageservice ${perByte(theirs, json.length).toPrecision(4)} ns`,
    ratio: perByte(theirs, json.length) / perByte(ours, text.length),
    bar: '>= 2',
  });
}
