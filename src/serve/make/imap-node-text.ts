/** The values of an IMAP pattern become data: atoms, strings, lists, literals (RFC 9051 §4). */
import { utf8 } from '../../base';
import { formOf, quoted } from '../../protocol/imap/print';
import { type Node, plainWord } from '../../session/match/imap-node';
import { elementText, type Maker } from './element-text';
import { textFor } from './regex-text';

export interface NodeMaker extends Maker {
  /** The number that message `n` (when the command was sent) has now. */
  follow(n: number): number;
}

/** The values with SP between them. `key`: the word in front of the first, which says what it is. */
export function valuesText(nodes: readonly Node[], maker: NodeMaker, key = ''): string {
  const texts: string[] = [];
  let before = key;
  for (const node of nodes) {
    const text = nodeText(node, maker, before);
    if (text !== undefined) texts.push(text);
    before = (plainWord(node) ?? '').toUpperCase();
  }
  return texts.join(' ');
}

/** Undefined: nothing is said. */
function nodeText(node: Node, maker: NodeMaker, key: string): string | undefined {
  switch (node.kind) {
    case 'any':
    case 'exact':
      return undefined;
    case 'word': {
      const text = elementText(node.pieces, maker, suggestionsFor(key));
      return node.quoted ? stringText(text) : text;
    }
    case 'list':
      return `(${listText(node.items, maker, key)})`;
    case 'capture': {
      const text = maker.capture(node.name, node.take, suggestionsFor(key));
      return isString(key) ? stringText(text) : valueText(text, key);
    }
    case 'value':
      return valueText(maker.value(node.expression), key);
    case 'message':
      return String(maker.follow(node.number));
    case 'regex': {
      const text = textFor(node.regex.source, node.regex.flags);
      if (text === undefined) maker.cannot(`no text was found that ${String(node.regex)} matches`);
      return text;
    }
    case 'block':
      return literalText(elementText(node.content, maker, suggestionsFor('')));
  }
}

/** A text in quotes, or as a literal where quotes cannot hold it. */
const stringText = (text: string): string => (formOf(text) === 'literal' ? literalText(text) : quoted(text));

const literalText = (text: string): string => `{${utf8(text).length}}\r\n${text}`;

/** A value is put in as a string with that content where it is no atom; after some keys only a string will do. */
function valueText(text: string, key: string): string {
  if (/^\(.*\)$/s.test(text)) return text;
  const form = formOf(text);
  if (form === 'literal') return literalText(text);
  return form === 'atom' && key !== 'TAG' && !/\]|>$/.test(key) ? text : quoted(text);
}

const numeric =
  /^(?:UID|RFC822\.SIZE|MESSAGES|RECENT|UNSEEN|DELETED|SIZE|UIDNEXT|UIDVALIDITY|HIGHESTMODSEQ|MODSEQ|COUNT|MIN|MAX|ALL|SEARCH|SORT|STORAGE|APPENDUID|COPYUID)$/;

/** Whether what follows this word is a string (RFC 9051 §7.5.2). */
const isString = (key: string): boolean =>
  /^(?:BODY|BINARY|RFC822)(?:\.PEEK)?\[/.test(key) || /^(?:RFC822(?:\.TEXT|\.HEADER)?|INTERNALDATE)$/.test(key);

/** What a capture behind this word is, the most likely first. */
function suggestionsFor(key: string): readonly string[] {
  if (isString(key)) return ['text'];
  if (numeric.test(key)) return ['1'];
  return known[key] ?? ['1'];
}

const part = '("text" "plain" NIL NIL NIL "7bit" 1 1)';
const known: Readonly<Record<string, readonly string[]>> = {
  ID: ['("name" "Mailwright")'],
  FLAGS: ['()'],
  BODY: [part],
  BODYSTRUCTURE: [part],
  ENVELOPE: ['(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)'],
  INTERNALDATE: [' 1-Jan-2026 00:00:00 +0000'],
  part: [part],
};

/** ENVELOPE and BODYSTRUCTURE have so many places: what `...` leaves out is filled, so that clients can read them. */
function listText(items: readonly Node[], maker: NodeMaker, key: string): string {
  if (key === 'ENVELOPE') return envelopeText(items, maker);
  if (key === 'BODYSTRUCTURE' || key === 'BODY' || key === 'part') return bodyText(items, maker);
  return valuesText(items, maker, '');
}

const envelopeFields = 10;

function envelopeText(items: readonly Node[], maker: NodeMaker): string {
  const gaps = items.filter((item) => item.kind === 'any').length;
  let missing = Math.max(0, envelopeFields - (items.length - gaps));
  let left = gaps;
  const texts: string[] = [];
  items.forEach((item, i) => {
    if (item.kind !== 'any') {
      const text = nodeText(item, maker, '');
      if (text !== undefined) texts.push(text);
      return;
    }
    left--;
    // In front stands the date; a lone string behind it is the subject.
    const count = left === 0 ? missing : i === 0 ? Math.min(1, missing) : 0;
    missing -= count;
    texts.push(...new Array<string>(count).fill('NIL'));
  });
  return texts.join(' ');
}

/** type, subtype, parameters, id, description, encoding, octets, lines (RFC 9051 §7.5.2). */
const partFields = ['"text"', '"plain"', 'NIL', 'NIL', 'NIL', '"7bit"', '1', '1'];

function bodyText(items: readonly Node[], maker: NodeMaker): string {
  const multipart = items[0]?.kind === 'list' || items[0]?.kind === 'capture';
  const texts: string[] = [];
  let inParts = multipart;
  items.forEach((item, i) => {
    if (item.kind === 'any') {
      if (i === 0) texts.push(part);
      else if (!multipart && items[0]?.kind !== 'any' && i === items.length - 1)
        texts.push(...partFields.slice(texts.length));
      return;
    }
    inParts &&= item.kind === 'list' || item.kind === 'capture';
    const inner = inParts ? 'part' : '';
    const text = nodeText(item, maker, inner);
    if (text !== undefined) texts.push(text);
  });
  return texts.join(' ');
}
