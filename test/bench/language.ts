/** Diagnostics of long scripts: cold, after a keystroke, in memory, and against a language service for JSON of the same size. */
import { getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { diagnostics } from '../../src/language/diagnostics';
import { changeDocument, openDocument, type ScriptDocument } from '../../src/language/document';
import { emptyWorkspace } from '../../src/language/workspace';
import { imapCommands } from '../../src/protocol/imap/commands';
import { commands as pop3Commands } from '../../src/protocol/pop3/commands';
import { commands as smtpCommands } from '../../src/protocol/smtp/commands';
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
  results.push(...(await againstJson()));
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

/** The sessions of `script` as JSON, without white space: a title, a protocol, and an object for each line that is not blank. */
function asJson(script: string): string {
  const sessions: { title: string; protocol: string; steps: Record<string, string>[] }[] = [];
  for (const line of script.split('\n')) {
    const title = /^### (.*)/.exec(line)?.[1];
    const wire = /^\s*([CS]): ?(.*)/.exec(line);
    const steps = sessions.at(-1)?.steps;
    if (title !== undefined) sessions.push({ title, protocol: protocolOf(title), steps: [] });
    else if (wire) steps?.push({ [wire[1] === 'C' ? 'send' : 'expect']: wire[2] ?? '' });
    else if (line !== '') steps?.push({ do: line.trim() });
  }
  return JSON.stringify(sessions);
}

const protocolOf = (title: string): string =>
  title.startsWith('Submit') ? 'smtp' : title.startsWith('Read') ? 'imap' : 'pop3';

const object = (properties: JSONSchema['properties'], required: readonly string[]): JSONSchema => ({
  type: 'object',
  ...(properties && { properties }),
  required: [...required],
  additionalProperties: false,
});
const text = (pattern?: string): JSONSchema => ({ type: 'string', ...(pattern && { pattern }) });

/** Says which fields there are and that they are texts; nothing of what is in a line. */
const loose: JSONSchema = {
  type: 'array',
  items: object(
    {
      title: text(),
      protocol: { enum: ['smtp', 'imap', 'pop3'] },
      steps: { type: 'array', items: object({ send: text(), expect: text(), do: text() }, []) },
    },
    ['title', 'protocol', 'steps'],
  ),
};

/** The steps of one protocol: an alternative for each command, known by its name; what stands behind the name is not looked at. */
const described = (protocol: string, names: readonly string[], reply: string): JSONSchema =>
  object(
    {
      title: text(),
      protocol: { const: protocol },
      steps: {
        type: 'array',
        items: {
          anyOf: [
            ...names.map((name) => object({ send: text(`^([a-z][0-9]+ )?${name}( |$)`) }, ['send'])),
            object({ expect: text(reply) }, ['expect']),
            object({ do: text() }, ['do']),
          ],
        },
      },
    },
    ['title', 'protocol', 'steps'],
  );

/** Knows the commands of each protocol, from the tables that the diagnostics have them from. */
const exact: JSONSchema = {
  type: 'array',
  items: {
    oneOf: [
      described('smtp', [...smtpCommands.map(({ verb }) => verb), '"""'], '^[0-9]{3}'),
      described(
        'imap',
        imapCommands.map(({ name }) => name),
        '^([*+]|OK|[a-z][0-9]+) ?',
      ),
      described(
        'pop3',
        pop3Commands.map(({ keyword }) => keyword),
        '.',
      ),
    ],
  },
};

/**
 * The same sessions, ours as a script and theirs as JSON without white space, each per octet of its own text; documents opened anew in
 * every round, so nothing is known of them before. Ours checks every command to its last argument, and the order of them; theirs the
 * fields (`loose`), or the fields and the names of commands (`exact`).
 */
async function againstJson(): Promise<Result[]> {
  const script = longScript(10_000);
  const json = asJson(script);
  const service = getLanguageService({});
  let version = 0;
  const theirs = (schema: JSONSchema) => () =>
    milliseconds(async () => {
      const document = TextDocument.create('file:///bench.json', 'json', ++version, json);
      const parsed = service.parseJSONDocument(document);
      const problems = await service.doValidation(document, parsed, {}, schema);
      if (problems.length > 0) throw new Error(`the JSON of the benchmark is wrong: ${problems[0]?.message}`);
    });
  const taken = await inTurns(5, {
    ours: () => milliseconds(() => diagnostics(open(script))),
    loose: theirs(loose),
    exact: theirs(exact),
  });
  const perOctet = (ms: number, length: number): number => (ms * 1e6) / length;
  const ours = perOctet(taken.ours, script.length);
  return (['exact', 'loose'] as const).map((schema) => {
    const peer = perOctet(taken[schema], json.length);
    const knows = schema === 'exact' ? 'a schema that knows the commands' : 'a schema that knows the fields only';
    return result({
      name: `diagnostics-json-${schema}`,
      value: ours,
      unit: 'ns an octet',
      peer: `vscode-json-languageservice, ${knows}: ${peer.toPrecision(4)} ns`,
      ratio: peer / ours,
      bar: '>= 2',
    });
  });
}
