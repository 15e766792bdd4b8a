/** What the extension and the transcript panel say to each other. */

/** A row of the panel: a heading, a line of the dialogue, an outcome, what is known of a failure. */
export interface Row {
  readonly kind: 'session' | 'line' | 'outcome' | 'failure';
  readonly text: string;
  /** Stands before the text: `C:`, `S:`; for failures `expected`, `actual`, … */
  readonly mark?: string;
  readonly connection?: string;
  /** For lines: a colour of the dialogue. For outcomes: passed, failed, skipped, cancelled. */
  readonly tone?: string;
  /** Since what it answers was sent, for people. */
  readonly time?: string;
  /** Where it stands in the script; a click goes there. */
  readonly place?: RowPlace;
}

/** Offsets in the text of a file, as the run knew it. */
export interface RowPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** What the panel's head shows. */
export interface PanelState {
  /** The title of what runs. */
  readonly running?: string;
  /** How the last run ended. */
  readonly summary?: {
    readonly title: string;
    readonly text: string;
    readonly outcome: 'passed' | 'failed' | 'cancelled';
  };
  /** Restricted Mode: nothing runs here. */
  readonly restricted?: boolean;
}

export type ToPanel =
  | { readonly kind: 'reset' }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'state'; readonly state: PanelState };

export type FromPanel =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reveal'; readonly place: RowPlace }
  | { readonly kind: 'cancel' }
  /** The user wants to decide whether this folder is trusted. */
  | { readonly kind: 'trust' };
