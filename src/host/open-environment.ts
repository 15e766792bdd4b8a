/** An environment ready to be used: servers known, certificates trusted, secrets at hand; the sandbox is started. */
import { err, ok, type Result } from '../base';
import { dialer } from '../net';
import { parseFaultOrder } from '../protocol/faults/parse';
import type { Sandbox, SandboxOptions, Service } from '../sandbox';
import type { Dial, Environment, Ports } from '../session/ports';
import type { EnvironmentFile } from './environment-file';
import type { ResolvedOAuth } from './oauth/settings';

export const sandboxName = 'sandbox';

/** What a run does to its sandbox. */
export interface RunFaults {
  readonly set: NonNullable<Ports['fault']>;
  /** At the run's end: the sandbox is as it was. */
  restore(): void;
}

export interface OpenEnvironment {
  readonly environment: Environment;
  readonly dial: Dial;
  /** A secret that the environment itself knows: the sandbox's passwords. */
  secret(name: string): string | undefined;
  /** Where the tokens of its users come from; absent where they are kept as they are. */
  readonly oauth?: ResolvedOAuth;
  /** For one run's `fault` lines; absent but in the sandbox. */
  readonly faults?: () => RunFaults;
  /** What the embedded servers are, when this is the sandbox. */
  readonly sandbox?: Pick<Sandbox, 'users' | 'ca' | 'domain' | Service>;
  /** Ends what was started for it. */
  close(): Promise<void>;
}

/** Opens the environment `name`: `sandbox` starts the embedded servers, any other is looked up in the file. */
export async function openEnvironment(
  name: string,
  file: EnvironmentFile | undefined,
): Promise<Result<OpenEnvironment, string>> {
  const own = file?.names.includes(name) ? file.environment(name) : undefined;
  if (own) {
    if (!own.ok) return own;
    const { environment, ca, dns, certificate, oauth } = own.value;
    return ok({
      environment,
      dial: dialer({ ca, dns, now: Date.now, ...(certificate ? { certificate } : {}) }),
      secret: () => undefined,
      ...(oauth ? { oauth } : {}),
      close: async () => {},
    });
  }
  if (name === sandboxName) return openSandbox(file?.sandbox ?? {}, file?.variables(name) ?? {});
  if (file) return file.environment(name) as Result<never, string>;
  return err(
    `there is no environment “${name}”: no mailwright.env.json was found here or above; write one, or use the built-in “${sandboxName}”`,
  );
}

async function openSandbox(
  options: SandboxOptions,
  variables: Readonly<Record<string, string>>,
): Promise<Result<OpenEnvironment, string>> {
  const { startSandbox, SeedError } = await import('../sandbox');
  try {
    return ok(around(await startSandbox(options), options, variables));
  } catch (error) {
    if (error instanceof SeedError) return err(`the sandbox cannot be seeded: ${error.message}`);
    throw error;
  }
}

function around(
  sandbox: Sandbox,
  options: SandboxOptions,
  variables: Readonly<Record<string, string>>,
): OpenEnvironment {
  const { smtp, submission, lmtp, imap, pop3 } = sandbox;
  const passwords = new Map(sandbox.users.map(({ user, password }) => [user, password]));
  return {
    environment: {
      name: sandboxName,
      servers: { smtp, submission, lmtp, imap, pop3 },
      users: Object.fromEntries(
        sandbox.users.map(({ user }) => [user, { login: user, secret: user, tokenSecret: user }]),
      ),
      variables,
    },
    dial: dialer({
      ca: [sandbox.ca],
      onlyCa: true,
      now: Date.now,
      certificate: sandbox.clientCertificate(sandbox.users[0]?.user ?? 'nobody'),
    }),
    secret: (name) => passwords.get(name),
    sandbox,
    faults: () => runFaults(sandbox, options),
    close: () => sandbox.stop(),
  };
}

/** Faults for one run, and back to those that the sandbox was started with. */
export function runFaults(sandbox: Sandbox, { faults = [] }: Pick<SandboxOptions, 'faults'>): RunFaults {
  let touched = false;
  return {
    set(text) {
      const parsed = parseFaultOrder(text);
      if (!parsed.ok) return parsed;
      touched = true;
      if (parsed.value === 'none') sandbox.clearFaults();
      else sandbox.addFault(parsed.value);
      return ok(undefined);
    },
    restore() {
      if (!touched) return;
      sandbox.clearFaults();
      for (const fault of faults) sandbox.addFault(fault);
    },
  };
}
