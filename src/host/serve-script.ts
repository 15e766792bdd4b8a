/** Serves a compiled script on a port of this machine: listens, with a certificate of its own, and plays it for who comes. */
import { hostname } from 'node:os';
import { err, ok, type Result } from '../base';
import { dialer, systemClock } from '../net';
import { listen } from '../net/listen';
import type { SandboxOptions } from '../sandbox';
import { createAuthority } from '../sandbox/certificates/authority';
import { type OverridePorts, override, type ServeOptions, type ServePorts, type ServeResult, serve } from '../serve';
import type { RunEvent } from '../transcript/event';
import type { LoadedScript } from './load-script';
import { scriptFiles } from './script-files';

export interface ListenAt {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** TLS from the first octet. */
  readonly tls: boolean;
}

export interface PlayOptions extends ServeOptions {
  readonly emit: (event: RunEvent) => void;
  /** A secret that the environment or the user knows. */
  readonly secret: (name: string) => string | undefined | Promise<string | undefined>;
  /** The folder for literals too large for a transcript. */
  readonly keepIn?: string;
}

export interface ScriptServer {
  readonly host: string;
  readonly port: number;
  /** The certificate authority to trust, PEM. */
  readonly ca: string;
  /** Plays a script once through. */
  play(loaded: LoadedScript, options: PlayOptions): Promise<ServeResult>;
  /** Plays its lines over a sandbox, which answers all that they do not speak of; ends when each line has been used. */
  playOver(loaded: LoadedScript, over: Underlying, options: PlayOptions): Promise<ServeResult>;
  close(): Promise<void>;
}

/** The servers underneath: URLs by service. */
export interface Underlying {
  readonly servers: Readonly<Record<string, string>>;
  readonly ca: string;
}

/** Names of this machine that its certificate is for. */
const names = ['localhost', '127.0.0.1', '::1'];

/** The error says why nobody can listen there. */
export async function openScriptServer({ host, port, tls }: ListenAt): Promise<Result<ScriptServer, string>> {
  const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
  const authority = createAuthority(random, Date.now());
  const own = [...new Set([...names, ...(/^(?:0\.0\.0\.0|::)$/.test(host) ? [hostname()] : [host])])];
  const credential = authority.issue({ use: 'server', commonName: 'localhost', names: own });
  const door = await listen({ host, port, credential, implicitTls: tls, now: Date.now });
  if (!door.ok) return err(door.error);
  const portsFor = ({ emit, secret, keepIn }: PlayOptions): ServePorts => ({
    door: door.value,
    clock: systemClock(),
    random,
    files: scriptFiles(keepIn),
    secrets: { secret: async (name) => secret(name), prompt: async () => undefined },
    variable: (name) => process.env[name],
    hostname: hostname(),
    emit,
  });
  return ok({
    host: door.value.host,
    port: door.value.port,
    ca: authority.ca,
    play: (loaded, options) => serve(loaded.program, portsFor(options), options),
    playOver(loaded, { servers, ca }, options) {
      const ports: OverridePorts = {
        ...portsFor(options),
        dial: dialer({ ca: [ca], onlyCa: true, now: Date.now }),
        servers,
      };
      return override(loaded.program, ports, options);
    },
    close: () => door.value.close(),
  });
}

/** What the sandbox underneath must not offer: what would change the octets that are passed on. */
export const underneath: SandboxOptions = { without: ['COMPRESS=DEFLATE'] };
