/** The entry of the suite inside the extension host: VS Code calls `run()`. Bundled, with the files of suite/ beside it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { summarize, type TestOutcome, writeSummary } from './summary';

/** Resolves when all tests passed, else rejects: VS Code's contract. The results are in the file `$MAILWRIGHT_TEST_RESULTS`. */
export const run = async (): Promise<void> => {
  process.setSourceMapsEnabled(true);
  const { Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false });
  const folder = join(__dirname, 'suite');
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.cjs'))
    .sort())
    mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();

  const outcomes: TestOutcome[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) =>
      outcomes.push({ name: test.fullTitle(), outcome: 'passed', milliseconds: test.duration ?? 0 }),
    );
    runner.on('pending', (test) => outcomes.push({ name: test.fullTitle(), outcome: 'skipped', milliseconds: 0 }));
    runner.on('fail', (test, error) =>
      outcomes.push({
        name: test.fullTitle(),
        outcome: 'failed',
        milliseconds: test.duration ?? 0,
        error: error.stack ?? error.message,
      }),
    );
  });
  const file = process.env.MAILWRIGHT_TEST_RESULTS;
  if (file) writeSummary(file, summarize(outcomes));
  if (failures > 0) throw new Error(`${failures} test(s) failed`);
};
