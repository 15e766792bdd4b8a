/** Test Anything Protocol, version 14: a line a session as it ends, failures in YAML beneath. */
import { failureLines } from './failure-text';
import { locator } from './locate';
import { plain, type Reporter, type ReportOptions } from './reporter';
import { tally } from './tally';
import { visible } from './visible';

export function tap(options: ReportOptions): Reporter {
  const locate = locator(options);
  const results = tally();
  let started = false;
  const head = (): string => {
    const text = started ? '' : 'TAP version 14\n';
    started = true;
    return text;
  };
  return {
    event(file, event) {
      const done = results.event(file, event);
      if (!done) return '';
      const name = escaped(`${options.name(file)}: ${done.title}`);
      const skip =
        done.outcome === 'skipped' || done.outcome === 'cancelled'
          ? ` # SKIP ${escaped(done.reason ?? done.outcome)}`
          : '';
      const line = `${done.outcome === 'failed' ? 'not ok' : 'ok'} ${results.sessions.length} - ${name}${skip}\n`;
      if (!done.failure) return head() + line;
      const lines = failureLines(done.failure, done.failure.place && locate(done.failure.place), plain);
      return `${head()}${line}  ---\n  kind: ${done.failure.kind}\n  message: |\n${lines.map((text) => `    ${text}\n`).join('')}  ...\n`;
    },
    end: () => `${head()}1..${results.sessions.length}\n`,
  };
}

const escaped = (text: string): string => visible(text).replace(/[\\#]/g, '\\$&');
