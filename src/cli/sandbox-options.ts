/** The options of `mailwright sandbox`, from the words of the command line. */
import { nearest } from '../base';
import { seedFileOf, userOf } from '../host';
import { parseFault } from '../protocol/faults/parse';
import { capabilitiesWithout, type Fault, type SandboxOptions, type Service, services } from '../sandbox';
import { UsageError } from './usage-error';

/** As they were written; each of those that may come more than once. */
export interface SandboxCommandOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly users?: readonly string[];
  readonly domain?: string;
  readonly capabilities?: readonly string[];
  readonly fault?: readonly string[];
  readonly seed?: readonly string[];
  readonly data?: string;
  readonly port?: readonly string[];
  readonly host?: string;
  readonly listenBeyondLoopback?: boolean;
  readonly proxyProtocol?: readonly string[];
  readonly tlsRequired?: boolean;
  readonly unknownUsers?: string;
}

/** Throws a UsageError that names the option and says what to write. */
export function sandboxOptions(options: SandboxCommandOptions): SandboxOptions {
  const { users, domain, capabilities, fault, seed, data, port, host, proxyProtocol, tlsRequired, unknownUsers } =
    options;
  if (host !== undefined && !options.listenBeyondLoopback && !/^(?:localhost|::1|127(?:\.\d{1,3}){3})$/i.test(host))
    throw new UsageError(
      `--host ${host}: other machines could connect to that address; add --listen-beyond-loopback if they are to, or take 127.0.0.1`,
    );
  if (domain !== undefined && !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(domain))
    throw new UsageError(`--domain ${domain}: write a domain, such as example.test`);
  if (unknownUsers !== undefined && unknownUsers !== 'refuse' && unknownUsers !== 'bounce')
    throw new UsageError(`--unknown-users ${unknownUsers}: write refuse or bounce`);
  const folder = process.cwd();
  return {
    ...(users ? { users: users.flatMap(usersOf) } : {}),
    ...(domain === undefined ? {} : { domain }),
    ...(capabilities ? { without: capabilitiesWithout(capabilities.flatMap((list) => list.split(','))) } : {}),
    ...(fault ? { faults: fault.map(faultOf) } : {}),
    ...(seed ? { seedFiles: seed.map((text) => seedFileOf(text, folder)) } : {}),
    ...(data === undefined ? {} : { data }),
    ...(port ? { ports: Object.fromEntries(port.map(portOf)) } : {}),
    ...(host === undefined ? {} : { host }),
    ...(options.listenBeyondLoopback ? { beyondLoopback: true } : {}),
    ...(proxyProtocol
      ? {
          proxyProtocol: proxyProtocol
            .flatMap((list) => list.split(','))
            .map((name) => serviceOf('--proxy-protocol', name)),
        }
      : {}),
    ...(tlsRequired ? { tlsRequired } : {}),
    ...(unknownUsers === undefined ? {} : { unknownUsers }),
  };
}

/** `alice:secret,bob`; a password in this list holds no comma. */
function usersOf(list: string): NonNullable<SandboxOptions['users']> {
  return list.split(',').map((text) => {
    const user = userOf(text);
    if (!/^[^@\s]+$/.test(user.user) || user.password === '')
      throw new UsageError(`--users ${user.user}: write names without domain, or name:password, with commas between`);
    return user;
  });
}

function faultOf(text: string): Fault {
  const parsed = parseFault(text);
  if (parsed.ok) return parsed.value;
  throw new UsageError(`--fault ${text}: ${parsed.error.message}: ${parsed.error.advice}`);
}

function portOf(text: string): readonly [Service, number] {
  const [, name = '', digits = ''] = /^([a-z0-9]+)=(\d{1,5})$/.exec(text) ?? [];
  if (digits === '' || Number(digits) > 65_535)
    throw new UsageError(`--port ${text}: write SERVICE=PORT, such as smtp=2525`);
  return [serviceOf('--port', name), Number(digits)];
}

function serviceOf(option: string, name: string): Service {
  const found = services.find((known) => known === name);
  if (found) return found;
  const near = nearest(name, services);
  throw new UsageError(
    `${option} ${name}: there is no such service: ${near ? `did you mean ${near}?` : services.join(', ')}`,
  );
}
