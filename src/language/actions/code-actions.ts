/** The changes that are offered at a place, beside the quick fixes of problems: one row a kind. */
import type { Range } from '../../base';
import type { ScriptDocument } from '../document';
import { type ActionPlace, type CodeAction, placeAt } from './action';
import { base64 } from './base64';
import { blockToLiteral } from './block-to-literal';
import { extractInclude } from './extract-include';
import { extractVariable } from './extract-variable';
import { literalToBlock } from './literal-to-block';
import { loosen } from './loosen';
import { makeSecret } from './make-secret';

const offers: readonly ((place: ActionPlace) => readonly CodeAction[])[] = [
  makeSecret,
  literalToBlock,
  blockToLiteral,
  base64,
  loosen,
  extractVariable,
  extractInclude,
];

/** What can be done with a selection (or at a cursor), which must lie in one session. */
export function codeActions(document: ScriptDocument, range: Range): readonly CodeAction[] {
  const place = placeAt(document, range);
  return place ? offers.flatMap((offer) => offer(place)) : [];
}
