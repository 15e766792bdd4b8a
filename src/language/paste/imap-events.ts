/** IMAP: lines → events. Commands and responses are put together with their literals, whatever their counts say (RFC 9051 §4.3). */
import { utf8 } from '../../base';
import type { Turn } from './dialogue';
import { absentMessage, absentNote, type EventWriter } from './event-writer';
import { type SaslReader, saslReader, secretName } from './sasl';

const announced = /(~?)\{(\d{1,9})(\+?)\}$/;
const responseStart = /^(?:\* |\+(?: |$)|\S+ (?:OK|NO|BAD)(?: |$))/;

export function imapEvents(turns: readonly Turn[], writer: EventWriter): void {
  let at = 0;
  let asked = false;
  let sasl: SaslReader | undefined;
  let upgradeTag: string | undefined;
  /** Tags as recorded → tags as a run makes them, which are no numbers that anything else could be. */
  const open = new Map<string, string>();
  let commands = 0;

  const skipContinuation = (): void => {
    const turn = turns[at];
    if (turn?.kind === 'said' && turn.side === 'server' && /^\+(?: |$)/.test(turn.text)) at++;
  };

  /** Lines of one side from here on, as long as `goes` holds. */
  const take = (side: Turn['side'], goes: (text: string) => boolean): string[] => {
    const lines: string[] = [];
    for (;;) {
      const turn = turns[at];
      if (turn?.kind !== 'said' || turn.side !== side || !goes(turn.text)) return lines;
      lines.push(turn.text);
      at++;
    }
  };

  /** The literal that a line announces, and the line behind it. */
  const literal = (
    side: Turn['side'],
    size: number,
  ): { readonly content: string | undefined; readonly rest: string } => {
    let missing = false;
    while (turns[at]?.kind === 'missing' && turns[at]?.side === side) {
      missing = true;
      at++;
    }
    const isRest = (text: string): boolean => (side === 'server' ? !responseStart.test(text) : true);
    if (missing) {
      const turn = turns[at];
      const goesOn =
        turn?.kind === 'said' &&
        turn.side === side &&
        (side === 'server' ? isRest(turn.text) : /^(?:$|[ )])/.test(turn.text));
      if (goesOn) at++;
      return { content: undefined, rest: goesOn && turn?.kind === 'said' ? turn.text : '' };
    }
    const start = at;
    const lines: string[] = [];
    let left = size;
    for (let turn = turns[at]; turn?.kind === 'said' && turn.side === side; turn = turns[at]) {
      at++;
      const bytes = utf8(turn.text);
      if (left <= bytes.length) {
        const rest = new TextDecoder().decode(bytes.subarray(left));
        if (rest !== '' && !/^[ )]/.test(rest)) break;
        lines.push(turn.text.slice(0, turn.text.length - rest.length));
        return { content: lines.join('\r\n'), rest };
      }
      lines.push(turn.text);
      left -= bytes.length + 2;
      if (left < 0) break;
    }
    // The count is wrong, as in many an example: what there is goes in, up to where the other side or the next response begins.
    at = start;
    const all = take(side, isRest);
    const closes = side === 'server' && all.length > 1 && /^[ )]|\)$/.test(all.at(-1) ?? '');
    const rest = closes ? (all.pop() ?? '') : '';
    return { content: all.length === 0 ? undefined : all.join('\r\n'), rest };
  };

  const client = (text: string): void => {
    if (sasl && !/^\S+ \S/.test(text)) {
      writer.sent(`${text}\r\n`, 'sasl', sasl.response(text));
      return;
    }
    const [tag = '', verb = '', ...words] = text.split(/\s+/);
    const upper = verb.toUpperCase();
    asked = true;
    const isTagged = verb !== '';
    if (isTagged) open.set(tag, `A${++commands}`);
    const shown = isTagged ? `${open.get(tag)}${text.slice(tag.length)}` : text;
    let note: string | undefined;
    if (upper === 'AUTHENTICATE') {
      sasl = saslReader(words[0] ?? '', writer.redactor);
      note = words[1] === undefined ? undefined : sasl.response(words[1]);
    } else sasl = undefined;
    if (upper === 'STARTTLS') upgradeTag = tag;
    command(shown, upper === 'LOGIN', note);
  };

  const command = (text: string, isLogin: boolean, note: string | undefined): void => {
    const pieces: { readonly line: string; readonly content?: string }[] = [];
    let line = text;
    for (let found = announced.exec(line); found; found = announced.exec(line)) {
      skipContinuation();
      const { content, rest } = literal('client', Number(found[2]));
      const size = Number(found[2]);
      if (content === undefined && size > 0) writer.notes.add(absentNote);
      const filled = content ?? (size === 0 ? '' : absentMessage);
      pieces.push({
        line: `${line.slice(0, found.index)}${found[1]}{${utf8(filled).length}${found[3]}}`,
        content: filled,
      });
      line = rest;
    }
    pieces.push({ line });
    if (isLogin) readLogin(pieces);
    for (const piece of pieces) {
      writer.sent(`${piece.line}\r\n`, 'command', note);
      if (piece.content !== undefined) writer.sent(piece.content, 'literal');
    }
  };

  /** `LOGIN user password`, each an atom, a quoted string or a literal. */
  const readLogin = (pieces: readonly { readonly line: string; readonly content?: string }[]): void => {
    const words: string[] = [];
    for (const { line, content } of pieces) {
      const shown = content === undefined ? line : line.replace(announced, '');
      for (const [, quoted, atom] of shown.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s"]+)/g)) {
        words.push(quoted === undefined ? (atom ?? '') : quoted.replace(/\\(.)/g, '$1'));
      }
      if (content !== undefined) words.push(content);
    }
    const [, , user, password] = words;
    if (password !== undefined) writer.redactor.add(secretName(user), password);
  };

  const server = (text: string): void => {
    if (!responseStart.test(text)) return;
    let whole = '';
    let line = text;
    for (let found = announced.exec(line); found; found = announced.exec(line)) {
      const { content, rest } = literal('server', Number(found[2]));
      const filled = content ?? 'x'.repeat(Math.min(Number(found[2]), 1_000));
      whole += `${line.slice(0, found.index)}${found[1]}{${utf8(filled).length}}\r\n${filled}`;
      line = rest;
    }
    whole += `${line}\r\n`;
    if (/^\+/.test(text)) {
      writer.received(whole, 'continuation');
      return;
    }
    if (text.startsWith('* ')) {
      writer.received(whole, asked || !/^\* (?:OK|PREAUTH|BYE)/.test(text) ? 'untagged' : 'greeting');
      return;
    }
    const [, tag = '', status] = /^(\S+) (\S+)/.exec(text) ?? [];
    // The end of a command that was sent before the recording began.
    const made = open.get(tag);
    if (made === undefined) return;
    open.delete(tag);
    writer.received(made + whole.slice(tag.length), 'reply');
    sasl = undefined;
    if (tag === upgradeTag) {
      upgradeTag = undefined;
      if (status === 'OK') writer.secured();
    }
  };

  while (at < turns.length) {
    const turn = turns[at++];
    if (turn?.kind !== 'said') continue;
    if (turn.side === 'server') server(turn.text.trimStart());
    else if (turn.text.trim() !== '') client(turn.text.trimEnd());
  }
}
