/** A `C:` line with its values and files put in, as far as they are known. */
import { err, ok, type Result, utf8 } from '../base';
import type { Command } from '../script/program';
import { failure } from '../session/failure';
import type { Failure } from '../transcript/event';
import type { ServeContext } from './context';
import { textOf } from './read';
import type { LinePart } from './said/imap';
import type { Served } from './served';
import { forcedText, knownText, type Piece, shownText, textPiece } from './values/hole';

export async function lineOf(
  context: ServeContext,
  connection: Served,
  { payload }: Command,
): Promise<Result<readonly LinePart[], Failure>> {
  const moment = { index: context.round, tag: connection.dialogue.tag };
  const parts: LinePart[] = [];
  for (const part of payload) {
    if (part.kind === 'text') parts.push({ kind: 'text', pieces: context.values.pieces(part.template, moment) });
    else if (part.kind === 'block') {
      parts.push({ kind: 'block', pieces: context.values.pieces(part.content, moment), form: part.form });
    } else {
      const path = forcedText(context.values.pieces(part.path, moment));
      const read = await context.ports.files.read(path, part.place.file);
      if (!read.ok) {
        return err(failure('resolve', `The file "${path}" cannot be read: ${read.error}`, { place: part.place }));
      }
      parts.push({ kind: 'block', pieces: [textPiece(textOf(read.value))], form: part.form });
    }
  }
  return ok(parts);
}

export const hasBlock = (line: readonly LinePart[]): boolean => line.some((part) => part.kind === 'block');

export const piecesOf = (line: readonly LinePart[]): readonly Piece[] => line.flatMap((part) => part.pieces);

/** For people: secrets as they are written, blocks by their length. */
export function shownLine(line: readonly LinePart[]): string {
  const text = line
    .map((part) => {
      if (part.kind === 'text') return shownText(part.pieces);
      const known = knownText(part.pieces);
      return known === undefined ? '(a block)' : `(a block of ${utf8(known).length} octets)`;
    })
    .join('');
  return text.trim() === '' ? 'an empty line' : text;
}

/** The literal that the line announces by hand (RFC 9051 §4.3). */
export function announcedByHand(
  line: readonly LinePart[],
): { readonly size: number; readonly sync: boolean } | undefined {
  const last = line.at(-1);
  const piece = last?.kind === 'text' ? last.pieces.at(-1) : undefined;
  const found = piece?.kind === 'text' ? /\{(\d{1,15})(\+?)\}\s*$/.exec(piece.text) : null;
  return found ? { size: Number(found[1]), sync: found[2] === '' } : undefined;
}
