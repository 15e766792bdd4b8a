/** The outline of a script: its sessions. */
import type { Range } from '../base';
import { type CompileOptions, compile } from '../script';

export interface ScriptSymbol {
  readonly name: string;
  readonly detail: string;
  /** The session, up to the next. */
  readonly range: Range;
  /** Its `###` line. */
  readonly selection: Range;
}

export function symbols(text: string, options: CompileOptions): readonly ScriptSymbol[] {
  const { sessions } = compile(text, options).program;
  return sessions.map((session, index) => {
    const selection = session.place.range;
    const end = sessions[index + 1]?.place.range.start ?? text.length;
    return {
      name: session.title,
      detail: session.protocol,
      selection,
      range: { start: selection.start, end: Math.max(end, selection.end) },
    };
  });
}
