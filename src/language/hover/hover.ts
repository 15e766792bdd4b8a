/** What is to be said of the thing under the cursor: finds what it is, and describes it from the tables. */
import type { Range } from '../../base';
import { directive, type Statement } from '../../script';
import { answeredAt } from '../cursor/exchange';
import { linePlace } from '../cursor/line-place';
import { type Scene, sceneAt } from '../cursor/scene';
import type { ScriptDocument } from '../document';
import { dateHover } from './dates';
import { connectionHover, directiveHover, directiveWordHover } from './directive-hover';
import { base64Hover, encodedWordHover, mailboxNameHover } from './encoded';
import { type LineHover, wordAround } from './finding';
import { imapCommandHover, imapResponseHover } from './imap-hover';
import { blockHover, lineLength, literalHover } from './octets';
import { pop3CommandHover, pop3ResponseHover } from './pop3-hover';
import { saslContext } from './sasl-context';
import { smtpCommandHover, smtpReplyHover } from './smtp-hover';
import { valueHover, variableText } from './value-hover';

export interface Hover {
  /** What is spoken of: offsets in the document, on one line. */
  readonly range: Range;
  readonly markdown: string;
}

/** The hover at `offset`; undefined where there is nothing to say. Never throws; never shows a secret. */
export function hover(document: ScriptDocument, offset: number): Hover | undefined {
  const scene = sceneAt(document, offset);
  const statement = scene.place?.statement;
  if (!statement || statement.kind === 'comment') return undefined;
  const at = scene.lineStart + scene.column - scene.section.start;
  const inParts = valueHover(scene, statement, at) ?? blockHover(statement, at);
  if (inParts) {
    const { start, end } = inParts.range;
    return onLine(scene, {
      range: { start: start + scene.section.start - scene.lineStart, end: end + scene.section.start - scene.lineStart },
      markdown: inParts.markdown,
    });
  }
  const found = scene.block ? inBlock(scene, statement) : inLine(scene, statement);
  return found && onLine(scene, found);
}

/** As offsets of the document, cut to the line. */
function onLine({ lineStart, line }: Scene, { range, markdown }: LineHover): Hover {
  const start = Math.min(Math.max(range.start, 0), line.length);
  const end = Math.min(Math.max(range.end, start), line.length);
  return { range: { start: lineStart + start, end: lineStart + end }, markdown };
}

function inBlock(scene: Scene, statement: Statement): LineHover | undefined {
  const { line, column } = scene;
  const decoded = encodedWordHover(line, column) ?? dateHover(line, column);
  if (decoded) return decoded;
  // What a client sends in a block may be a secret; a message is none, and a value is not known to be one.
  const { place } = scene;
  const message =
    statement.kind === 'directive' ||
    (statement.kind === 'wire' && place && !saslContext(scene, place, statement.side));
  return message ? base64Hover(line, column, undefined, 24) : undefined;
}

function inLine(scene: Scene, statement: Statement): LineHover | undefined {
  const { line, column } = scene;
  const place = linePlace(line, column);
  switch (place.kind) {
    case 'directive':
      return (
        directiveWordHover(scene, place.info) ??
        directiveHover(scene, place.info, place.from) ??
        dateHover(line, column)
      );
    case 'start':
      return startHover(scene, statement);
    case 'client':
    case 'server':
      return wireHover(scene, place.from, place.kind);
    case 'assignment':
      return dateHover(line, column) ?? encodedWordHover(line, column);
    case 'unknown':
      return assignmentHover(scene, statement);
    case 'title':
    case 'comment':
      return undefined;
  }
}

/** The line's first words: a directive, a mark, a connection's name. */
function startHover(scene: Scene, statement: Statement): LineHover | undefined {
  const { line, column, section, lineStart } = scene;
  if (statement.kind === 'wire') {
    const start = statement.mark.start + section.start - lineStart;
    const end = statement.mark.end + section.start - lineStart;
    // The last line of a block belongs to the statement too, and its mark stands further up.
    if (start < 0 || column > end) return undefined;
    if (column < start) return connectionHover(scene);
    const length = lineLength(statement, scene.protocol);
    const mark = line.slice(start, end);
    return {
      range: { start, end },
      markdown: `**\`${mark}\`** · ${marks[mark] ?? 'line'}${length === undefined ? '' : `\n\n${length}`}`,
    };
  }
  const word = wordAround(line, column, /[\w-]/);
  const info = word && directive(word.text);
  if (info && statement.kind === 'directive' && statement.info === info) return directiveWordHover(scene, info);
  return statement.kind === 'directive' ? connectionHover(scene) : assignmentHover(scene, statement);
}

const marks: Readonly<Record<string, string>> = {
  'C:': 'sends this line and CRLF',
  'S:': 'the server must say this',
  'S?:': 'the server may say this: binds captures when it does, and silences `strict`',
  'S!:': 'the server must not say this in answer to this command',
};

function assignmentHover(scene: Scene, statement: Statement): LineHover | undefined {
  if (statement.kind !== 'assignment') return undefined;
  const { section, lineStart, column } = scene;
  const start = statement.mark.start + section.start - lineStart;
  const end = statement.mark.end + section.start - lineStart;
  if (column < start || column > end) return undefined;
  // As it is behind the line, where the value holds.
  const behind = { ...statement.range };
  const next = sceneAt(scene.document, section.start + behind.end);
  return {
    range: { start, end },
    markdown: variableText(next.lineStart > lineStart ? next : scene, statement.name.text),
  };
}

function wireHover(scene: Scene, from: number, side: 'client' | 'server'): LineHover | undefined {
  const { line, column, protocol, place } = scene;
  const decoded = dateHover(line, column) ?? encodedWordHover(line, column) ?? literalHover(scene);
  if (decoded) return decoded;
  const sasl = place && saslContext(scene, place, side);
  const base64 = sasl && base64Hover(line, column, sasl, 4);
  if (base64 && base64.range.start >= from) return base64;
  const answered = place ? answeredAt(scene.section.text, place, protocol) : ({ kind: 'greeting' } as const);
  if (protocol === 'imap') {
    const named = mailboxNameHover(line, column);
    if (named) return named;
    return side === 'client' ? imapCommandHover(scene, from) : imapResponseHover(scene, from);
  }
  if (protocol === 'pop3')
    return side === 'client' ? pop3CommandHover(scene, from) : pop3ResponseHover(scene, from, answered);
  return side === 'client' ? smtpCommandHover(scene, from) : smtpReplyHover(scene, from, answered);
}
