/** Answers that come in the order of the commands (SMTP, POP3): a queue whose front is found in constant time. */
import type { Awaited } from './conversation';

export interface AnswerQueue<T extends Awaited = Awaited> {
  readonly front: T | undefined;
  readonly length: number;
  push(awaited: T): void;
  shift(): void;
  /** Takes out one that was never sent. */
  drop(awaited: T): void;
}

export function answerQueue<T extends Awaited = Awaited>(): AnswerQueue<T> {
  let items: (T | undefined)[] = [];
  let first = 0;
  return {
    get front() {
      return items[first];
    },
    get length() {
      return items.length - first;
    },
    push(awaited) {
      items.push(awaited);
    },
    shift() {
      items[first++] = undefined;
      if (first === items.length) {
        items = [];
        first = 0;
      }
    },
    drop(awaited) {
      items = items.slice(first).filter((item) => item !== awaited);
      first = 0;
    },
  };
}
