/** A sandbox whose every name is the same each time: fixed passwords, a clock that stands still, counted randomness. */
import { type OpenEnvironment, runFaults } from '../../src/host/open-environment';
import { dialer } from '../../src/net';
import { type SandboxOptions, startSandbox } from '../../src/sandbox';
import type { Clock } from '../../src/session/ports';

/** Unlike each other and unlike anything that a script says, so that a search for them finds only them. */
export const passwords: Readonly<Record<string, string>> = {
  alice: 'wond"er+land/7',
  bob: 'Builder?yesWe~can',
  carol: 'chr!stmas=12\\25',
};

/** Saturday, 14 March 2026, 09:26:53 UTC. */
export const noon = Date.UTC(2026, 2, 14, 9, 26, 53);

/** Octets that are different each time and the same in each run (a linear congruential generator). */
export function countedRandom(seed: number): (count: number) => Uint8Array {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return (count) => Uint8Array.from({ length: count }, next);
}

/** The engine's clock: real durations, counted from a fixed instant, in UTC. */
export function fixedClock(): Clock {
  const began = performance.now();
  return {
    now: () => noon + performance.now() - began,
    zone: () => 0,
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** Opens an environment like the built-in `sandbox`; also gives URLs of what has TLS from the first octet, and of a port where nobody listens. */
export async function openStableSandbox(options: SandboxOptions = {}): Promise<OpenEnvironment> {
  const sandbox = await startSandbox({
    users: Object.entries(passwords).map(([user, password]) => ({ user, password })),
    now: () => noon,
    random: countedRandom(1),
    seed: [],
    ...options,
  });
  const { smtp, submission, lmtp, imap, imaps, pop3, pop3s } = sandbox;
  const users = Object.keys(passwords);
  return {
    environment: {
      name: 'sandbox',
      servers: { smtp, submission, lmtp, imap, pop3 },
      users: Object.fromEntries(users.map((user) => [user, { login: user, secret: user, tokenSecret: user }])),
      variables: { imaps, pop3s, dead: deadPort, clear: portOf(imap), smtpPort: portOf(smtp) },
    },
    dial: dialer({ ca: [sandbox.ca], onlyCa: true, now: Date.now }),
    secret: (name) => passwords[name],
    faults: () => runFaults(sandbox, options),
    close: () => sandbox.stop(),
  };
}

const portOf = (url: string): string => url.replace(/.*:/, '');

/** tcpmux: nobody listens there; a port that was free a moment ago might be taken by another test. */
const deadPort = '1';
