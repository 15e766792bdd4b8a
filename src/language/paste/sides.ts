/** Tells who said what in a terminal's log, where nothing but the lines themselves tells it: replies have a form of their own. */
import { commands as pop3Commands } from '../../protocol/pop3/commands';
import type { Turn } from './dialogue';

type Spoken = 'smtp' | 'imap' | 'pop3';

const isReply: Readonly<Record<Spoken, RegExp>> = {
  smtp: /^\d{3}(?:[ -]|$)/,
  // Neither OK nor NO nor BAD is a command.
  imap: /^(?:\* |\+(?: |$)|\S+ (?:OK|NO|BAD)(?: |$))/,
  pop3: /^(?:\+OK|-ERR|\+ )/,
};

const hasBody = (line: string): boolean => {
  const [keyword = '', ...rest] = line.trim().split(/\s+/);
  return pop3Commands.some((row) => row.keyword === keyword.toUpperCase() && row.multiline(rest.length));
};

/** What the lines to come are, whatever they look like. */
type Mode =
  | { readonly kind: 'dialogue' }
  /** After `354`: the client's message; after a POP3 command with a body: the server's. */
  | { readonly kind: 'until-dot'; readonly side: Turn['side'] }
  | { readonly kind: 'literal'; readonly side: Turn['side']; readonly left: number };

export function sidesOf(lines: readonly string[], protocol: Spoken): readonly Turn[] {
  const turns: Turn[] = [];
  let mode = { kind: 'dialogue' } as Mode;
  let lastCommand = '';
  for (const text of lines) {
    const side: Turn['side'] =
      mode.kind === 'dialogue' ? (isReply[protocol].test(text) ? 'server' : 'client') : mode.side;
    turns.push({ kind: 'said', side, text });
    if (mode.kind === 'until-dot') {
      if (text === '.') mode = { kind: 'dialogue' };
      continue;
    }
    if (mode.kind === 'literal') {
      const left: number = mode.left - text.length - 2;
      // Behind the last octet the line of the command or the response goes on.
      if (left >= 0) {
        mode = { kind: 'literal', side, left };
        continue;
      }
    }
    const literal = protocol === 'imap' ? /\{(\d{1,9})\+?\}$/.exec(text) : null;
    // The server's `+` stands between an announcement and its octets.
    if (literal && side === 'server') mode = { kind: 'literal', side, left: Number(literal[1]) };
    else mode = { kind: 'dialogue' };
    if (side === 'client') lastCommand = text;
    else if (protocol === 'smtp' && /^354/.test(text)) mode = { kind: 'until-dot', side: 'client' };
    else if (protocol === 'pop3' && /^\+OK/.test(text) && hasBody(lastCommand))
      mode = { kind: 'until-dot', side: 'server' };
    else if (protocol === 'imap' && /^\+/.test(text)) {
      const announced = /\{(\d{1,9})\+?\}$/.exec(lastCommand);
      if (announced && Number(announced[1]) > 0) mode = { kind: 'literal', side: 'client', left: Number(announced[1]) };
    }
  }
  return turns;
}
