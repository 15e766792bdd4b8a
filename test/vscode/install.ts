/** Fetches the pinned packages (about 100 MB) by `npm pack`, checks them, and unpacks them once for all clones. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeServer, type Installation, installation, installationIn, node24, type PinnedPackage } from './packages';

/**
 * The installation, made when it is not there (about 20 s). A half-made one is never seen: it is built beside, then renamed.
 * Throws when the machine is not x64 Linux, when npm fails, or when a package is not what was pinned.
 */
export const ensureInstalled = (say: (line: string) => void): Installation => {
  const wanted = installation();
  if (existsSync(wanted.home)) return wanted;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`the VS Code tests run on x64 Linux; this is ${process.platform} ${process.arch}`);

  say(`fetching VS Code (${codeServer.name}@${codeServer.version}) into ${wanted.home}`);
  mkdirSync(dirname(wanted.home), { recursive: true });
  const building = mkdtempSync(`${wanted.home}.`);
  try {
    for (const pinned of [codeServer, node24]) unpack(pinned, building);
    installDependencies(installationIn(building));
    removeUnneeded(installationIn(building));
    putInPlace(building, wanted.home);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return wanted;
};

const run = (
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
};

const unpack = ({ name, version, integrity, members }: PinnedPackage, folder: string): void => {
  run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]);
  const archive = join(folder, `${name}-${version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name}@${version} is not what was pinned: its integrity is ${found}`);
  mkdirSync(join(folder, name));
  run('tar', ['xzf', archive, '-C', join(folder, name), '--strip-components=1', ...members]);
  rmSync(archive);
};

// `npm install`: `npm ci` refuses the shrinkwrap that is in the package, as upstream knows.
// No install scripts: what the tests need comes with prebuilt binaries; the rest (log files, a watchdog) does without.
const installDependencies = ({ node, vscode }: Installation): void => {
  const npm = realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim());
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  run(node, [npm, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: vscode,
    env,
  });
};

// Heavy at start-up, and nothing to us. (`github-authentication` must stay: the web client waits for it.)
const removeUnneeded = ({ vscode }: Installation): void => {
  rmSync(join(vscode, 'extensions/copilot'), { recursive: true, force: true });
};

const putInPlace = (building: string, home: string): void => {
  try {
    renameSync(building, home);
  } catch (error) {
    // another run was quicker: its copy serves as well
    if (!existsSync(home)) throw error;
  }
};
