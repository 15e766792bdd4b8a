/** What the extension and a folder's list of messages say to each other. The list asks for pages of lines; it never holds them all. */

/** A line as it is shown: every text is fit for a screen. */
export interface Line {
  readonly uid: number;
  readonly from: string;
  readonly subject: string;
  /** For people, in their zone and language. */
  readonly day: string;
  readonly time: string;
  /** The same in full. */
  readonly fullDate: string;
  readonly size: string;
  readonly unread: boolean;
  readonly flagged: boolean;
  /** Signs and words of its flags. */
  readonly flags: readonly { readonly sign: string; readonly words: string }[];
  /** File names. */
  readonly attachments: readonly string[];
}

export type Column = 'arrival' | 'date' | 'from' | 'subject' | 'size';

export interface Order {
  readonly by: Column;
  readonly ascending: boolean;
}

export interface Proposal {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

/** What stands above and below the lines. */
export interface ListState {
  readonly title: string;
  readonly kind: 'loading' | 'ready' | 'lost' | 'gone' | 'failed';
  /** What happened, and what to do. */
  readonly trouble?: string;
  readonly shown: number;
  readonly total: number;
  readonly order: Order;
  /** The server can sort; undefined: not known yet. */
  readonly sorts?: boolean;
  /** The search as it went to the server; absent: all messages are shown. */
  readonly search?: string;
}

export type ToList =
  /** Other lines: what was sent before is void. `revision` names them; `current`: where the current message is now. */
  | { readonly kind: 'list'; readonly revision: number; readonly rows: number; readonly current?: number }
  /** At this place lines went and came. */
  | {
      readonly kind: 'rows';
      readonly revision: number;
      readonly rows: number;
      readonly at: number;
      readonly removed: number;
      readonly added: number;
    }
  /** These lines look different now. */
  | { readonly kind: 'stale'; readonly revision: number; readonly from: number; readonly to: number }
  /** Lines from a place on; null: it could not be had. */
  | {
      readonly kind: 'page';
      readonly revision: number;
      readonly from: number;
      readonly lines: readonly (Line | null)[];
    }
  | { readonly kind: 'state'; readonly state: ListState }
  | { readonly kind: 'proposals'; readonly text: string; readonly proposals: readonly Proposal[] }
  /** What is wrong with the search; without a message nothing is. */
  | { readonly kind: 'problem'; readonly message?: string; readonly start?: number; readonly end?: number };

export type FromList =
  | { readonly kind: 'ready' }
  | { readonly kind: 'page'; readonly revision: number; readonly from: number; readonly to: number }
  | { readonly kind: 'show'; readonly text: string; readonly order: Order }
  | { readonly kind: 'complete'; readonly text: string; readonly at: number }
  /** The line that the keyboard is on. */
  | { readonly kind: 'current'; readonly uid: number }
  | { readonly kind: 'open'; readonly uid: number }
  | { readonly kind: 'delete'; readonly uid: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'transcript' };
