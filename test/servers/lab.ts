/** Starts and stops the lab: private Dovecot, Postfix and dnsmasq on free loopback ports; the global set-up of the server tests. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type LabEnvironment, type PortName, portVariables } from './environment';
import { freePorts } from './free-ports';

declare module 'vitest' {
  interface ProvidedContext {
    lab: LabEnvironment;
  }
}

export interface Lab {
  readonly environment: LabEnvironment;
  /** Stops the servers and removes all their state. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const domain = 'example.test';
const users = ['alice', 'bob', 'carol', 'big'];
const password = 'secret';
const attempts = 3;

export interface LabOptions {
  /** False for measurements: keeping every byte costs time. Default: true. */
  readonly rawlog?: boolean;
  /** The folder of install.sh, start.sh and stop.sh, for whoever bundles this module. Default: where it is. */
  readonly scripts?: string;
}

/**
 * Installs what is missing from Debian, then starts the servers in a fresh folder.
 * They stop by `stop()`, and also when this process ends in any other way (a signal, a crash): start.sh leaves a watch behind.
 * Throws when a package is missing and we may not install it, when we are not root, or when a server does not come up.
 */
export const startLab = async ({ rawlog = true, scripts = import.meta.dirname }: LabOptions = {}): Promise<Lab> => {
  await runScript(join(scripts, 'install.sh'), ['servers'], {});
  for (let attempt = 1; ; attempt++) {
    // not os.tmpdir(), which may be too long for unix sockets, and closed to the servers' own users
    const directory = mkdtempSync('/tmp/mwlab-');
    const stop = (): Promise<void> => runScript(join(scripts, 'stop.sh'), ['--purge'], { LAB_DIR: directory });
    const ports = await choosePorts();
    try {
      await runScript(join(scripts, 'start.sh'), [], {
        ...scriptVariables(directory, ports),
        LAB_RAWLOG: rawlog ? '1' : '0',
      });
      return { environment: describe(directory, ports), stop };
    } catch (error) {
      await stop();
      rmSync(directory, { recursive: true, force: true });
      // somebody took a port after we had looked at it
      const taken = error instanceof Error && /address already in use/i.test(error.message);
      if (!taken || attempt === attempts) throw error;
    }
  }
};

type Ports = Readonly<Record<PortName, number>>;

const choosePorts = async (): Promise<Ports> => {
  const names = Object.keys(portVariables) as PortName[];
  const numbers = await freePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, numbers[index]])) as Record<PortName, number>;
};

const scriptVariables = (directory: string, ports: Ports): Record<string, string> => ({
  LAB_DIR: directory,
  LAB_HOST: host,
  LAB_DOMAIN: domain,
  LAB_USERS: users.join(' '),
  LAB_PASSWORD: password,
  LAB_OWNER: String(process.pid),
  ...Object.fromEntries(
    Object.entries(portVariables).map(([name, variable]) => [variable, String(ports[name as PortName])]),
  ),
});

const describe = (directory: string, ports: Ports): LabEnvironment => ({
  host,
  domain,
  users,
  password,
  ...ports,
  ca: join(directory, 'tls/ca.crt'),
  rawlogDir: join(directory, 'rawlog'),
  mailDir: join(directory, 'mail'),
});

const runScript = (script: string, args: readonly string[], variables: Record<string, string>): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(script, args, {
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(errors.trim() || `${script}: exit ${code}`)),
    );
  });

let running: Lab | undefined;

/** Called by vitest once, before all test files; they get the environment with `lab()` of provided.ts. */
export const setup = async (project: TestProject): Promise<void> => {
  running = await startLab();
  project.provide('lab', running.environment);
};

/** Called by vitest once, after all test files. */
export const teardown = async (): Promise<void> => {
  await running?.stop();
};
