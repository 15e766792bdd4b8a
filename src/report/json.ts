/** For programs: one JSON document with every session's outcome and failure. */
import { locator } from './locate';
import type { Reporter, ReportOptions } from './reporter';
import { tally } from './tally';

/** The version of the document's shape. */
const version = 1;

export function json(options: ReportOptions): Reporter {
  const locate = locator(options);
  const results = tally();
  return {
    event(file, event) {
      results.event(file, event);
      return '';
    },
    end(ms) {
      const sessions = results.sessions.map(({ failure, file, ...session }) => {
        const located = failure?.place && locate(failure.place);
        const { place: _, ...told } = failure ?? {};
        return {
          file: options.name(file),
          ...session,
          ...(failure
            ? {
                failure: {
                  ...told,
                  ...(located ? { file: located.file, line: located.line, column: located.column } : {}),
                },
              }
            : {}),
        };
      });
      return `${JSON.stringify({ version, ms, counts: results.counts, sessions }, undefined, 2)}\n`;
    },
  };
}
