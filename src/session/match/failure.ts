/** Makes the failure of a reply that is not what was expected (language.md §7). */
import type { ExpectedLine } from '../../script/program';
import type { Failure } from '../../transcript/event';
import type { Captured } from './captured';

export interface Miss {
  /** The reply, or the line of it, that fits best. */
  readonly text: string;
  readonly wanted: string;
  readonly got: string;
}

interface Parts {
  readonly message: string;
  readonly line?: ExpectedLine | undefined;
  readonly expected: string;
  readonly actual: string;
  readonly nearest?: Miss | undefined;
  readonly advice?: string | undefined;
}

/** `show` masks and cuts. */
export function mismatch({ message, line, expected, actual, nearest, advice }: Parts, show: Captured['show']): Failure {
  return {
    kind: 'mismatch',
    message: show(message),
    ...(line && { place: line.place }),
    expected: show(expected),
    actual: show(actual, 600),
    ...(nearest && {
      nearest: { text: show(nearest.text), wanted: show(nearest.wanted, 120), got: show(nearest.got, 120) },
    }),
    ...(advice !== undefined && { advice }),
  };
}
