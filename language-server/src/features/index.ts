/** All features that an editor can ask for. Problems are sent unasked: see server.ts. */
import { actions } from './actions';
import { completion } from './completion';
import type { Feature } from './feature';
import { formatting } from './formatting';
import { hover } from './hover';
import { inlay } from './inlay';
import { definition, highlights, links, references } from './navigation';
import { folding, outline, selection } from './outline';
import { rename } from './rename';
import { signature } from './signature';
import { tokens } from './tokens';

export const features: readonly Feature[] = [
  actions,
  completion,
  definition,
  folding,
  formatting,
  highlights,
  hover,
  inlay,
  links,
  outline,
  references,
  rename,
  selection,
  signature,
  tokens,
];
