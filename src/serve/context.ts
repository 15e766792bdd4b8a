/** What the steps of one served session share. */
import type { FrameLimits } from '../protocol/finding';
import type { Place, Program, SessionProgram, Step } from '../script/program';
import type { Outcome } from '../session/failure';
import type { Recorder, Where } from '../session/recorder';
import type { Waiter } from '../session/waiter';
import type { EventBody } from '../transcript/event';
import type { Wishes } from './make/wishes';
import type { ServeOptions, ServeTimeouts } from './options';
import type { ServePorts } from './ports';
import type { Served } from './served';
import type { KnownValues } from './values/known-values';

export interface ServeContext {
  readonly program: Program;
  readonly session: SessionProgram;
  /** Index in the program. */
  readonly index: number;
  readonly ports: ServePorts;
  readonly options: ServeOptions;
  readonly timeouts: ServeTimeouts;
  readonly limits: FrameLimits;
  readonly recorder: Recorder;
  readonly values: KnownValues;
  readonly wishes: Wishes;
  readonly waiter: Waiter;
  readonly connections: Served[];
  /** The client that the session began with, until a step takes it. */
  first: ReturnType<ServePorts['door']['take']>;
  /** The round of the innermost `repeat`. */
  round: number | undefined;
  readonly secret: (name: string) => Promise<string | undefined>;
  /** Mechanisms that `auth` of this session can be carried out by. */
  mechanisms: readonly string[];
  /** Steps that follow the one in hand, for what they ask of its reply. */
  ahead: readonly Step[];
  readonly carryOut: (steps: readonly Step[]) => Promise<Outcome>;
}

export const where = (context: ServeContext, place?: Place, connection?: Served): Where => ({
  session: context.index,
  connection: connection?.name,
  place,
});

export const emit = (context: ServeContext, body: EventBody, place?: Place, connection?: Served): number =>
  context.recorder.emit(body, where(context, place, connection));

export const note = (context: ServeContext, text: string, place?: Place, connection?: Served): number =>
  emit(context, { kind: 'logged', level: 'note', text: context.recorder.redactor.text(text) }, place, connection);
