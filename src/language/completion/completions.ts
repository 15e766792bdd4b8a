/** What can stand at the cursor: finds the kind of place, asks it, and gives what it proposes a range and an order. */
import type { Range } from '../../base';
import { answeredAt } from '../cursor/exchange';
import { interpolationAt } from '../cursor/interpolation';
import { linePlace } from '../cursor/line-place';
import { type Scene, sceneAt } from '../cursor/scene';
import type { ScriptDocument } from '../document';
import { directiveArguments } from './directive-arguments';
import { imapCommand } from './imap-command';
import { imapResponse } from './imap-response';
import { interpolations } from './interpolations';
import { lineStarts } from './line-starts';
import { pop3Command, pop3Response } from './pop3';
import type { CompletionKind, Proposal } from './proposal';
import type { Offer } from './scene';
import { smtpCommand } from './smtp-command';
import { smtpReply } from './smtp-reply';
import type { Insert } from './snippet';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label; says why it does not fit here, where it does not. */
  readonly detail: string;
  /** Markdown, written when it is asked for; may be empty. */
  readonly documentation: string;
  readonly insert: Insert;
  /** What it replaces: offsets in the document, on one line, the cursor in it. */
  readonly range: Range;
  readonly sortText: string;
  /** What typing is compared with, where that is not the label. */
  readonly filterText?: string;
  /** Characters that accept it and are typed behind it. */
  readonly commit?: readonly string[];
  /** Once it is accepted, proposals are to be asked for again. */
  readonly again?: true;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** More would come with more typed. */
  readonly incomplete?: true;
}

/** What can stand at `offset`, the likeliest first. Never throws. */
export function completions(document: ScriptDocument, offset: number): Completions {
  const scene = sceneAt(document, offset);
  const offer = offerAt(scene);
  if (!offer) return { items: [] };
  const range = { start: scene.lineStart + offer.from, end: scene.lineStart + Math.max(offer.to, scene.column) };
  const items = distinct(offer.proposals).map((proposal, at) => placed(proposal, range, at));
  return offer.proposals.some(({ kind }) => kind === 'folder') ? { items, incomplete: true } : { items };
}

function offerAt(scene: Scene): Offer | undefined {
  const { line, column, block } = scene;
  const place = block ? undefined : linePlace(line, column);
  if (place?.kind === 'comment' || place?.kind === 'title') return undefined;
  const inside = interpolationAt(line, column);
  if (inside) return interpolations(scene, inside, placeOfValue(scene, place?.kind));
  if (!place) return undefined;
  switch (place.kind) {
    case 'start':
      return lineStarts(scene, place.from, place.connection !== undefined);
    case 'directive':
      return directiveArguments(scene, place.info, place.from);
    case 'client':
      return scene.situation.where === 'preamble' ? undefined : wireOffer(scene, place.from, 'client');
    case 'server':
      return scene.situation.where === 'preamble' ? undefined : wireOffer(scene, place.from, 'server');
    case 'assignment':
    case 'unknown':
      return undefined;
  }
}

function placeOfValue({ block, place }: Scene, kind: string | undefined): 'command' | 'pattern' | 'value' {
  if (!block) return kind === 'client' ? 'command' : kind === 'server' ? 'pattern' : 'value';
  return place?.statement.kind === 'wire' && place.statement.side === 'server' ? 'pattern' : 'value';
}

function wireOffer(scene: Scene, from: number, side: 'client' | 'server'): Offer | undefined {
  const { protocol, place } = scene;
  if (side === 'client') {
    if (protocol === 'imap') return imapCommand(scene, from);
    return protocol === 'pop3' ? pop3Command(scene, from) : smtpCommand(scene, from);
  }
  const answered = place ? answeredAt(scene.section.text, place, protocol) : ({ kind: 'greeting' } as const);
  if (protocol === 'imap') return imapResponse(scene, from, answered);
  return protocol === 'pop3' ? pop3Response(scene, from, answered) : smtpReply(scene, from, answered);
}

/** One of those that read the same and insert the same. */
function distinct(proposals: readonly Proposal[]): readonly Proposal[] {
  const seen = new Set<string>();
  return proposals.filter(({ label, insert }) => {
    const key = `${label}\0${insert.text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function placed(proposal: Proposal, range: Range, at: number): Completion {
  const { label, kind, detail, insert, rank, filter, commit, again } = proposal;
  return {
    label,
    kind,
    detail,
    get documentation() {
      return proposal.documentation();
    },
    insert,
    range,
    sortText: `${rank}${String(at).padStart(4, '0')}`,
    ...(filter !== undefined && { filterText: filter }),
    ...(commit && { commit }),
    ...(again && { again }),
  };
}
