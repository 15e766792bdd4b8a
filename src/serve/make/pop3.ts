/** Makes a POP3 response of the `S:` lines that speak of it (RFC 1939 §3). */
import { concat, utf8 } from '../../base';
import { dotStuff } from '../../protocol/dot-stuff';
import { parseResponse } from '../../protocol/pop3/response';
import type { ExpectedLine, ExpectedReply } from '../../script/program';
import { type Pop3Pattern, pop3Pattern } from '../../session/match/pop3';
import type { ServerUnit } from '../../session/match/verdict';
import { type Announced, announcedLines } from './announce';
import { elementText, type Maker } from './element-text';

export interface Pop3Ground {
  /** In upper case; `greeting` for the first thing said. */
  readonly verb: string;
  /** A positive response to this command has a body. */
  readonly multiline: boolean;
  /** The client has more to say to this command: `+` is what is plainly said. */
  readonly goesOn: boolean;
  readonly maker: Maker;
  readonly needed: Announced;
  readonly usual: Announced;
  readonly strict: boolean;
  /** The time stamp of the greeting, where there is to be one (RFC 1939 §7). */
  readonly timestamp: string | undefined;
  readonly says: (line: ExpectedLine) => boolean;
}

export interface MadePop3 {
  readonly bytes: Uint8Array;
  readonly unit: ServerUnit & { readonly kind: 'pop3' };
}

const words = { ok: '+OK', err: '-ERR', continuation: '+', unknown: '', any: '+OK' } as const;

export function makePop3(expected: ExpectedReply | undefined, ground: Pop3Ground): MadePop3 {
  const { maker } = ground;
  const lines = (expected?.lines ?? [])
    .filter((line) => line.mode === 'must' || (line.mode === 'may' && ground.says(line)))
    .map((line) => pop3Pattern(line.pattern));
  const head = lines.find((line) => line.status !== undefined);
  const kind = head?.status?.[0] ?? (ground.goesOn ? 'continuation' : 'ok');
  const status = words[kind];
  if (status === '+') {
    const text = head ? elementText(head.words, maker, ['']) : '';
    return toResponse(utf8(`+ ${text.trim()}\r\n`), undefined);
  }
  const positive = status === '+OK';
  const text = head ? elementText(head.words, maker, suggestionsFor(ground)).trim() : '';
  const first = utf8(`${`${status} ${statusText(text, positive, ground)}`.trimEnd()}\r\n`);
  const hasBody = positive && (ground.multiline || lines.some((line) => line.block !== undefined || line.end));
  return toResponse(first, hasBody ? bodyOf(lines, ground) : undefined);
}

/** STAT, LIST and UIDL speak of numbers (RFC 1939 §5, §7). */
function suggestionsFor({ verb, timestamp }: Pop3Ground): readonly string[] {
  if (verb === 'greeting') return [timestamp === undefined ? 'ready' : `ready ${timestamp}`];
  return ['1', '120', 'unique-1'];
}

const defaults: Readonly<Record<string, string>> = {
  STAT: '0 0',
  QUIT: 'bye',
  greeting: 'Mailwright plays a script',
};

function statusText(text: string, positive: boolean, { verb, timestamp, strict }: Pop3Ground): string {
  const said = text !== '' ? text : positive ? (defaults[verb] ?? '') : 'no';
  if (verb === 'greeting' && timestamp !== undefined && !said.includes('<') && !strict) return `${said} ${timestamp}`;
  return said;
}

function bodyOf(lines: readonly Pop3Pattern[], ground: Pop3Ground): Uint8Array {
  const { maker, verb } = ground;
  const texts: string[] = [];
  for (const line of lines) {
    if (line.block) {
      const text = elementText(line.block, maker, ['1']);
      texts.push(text.endsWith('\r\n') ? text.slice(0, -2) : text);
    } else if (line.status === undefined && !line.end) texts.push(elementText(line.words, maker, ['1', '120']).trim());
  }
  if (verb === 'CAPA' && !ground.strict) {
    const announced = texts.length > 0 ? ground.needed : ground.usual;
    for (const one of announcedLines(announced)) {
      const [tag = ''] = one.split(' ');
      if (!texts.some((text) => text.toUpperCase().split(' ')[0] === tag)) texts.push(one);
    }
  }
  return utf8(texts.map((text) => `${text}\r\n`).join(''));
}

function toResponse(status: Uint8Array, body: Uint8Array | undefined): MadePop3 {
  return {
    bytes: body ? concat([status, dotStuff(body)]) : status,
    unit: { kind: 'pop3', response: parseResponse(body ? { status, body } : { status }) },
  };
}
