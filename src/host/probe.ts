/** Looks at a mail server by really talking to it: reaches it, takes TLS where there is some, reads what it can, signs in when asked to. */
import { dialer } from '../net';
import { protocolOfUrl } from '../protocol/schemes';
import type { Failure, RunEvent, TlsFacts } from '../transcript/event';
import { watchRun } from './last-run';
import { compileText } from './load-script';
import { runScript } from './run-script';

export interface ProbeOptions {
  /** PEM certificates that are trusted beside the well-known ones. */
  readonly ca?: readonly string[];
  readonly dns?: readonly string[];
  readonly signal?: AbortSignal;
  /** Milliseconds for connecting, and for each reply. Default 8,000. */
  readonly timeoutMs?: number;
  /** Signs in as well; only where TLS is on. */
  readonly signIn?: { readonly login: string; readonly password?: string; readonly token?: string };
}

export type Probe =
  | {
      readonly kind: 'answers';
      readonly url: string;
      /** Absent: the server offers no TLS here. */
      readonly tls?: TlsFacts;
      /** How TLS came about. */
      readonly security: 'implicit TLS' | 'STARTTLS' | 'none';
      /** Names in upper case, those under TLS. */
      readonly capabilities: readonly string[];
      readonly events: readonly RunEvent[];
    }
  | { readonly kind: 'fails'; readonly url: string; readonly failure: Failure; readonly events: readonly RunEvent[] };

/** The dialogue with each kind of server; `@` stands for the line that signs in, or for nothing. */
const dialogues: Readonly<Record<string, (url: string, signIn: string) => string>> = {
  imap: (url, signIn) =>
    `connect ${url}\nC: CAPABILITY\nif capabilities contains STARTTLS\nstarttls\nC: CAPABILITY\nend\n${signIn}C: LOGOUT\n`,
  pop3: (url, signIn) =>
    `connect ${url}\nC: CAPA\nS: any\nif capabilities contains STLS\nstarttls\nC: CAPA\nend\n${signIn}C: QUIT\n`,
  // An address literal: the machine's own name is nobody's business here (RFC 5321 §4.1.3).
  smtp: (url, signIn) =>
    `connect ${url}\nC: EHLO [127.0.0.1]\nif capabilities contains STARTTLS\nstarttls\nC: EHLO [127.0.0.1]\nend\n${signIn}C: QUIT\n`,
};

const endingOf: Readonly<Record<string, string>> = { imap: '.imap', pop3: '.pop3', smtp: '.smtp' };

/** Talks to the server of `url`. What the server or the network does wrong is the answer; never rejects for it. */
export async function probe(url: string, options: ProbeOptions = {}): Promise<Probe> {
  const protocol = protocolOfUrl(url) ?? '';
  const dialogue = dialogues[protocol];
  if (!dialogue || /\s/.test(url)) {
    return {
      kind: 'fails',
      url,
      failure: { kind: 'resolve', message: `“${url}” is no address of an IMAP, POP3 or submission server` },
      events: [],
    };
  }
  const { signIn, timeoutMs = 8_000 } = options;
  const script = compileText(
    `/probe${endingOf[protocol]}`,
    dialogue(url, signIn ? 'assert tls.version startsWith TLS\nauth account\n' : ''),
    [],
  );
  const events: RunEvent[] = [];
  const watcher = watchRun(script.file, script.text, {});
  const secrets: Readonly<Record<string, string | undefined>> = { password: signIn?.password, token: signIn?.token };
  await runScript(
    script,
    {
      environment: {
        name: 'probe',
        servers: {},
        variables: {},
        users: {
          account: {
            login: signIn?.login ?? '',
            ...(signIn?.password === undefined ? {} : { secret: 'password' }),
            ...(signIn?.token === undefined ? {} : { tokenSecret: 'token' }),
          },
        },
      },
      dial: dialer({ ca: options.ca ?? [], dns: options.dns ?? [], now: Date.now }),
      secret: (name) => secrets[name],
      close: async () => {},
    },
    {
      emit(event) {
        events.push(event);
        watcher.event(event);
      },
      secret: () => undefined,
      timeouts: { connect: timeoutMs, reply: timeoutMs },
      ...(options.signal ? { signal: options.signal } : {}),
    },
  );
  const ended = events.find((event) => event.kind === 'session-ended');
  if (ended?.kind === 'session-ended' && ended.outcome !== 'passed') {
    const failure = ended.failure ?? { kind: 'closed' as const, message: ended.reason ?? 'cancelled' };
    return { kind: 'fails', url, failure, events };
  }
  return {
    kind: 'answers',
    url,
    ...securityOf(events),
    capabilities: watcher.knowledge().capabilities[url] ?? [],
    events,
  };
}

function securityOf(events: readonly RunEvent[]): {
  readonly security: 'implicit TLS' | 'STARTTLS' | 'none';
  readonly tls?: TlsFacts;
} {
  for (const event of events) {
    if (event.kind === 'connected' && event.tls) return { security: 'implicit TLS', tls: event.tls };
    if (event.kind === 'secured') return { security: 'STARTTLS', tls: event.tls };
  }
  return { security: 'none' };
}
