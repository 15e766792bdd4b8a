/** The generic tree that IMAP responses and commands are read into: atoms, strings, lists, NIL (RFC 9051 §4). */
import { fromLatin1, fromStrictUtf8, latin1, type Range, utf8 } from '../../base';

export interface ImapAtom {
  /** Also flags (`\Seen`), numbers, sequence sets, and item names with a section, such as `BODY[HEADER.FIELDS (SUBJECT)]<0>`. */
  readonly kind: 'atom';
  readonly text: string;
  /** The octets are not UTF-8: `text` has one character for each octet. */
  readonly latin1?: true;
  readonly range: Range;
}

export interface ImapQuoted {
  readonly kind: 'string';
  readonly form: 'quoted';
  /** The content, escapes undone. */
  readonly text: string;
  /** The octets are not UTF-8: `text` has one character for each octet. */
  readonly latin1?: true;
  readonly range: Range;
}

export interface ImapLiteral {
  readonly kind: 'string';
  readonly form: 'literal' | 'literal8';
  /** The content; empty when `spilled`. */
  readonly bytes: Uint8Array;
  /** Octets announced. */
  readonly size: number;
  readonly spilled: boolean;
  /** The announcement and the content. */
  readonly range: Range;
}

export type ImapString = ImapQuoted | ImapLiteral;

export interface ImapList {
  readonly kind: 'list';
  readonly items: readonly ImapValue[];
  readonly range: Range;
}

export interface ImapNil {
  readonly kind: 'nil';
  readonly range: Range;
}

/** Ranges are octets from the start of the frame, literals counted in full. Numbers stay atoms: see `numberOf`. */
export type ImapValue = ImapAtom | ImapString | ImapList | ImapNil;

/** The text of an atom or string, UTF-8 where it is that, else one character for each octet; NIL and lists have none. */
export function textOf(value: ImapValue | undefined): string | undefined {
  switch (value?.kind) {
    case 'atom':
      return value.text;
    case 'string':
      return value.form === 'quoted' ? value.text : (fromStrictUtf8(value.bytes) ?? latin1(value.bytes));
    default:
      return undefined;
  }
}

/** The octets of an atom or string; NIL and lists have none. */
export function bytesOf(value: ImapValue | undefined): Uint8Array | undefined {
  switch (value?.kind) {
    case 'atom':
      return value.latin1 ? fromLatin1(value.text) : utf8(value.text);
    case 'string':
      if (value.form !== 'quoted') return value.bytes;
      return value.latin1 ? fromLatin1(value.text) : utf8(value.text);
    default:
      return undefined;
  }
}

/** The number an atom stands for (number, nz-number, number64; RFC 9051 §9), or undefined. Above 2^53 it loses its last digits. */
export function numberOf(value: ImapValue | undefined): number | undefined {
  return value?.kind === 'atom' && /^\d+$/.test(value.text) ? Number(value.text) : undefined;
}

/** An astring's text (RFC 9051 §9): as `textOf`, and the atom `NIL` where a name is due is the name `NIL`. */
export const nameOf = (value: ImapValue | undefined): string | undefined =>
  value?.kind === 'nil' ? 'NIL' : textOf(value);

/** The items of a list; undefined for anything else. */
export const itemsOf = (value: ImapValue | undefined): readonly ImapValue[] | undefined =>
  value?.kind === 'list' ? value.items : undefined;
