/** What a reporter is: events in, text out. It holds no more than one line per session, so a run may be of any length. */
import type { RunEvent } from '../transcript/event';

export interface Reporter {
  /** The text that this event adds to the report. Events of one file come in order. */
  event(file: string, event: RunEvent): string;
  /** What is left to say when all files have run. `ms`: of the whole. */
  end(ms: number): string;
}

export interface ReportOptions {
  /** Texts of the scripts by the name in `Place.file`, for line numbers and carets. */
  readonly source: (file: string) => string | undefined;
  /** How a file is named to people, such as relative to the working folder. */
  readonly name: (file: string) => string;
  readonly paint: Paint;
  /** Dialogues too, not only outcomes and failures (pretty, html). */
  readonly dialogues: boolean;
}

export type Colour = 'dim' | 'bold' | 'green' | 'red' | 'yellow' | 'cyan' | 'blue' | 'magenta';
/** Colours a text, or leaves it as it is where there are no colours. */
export type Paint = (colour: Colour, text: string) => string;

export const plain: Paint = (_, text) => text;
