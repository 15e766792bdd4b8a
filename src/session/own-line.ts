/** Lines that the engine itself sends. */
import type { Place } from '../script/program';
import type { Line } from './conversation';

export const textLine = (text: string, place: Place | undefined): Line => ({
  segments: [{ kind: 'text', text }],
  place,
});
