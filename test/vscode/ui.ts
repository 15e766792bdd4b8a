/** Drives the workbench through all scenarios, as a person would, with the extension installed from its package. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser, openContext } from './browser';
import { ensureInstalled } from './install';
import type { Scenario, ScenarioFile } from './scenario';
import { type Server, startServer } from './server';
import { type Summary, summarize, type TestOutcome } from './summary';
import { openWorkbench } from './workbench';

export interface UiRun {
  /** The project's folder. */
  readonly root: string;
  /** Where screenshots go. */
  readonly artefacts: string;
  /** The package of the extension. */
  readonly vsix: string;
  readonly files: readonly ScenarioFile[];
  readonly say: (line: string) => void;
}

const defaultTimeout = 120_000;
/** For one wait: an element to show, a click to land. */
const waitTimeout = 30_000;

/** Runs them one after the other, each in a browser context and a folder of its own. */
export const runScenarios = async (run: UiRun): Promise<Summary> => {
  const installation = ensureInstalled(run.say);
  const browser = await launchBrowser();
  const servers = new Map<string, Server>();
  const serverFor = async (trust: 'given' | 'ask'): Promise<Server> => {
    const server =
      servers.get(trust) ?? (await startServer(installation, { extensions: [run.vsix], ...trustOptions(trust) }));
    servers.set(trust, server);
    return server;
  };
  try {
    const outcomes: TestOutcome[] = [];
    for (const { file, scenarios } of run.files) {
      run.say(file);
      for (const scenario of scenarios) {
        const server = await serverFor(scenario.trust ?? 'given');
        const outcome = await runScenario(run, scenario, server, browser);
        run.say(describeOutcome(outcome));
        outcomes.push({ ...outcome, name: `${file} > ${outcome.name}` });
      }
    }
    return summarize(outcomes);
  } finally {
    await browser.close();
    for (const server of servers.values()) await server.stop();
  }
};

const trustOptions = (trust: 'given' | 'ask') =>
  trust === 'given'
    ? { args: ['--disable-workspace-trust'] }
    : {
        settings: {
          'security.workspace.trust.startupPrompt': 'always',
          'security.workspace.trust.banner': 'always',
        },
      };

const runScenario = async (run: UiRun, scenario: Scenario, server: Server, browser: Browser): Promise<TestOutcome> => {
  const began = performance.now();
  const folder = copyFolder(run.root, scenario);
  const context = await openContext(browser, server);
  const page = await context.newPage();
  page.setDefaultTimeout(waitTimeout);
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(error.message));
  const shot = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(run.artefacts, `${fileName(scenario.name)}--${fileName(name)}.png`) });
  };
  const finished = (result: Pick<TestOutcome, 'outcome' | 'error'>): TestOutcome => ({
    name: scenario.name,
    milliseconds: Math.round(performance.now() - began),
    ...result,
  });
  try {
    await inTime(scenario.timeout ?? defaultTimeout, async () => {
      await scenario.run(await openWorkbench(page, server.url(folder), folder, shot));
    });
    return finished({ outcome: 'passed' });
  } catch (error) {
    await shot('failed').catch(() => {});
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const inPage = pageErrors.length > 0 ? `\nerrors in the page:\n${pageErrors.join('\n')}` : '';
    return finished({ outcome: 'failed', error: stripVTControlCharacters(`${reason}${inPage}`) });
  } finally {
    await context.close();
    rmSync(resolve(folder, '..'), { recursive: true, force: true });
  }
};

const copyFolder = (root: string, scenario: Scenario): string => {
  const source = resolve(root, scenario.folder ?? 'examples');
  const copy = join(mkdtempSync(join(tmpdir(), 'mailwright-ui-')), 'workspace');
  cpSync(source, copy, { recursive: true });
  if (scenario.settings) {
    mkdirSync(join(copy, '.vscode'), { recursive: true });
    writeFileSync(join(copy, '.vscode/settings.json'), JSON.stringify(scenario.settings, undefined, 2));
  }
  return copy;
};

const inTime = async (milliseconds: number, work: () => Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the scenario took more than ${milliseconds} ms`)), milliseconds);
  });
  await Promise.race([work(), late]).finally(() => clearTimeout(timer));
};

const describeOutcome = ({ name, outcome, milliseconds, error }: TestOutcome): string => {
  const mark = outcome === 'passed' ? '✓' : '✗';
  const reason = error ? `\n${error.replace(/^/gm, '      ')}` : '';
  return `  ${mark} ${name} (${(milliseconds / 1_000).toFixed(1)} s)${reason}`;
};

const fileName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
