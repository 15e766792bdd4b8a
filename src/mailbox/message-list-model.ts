/** What a folder's list of messages is to those who show it. */
import type { MessageOrder } from './message-query';
import type { MessageRef } from './message-ref';
import type { MessageSearch, SearchProblem } from './message-search';
import type { SearchCompletion } from './message-search-completion';
import type { MessageLine } from './message-window';
import type { Trouble } from './trouble';

export type MessageListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  /** The connection was lost; it returns by itself at `retryAt` (milliseconds since the epoch), or when it is asked to. */
  | { readonly kind: 'lost'; readonly why: Trouble; readonly retryAt: number | undefined }
  /** Somebody deleted or renamed the folder. */
  | { readonly kind: 'gone'; readonly why: Trouble }
  /** What was asked for last could not be had. */
  | { readonly kind: 'failed'; readonly why: Trouble };

export type MessageListChange =
  | { readonly kind: 'state' }
  /** Other messages, or all in another order. */
  | { readonly kind: 'order' }
  /** At this place so many went and so many came. */
  | { readonly kind: 'rows'; readonly at: number; readonly removed: number; readonly added: number }
  /** The lines of these places look different; from `from` to before `to`. */
  | { readonly kind: 'lines'; readonly from: number; readonly to: number }
  /** To be told once. */
  | { readonly kind: 'notice'; readonly text: string };

export interface MessageList {
  /** The folder's name for people. */
  readonly title: string;
  readonly state: MessageListState;
  /** Messages shown. */
  readonly size: number;
  /** Messages in the folder. */
  readonly total: number;
  readonly search: MessageSearch;
  readonly order: MessageOrder;
  /** The server announces SORT; undefined until it is known. */
  readonly sorts: boolean | undefined;
  /** It follows what others do, by IDLE in this folder: one list of an account can. Default false. */
  live: boolean;
  /** The number of its last action in the account's log; undefined before the first. */
  readonly lastAction: number | undefined;
  /** Asks for everything anew. */
  reload(): Promise<void>;
  /** A message was changed by an action of ours: it, and what else is new, is asked for. */
  changed(uid: number): Promise<void>;
  /** Shows what was typed, in an order. A problem changes nothing of what is shown. */
  show(typed: string, order: MessageOrder): Promise<SearchProblem | undefined>;
  complete(typed: string, at: number): readonly SearchCompletion[];
  /** The lines of places `from` to before `to`; asked for where they are not at hand, missing where they cannot be had. */
  lines(from: number, to: number): Promise<readonly (MessageLine | undefined)[]>;
  /** The place of a message; -1 when it is not shown. */
  placeOf(uid: number): number;
  /** What names the message at a place. */
  ref(account: string, place: number): MessageRef | undefined;
  onChange(listener: (change: MessageListChange) => void): () => void;
  close(): void;
}
