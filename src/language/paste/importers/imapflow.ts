/** imapflow's log: JSON lines as pino writes them, the same through pino-pretty, or the objects as a console shows them. */
import { byConnection, type Importer, type Side, said, type Turn } from '../dialogue';
import { jsonRecord, textIn } from '../json-record';

interface Entry {
  readonly side: Side;
  readonly text: string;
  readonly connection: string;
}

const sides: Readonly<Record<string, Side>> = { c: 'client', s: 'server' };

export const imapflow: Importer = {
  kind: 'imapflow',
  title: 'an imapflow log',
  recognises: (line) => /^\{.*"src":"[cs]"/.test(line) || /^\s+"?src"?: ["'][cs]["'],?$/.test(line),
  read: (lines) => {
    const connections = byConnection();
    for (const entry of entries(lines)) {
      if (/^(?:read from|write to) socket$/.test(entry.text)) continue;
      connections.add(entry.connection, withLiterals(entry));
    }
    return connections.all().map((dialogue) => ({ ...dialogue, protocol: 'imap' }));
  },
};

function* entries(lines: readonly string[]): Generator<Entry> {
  let block: string[] = [];
  for (const line of [...lines, '']) {
    const record = jsonRecord(line);
    if (record) {
      const side = sides[textIn(record, 'src') ?? ''];
      const text = textIn(record, 'msg');
      if (side && text !== undefined) yield { side, text, connection: textIn(record, 'cid') ?? '' };
    } else if (/^\s+\S/.test(line)) block.push(line);
    else {
      yield* entryOf(block);
      block = [line];
    }
  }
}

/** `src: 'c',`, `msg: '…',` in an object; with pino-pretty the text stands in the line above. */
function entryOf(block: readonly string[]): readonly Entry[] {
  const fields = new Map<string, string>();
  for (const line of block) {
    const [, key, quote = '', value = ''] = /^\s+"?(src|msg|cid)"?: (["'`])(.*)\2(?:,| \+)?$/.exec(line) ?? [];
    if (key) fields.set(key, unquoted(value, quote));
  }
  const side = sides[fields.get('src') ?? ''];
  const text = fields.get('msg') ?? /^\[[^\]]*\] [A-Z]+(?: \([^)]*\))?: (.*)$/.exec(block[0] ?? '')?.[1];
  return side && text !== undefined ? [{ side, text, connection: fields.get('cid') ?? '' }] : [];
}

const unquoted = (value: string, quote: string): string =>
  value.replace(/\\(.)/g, (whole, one: string) => {
    if (one === quote || one === '\\') return one;
    return one === 'n' ? '\n' : one === 'r' ? '\r' : whole;
  });

/** Where the octets of a literal were, the log says `"(* 337B literal *)"`. */
function withLiterals({ side, text }: Entry): readonly Turn[] {
  const parts = text.split(/"\(\* (\d{1,9})B literal \*\)"/);
  return parts.flatMap((part, i): readonly Turn[] => {
    if (i % 2 === 1) return [{ kind: 'missing', side, octets: Number(part) }];
    const size = parts[i + 1];
    const line = size === undefined ? part : `${part}{${size}}`;
    return i > 0 && line === '' ? [{ kind: 'said', side, text: '' }] : said(side, line);
  });
}
