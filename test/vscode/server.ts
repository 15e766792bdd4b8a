/** Runs VS Code's own server, with a fresh profile, on a free loopback port. */
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Installation } from './packages';

export interface ServerOptions {
  /** Paths of .vsix files to install first. */
  readonly extensions?: readonly string[];
  /** User settings, over the quiet defaults below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More arguments for the server. */
  readonly args?: readonly string[];
  /** More environment; the extension host inherits it. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Server {
  readonly origin: string;
  /** Host and port, as in a URL. */
  readonly host: string;
  /** The address of the workbench on a folder; `payload` as VS Code's own tests pass it. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** The URI by which the workbench knows a path of this machine. */
  uri(path: string): string;
  /** All the server has printed. */
  log(): string;
  /** Stops the server and removes its profile. */
  stop(): Promise<void>;
}

/** No welcome pages, no traffic, no suggestions: what is on the screen is ours. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'debug.openDebug': 'openOnDebugBreak',
  'debug.toolBarLocation': 'docked',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Throws when an extension cannot be installed or the server does not come up. */
export const startServer = async (installation: Installation, options: ServerOptions = {}): Promise<Server> => {
  const profile = mkdtempSync(join(tmpdir(), 'mailwright-vscode-'));
  try {
    writeSettings(profile, options.settings ?? {});
    // The suite looks for secrets in all that is kept there.
    const env = serverEnvironment({ ...options.env, MAILWRIGHT_TEST_PROFILE: profile });
    const main = join(installation.vscode, 'out/server-main.js');
    const common = [main, '--server-data-dir', profile, '--accept-server-license-terms', '--telemetry-level', 'off'];
    for (const extension of options.extensions ?? [])
      await promisify(execFile)(installation.node, [...common, '--install-extension', resolve(extension)], { env });
    return await listen(installation.node, [...common, ...(options.args ?? [])], env, profile);
  } catch (error) {
    rmSync(profile, { recursive: true, force: true });
    throw error;
  }
};

const writeSettings = (profile: string, settings: Readonly<Record<string, unknown>>): void => {
  const folder = join(profile, 'data/User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
};

// Not what a VS Code around us (its terminal, its debugger) has put there. No gallery: no look-ups.
const serverEnvironment = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{}', ...more };
};

const listen = async (
  node: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  profile: string,
): Promise<Server> => {
  const child = spawn(node, [...args, '--host', '127.0.0.1', '--port', '0', '--without-connection-token'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<number | null>((done) => child.once('exit', done));
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);

  let printed = '';
  const port = await new Promise<string>((found, failed) => {
    const read = (text: string): void => {
      printed += text;
      const match = /Extension host agent listening on (\d+)/.exec(printed);
      if (match?.[1]) found(match[1]);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', failed);
    gone.then((code) => failed(new Error(`VS Code's server ended with ${code}\n${printed.slice(-4_000)}`)));
  });

  // the name must be the page's own host: the workbench compares
  const host = `localhost:${port}`;
  const origin = `http://${host}`;
  return {
    origin,
    host,
    log: () => printed,
    uri: (path) => `vscode-remote://${host}${encodeURI(resolve(path))}`,
    url: (folder, payload = []) => {
      const query = new URLSearchParams({ folder: resolve(folder) });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `${origin}/?${query}`;
    },
    stop: async () => {
      const impatient = setTimeout(kill, 5_000);
      child.kill('SIGTERM');
      await gone;
      clearTimeout(impatient);
      process.off('exit', kill);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
