/** What the extension and the transcript panel say to each other. The panel asks for pages of lines; it never holds them all. */
import type { EventFilter } from '../../../transcript/event-selection';

/** A part of a text; `differs`: what was expected and what came part here. */
export interface RowPart {
  readonly text: string;
  readonly differs?: true;
}

/** A line of the panel: a heading, a line of the dialogue, an outcome, what is known of a failure. */
export interface Row {
  readonly kind: 'session' | 'line' | 'outcome' | 'failure';
  /** The event that it belongs to, counted from 0. */
  readonly event: number;
  readonly text: string;
  /** Stands before the text: `C:`, `S:`; for failures `expected`, `actual`, … */
  readonly mark?: string;
  readonly connection?: string;
  /** For lines: a colour of the dialogue. For outcomes: passed, failed, skipped, cancelled. */
  readonly tone?: string;
  /** Since what it answers was sent, for people. */
  readonly time?: string;
  /** Since the run began, for people. */
  readonly at?: string;
  /** Said over TLS. */
  readonly tls?: true;
  /** What the script thinks of it. */
  readonly judged?: 'expected' | 'mismatch' | 'unexpected';
  /** Names of the rules that it breaks. */
  readonly findings?: readonly string[];
  /** What it says, decoded. */
  readonly hint?: string;
  /** The text in parts, where some differ. */
  readonly parts?: readonly RowPart[];
  /** There is more beneath. */
  readonly opens?: true;
  /** It has a line in the script. */
  readonly linked?: true;
}

/** Something folded beneath a line. */
export type Detail =
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  | {
      readonly kind: 'facts';
      readonly title: string;
      readonly facts: readonly (readonly [name: string, value: string])[];
    }
  | {
      readonly kind: 'finding';
      readonly tone: 'broken' | 'quirk';
      readonly rule: string;
      readonly message: string;
      readonly rfc: string;
      /** The octets that it speaks of. */
      readonly octets: string;
    }
  | { readonly kind: 'parts'; readonly title: string; readonly parts: readonly RowPart[] }
  | { readonly kind: 'octets'; readonly raw: string; readonly hex: string; readonly note?: string };

/** What the panel's head shows. */
export interface PanelState {
  /** The title of what runs. */
  readonly running?: string;
  /** How the run that is shown ended. */
  readonly summary?: {
    readonly title: string;
    readonly text: string;
    readonly outcome: 'passed' | 'failed' | 'cancelled';
  };
  /** Of a run of another day: when it began, for people. */
  readonly past?: string;
  /** Restricted Mode: nothing runs here. */
  readonly restricted?: boolean;
}

/** What can be chosen to filter by. */
export interface FilterChoices {
  readonly connections: readonly string[];
  readonly commands: readonly string[];
}

export type ToPanel =
  /** Other lines, of another run or under another filter: what was sent before is void. `revision` names them. */
  | {
      readonly kind: 'lines';
      readonly revision: number;
      readonly rows: number;
      readonly filter: EventFilter;
      readonly choices: FilterChoices;
    }
  /** More lines of the same; those from `changed` on look different. */
  | {
      readonly kind: 'grown';
      readonly revision: number;
      readonly rows: number;
      readonly changed: number;
      readonly choices: FilterChoices;
    }
  | { readonly kind: 'page'; readonly revision: number; readonly from: number; readonly rows: readonly Row[] }
  | {
      readonly kind: 'details';
      readonly revision: number;
      readonly event: number;
      readonly details: readonly Detail[];
    }
  /** Where the text was found: at this line, as the n-th of so many events; `more`: the search goes on. */
  | {
      readonly kind: 'found';
      readonly revision: number;
      readonly text: string;
      readonly row?: number;
      readonly event?: number;
      readonly nth: number;
      readonly total: number;
      readonly more: boolean;
    }
  /** Shows a line and makes it the current one. */
  | { readonly kind: 'show'; readonly revision: number; readonly row: number; readonly event: number }
  | { readonly kind: 'find' }
  | { readonly kind: 'state'; readonly state: PanelState };

export type FromPanel =
  | { readonly kind: 'ready' }
  | { readonly kind: 'page'; readonly revision: number; readonly from: number; readonly to: number }
  | { readonly kind: 'details'; readonly revision: number; readonly event: number }
  | { readonly kind: 'filter'; readonly filter: EventFilter }
  | { readonly kind: 'find'; readonly text: string; readonly from: number; readonly step: 1 | -1 }
  /** Goes to the event's line in the script. */
  | { readonly kind: 'reveal'; readonly event: number }
  /** The current line, for commands of the palette. */
  | { readonly kind: 'current'; readonly event: number }
  | { readonly kind: 'copy'; readonly event: number }
  | { readonly kind: 'cancel' }
  /** The user wants to decide whether this folder is trusted. */
  | { readonly kind: 'trust' };
