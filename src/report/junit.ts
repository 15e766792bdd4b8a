/** For CI servers: JUnit's XML, a suite a file and a test case a session. */
import { failureLines } from './failure-text';
import { locator } from './locate';
import { plain, type Reporter, type ReportOptions } from './reporter';
import { type SessionOutcome, tally } from './tally';

export function junit(options: ReportOptions): Reporter {
  const locate = locator(options);
  const results = tally();

  const testCase = (session: SessionOutcome): string => {
    const name = options.name(session.file);
    const head = `    <testcase name="${xml(session.title)}" classname="${xml(name)}" file="${xml(name)}" time="${seconds(session.ms)}"`;
    if (session.failure) {
      const text = failureLines(session.failure, session.failure.place && locate(session.failure.place), plain).join(
        '\n',
      );
      const { kind, message } = session.failure;
      return `${head}>\n      <failure type="${kind}" message="${xml(message)}">${xml(text)}</failure>\n    </testcase>\n`;
    }
    if (session.outcome === 'passed') return `${head}/>\n`;
    return `${head}>\n      <skipped message="${xml(session.reason ?? session.outcome)}"/>\n    </testcase>\n`;
  };

  return {
    event(file, event) {
      results.event(file, event);
      return '';
    },
    end(ms) {
      const suites = grouped(results.sessions);
      const texts = [...suites].map(([file, sessions]) => {
        const time = seconds(sessions.reduce((sum, session) => sum + session.ms, 0));
        return `  <testsuite name="${xml(options.name(file))}" ${totals(sessions)} time="${time}">\n${sessions.map(testCase).join('')}  </testsuite>\n`;
      });
      return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals(results.sessions)} time="${seconds(ms)}">\n${texts.join('')}</testsuites>\n`;
    },
  };
}

function grouped(sessions: readonly SessionOutcome[]): Map<string, SessionOutcome[]> {
  const groups = new Map<string, SessionOutcome[]>();
  for (const session of sessions) groups.set(session.file, [...(groups.get(session.file) ?? []), session]);
  return groups;
}

const totals = (sessions: readonly SessionOutcome[]): string => {
  const failures = sessions.filter((session) => session.outcome === 'failed').length;
  const skipped = sessions.filter((session) => session.outcome === 'skipped' || session.outcome === 'cancelled').length;
  return `tests="${sessions.length}" failures="${failures}" skipped="${skipped}"`;
};

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes for XML 1.0; characters that it cannot hold become U+FFFD. */
const xml = (text: string): string =>
  text
    .replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
