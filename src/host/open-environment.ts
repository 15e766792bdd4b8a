/** An environment ready to be used: servers known, certificates trusted, secrets at hand; the sandbox is started. */
import { err, ok, type Result } from '../base';
import { dialer } from '../net';
import type { Dial, Environment } from '../session/ports';
import type { EnvironmentFile } from './environment-file';

export const sandboxName = 'sandbox';

export interface OpenEnvironment {
  readonly environment: Environment;
  readonly dial: Dial;
  /** A secret that the environment itself knows: the sandbox's passwords. */
  secret(name: string): string | undefined;
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
    const { environment, ca, dns, certificate } = own.value;
    return ok({
      environment,
      dial: dialer({ ca, dns, now: Date.now, ...(certificate ? { certificate } : {}) }),
      secret: () => undefined,
      close: async () => {},
    });
  }
  if (name === sandboxName) return ok(await openSandbox());
  if (file) return file.environment(name) as Result<never, string>;
  return err(
    `there is no environment “${name}”: no mailwright.env.json was found here or above; write one, or use the built-in “${sandboxName}”`,
  );
}

async function openSandbox(): Promise<OpenEnvironment> {
  const { startSandbox } = await import('../sandbox');
  const sandbox = await startSandbox({});
  const { smtp, submission, lmtp, imap, pop3 } = sandbox;
  const passwords = new Map(sandbox.users.map(({ user, password }) => [user, password]));
  return {
    environment: {
      name: sandboxName,
      servers: { smtp, submission, lmtp, imap, pop3 },
      users: Object.fromEntries(
        sandbox.users.map(({ user }) => [user, { login: user, secret: user, tokenSecret: user }]),
      ),
      variables: {},
    },
    dial: dialer({ ca: [sandbox.ca], onlyCa: true, now: Date.now, certificate: sandbox.clientCertificate('alice') }),
    secret: (name) => passwords.get(name),
    close: () => sandbox.stop(),
  };
}
