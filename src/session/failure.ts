/** How a step can end early: a failure, a skip, or a cancellation. */
import type { Failure, FailureKind } from '../transcript/event';

export type Stop =
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'cancelled' };

/** What a step gives back: nothing when it held. Synchronous where nothing had to be waited for. */
export type Outcome = Stop | undefined;
export type Eventually<T> = T | Promise<T>;

type More = Partial<Omit<Failure, 'kind' | 'message'>>;

export const failure = (kind: FailureKind, message: string, more: More = {}): Failure => ({ kind, message, ...more });

export const failed = (cause: Failure): Stop => ({ kind: 'failed', failure: cause });

export const fail = (kind: FailureKind, message: string, more: More = {}): Stop => failed(failure(kind, message, more));

export const cancelled: Stop = { kind: 'cancelled' };

/** The failure with the place and the connection it lacks. */
export function located(cause: Failure, place: Failure['place'], connection: string | undefined): Failure {
  if ((cause.place || !place) && (cause.connection !== undefined || connection === undefined)) return cause;
  return {
    ...cause,
    ...(cause.place || !place ? {} : { place }),
    ...(cause.connection !== undefined || connection === undefined ? {} : { connection }),
  };
}
