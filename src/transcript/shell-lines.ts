/** What a session did as a line for a shell: for swaks where a message was submitted, for curl where it can say the same. */
import { err, ok, type Result } from '../base';
import type { Protocol } from '../protocol/finding';
import { schemes } from '../protocol/schemes';
import { authUser } from './auth-user';
import type { RunEvent } from './event';
import { undoDots } from './script-text';

/** What of a session a command line can say. */
interface Said {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: string;
  readonly implicitTls: boolean;
  starttls: boolean;
  insecure: boolean;
  hello?: string;
  user?: string;
  mechanism?: string;
  from?: string;
  to: string[];
  data?: string;
  mailbox?: string;
}

/** `swaks --server …`: the last message that was submitted, up to the event. Without a password: swaks asks for it. */
export function swaksLine(events: readonly RunEvent[], until: RunEvent): Result<string, string> {
  const said = saidUntil(events, until);
  if (!said) return err('nothing was connected before this line');
  if (said.protocol !== 'smtp' && said.protocol !== 'lmtp') return err('swaks speaks SMTP and LMTP only');
  const protocol = said.protocol === 'lmtp' ? ['--protocol', 'LMTP'] : [];
  return ok(
    line([
      'swaks',
      ...protocol,
      '--server',
      said.host,
      '--port',
      said.port,
      ...(said.implicitTls ? ['--tls-on-connect'] : said.starttls ? ['--tls'] : []),
      ...(said.hello === undefined ? [] : ['--ehlo', said.hello]),
      ...(said.mechanism === undefined ? [] : ['--auth', said.mechanism]),
      ...(said.user === undefined ? [] : ['--auth-user', said.user]),
      ...(said.from === undefined ? [] : ['--from', said.from === '' ? '<>' : said.from]),
      ...(said.to.length > 0 ? ['--to', said.to.join(',')] : []),
      ...stop(said),
      // swaks puts in line ends for `\n`, and takes `%` for names of its own.
      ...(said.data === undefined
        ? []
        : ['--data', said.data.replace(/\\/g, '\\\\').replace(/\r?\n/g, '\\n').replace(/%/g, '%%')]),
    ]),
  );
}

/** Where the session stopped before a message, swaks stops, too. */
const stop = ({ data, to, from, mechanism, hello }: Said): readonly string[] =>
  data !== undefined
    ? []
    : [
        '--quit-after',
        to.length > 0
          ? 'RCPT'
          : from !== undefined
            ? 'MAIL'
            : mechanism !== undefined
              ? 'AUTH'
              : hello === undefined
                ? 'BANNER'
                : 'EHLO',
      ];

/** `curl smtp://…`, `curl imap://… --request …`: the message, or the command of the event. Without a password: curl asks for it. */
export function curlLine(events: readonly RunEvent[], until: RunEvent): Result<string, string> {
  const said = saidUntil(events, until);
  if (!said) return err('nothing was connected before this line');
  if (said.protocol === 'lmtp') return err('curl does not speak LMTP');
  const scheme = `${said.protocol}${said.implicitTls ? 's' : ''}`;
  const base = `${scheme}://${said.host.includes(':') ? `[${said.host}]` : said.host}:${said.port}/`;
  const options = [
    ...(said.starttls ? ['--ssl-reqd'] : []),
    ...(said.insecure ? ['--insecure'] : []),
    ...(said.user === undefined ? [] : ['--user', said.user]),
    ...(said.mechanism === undefined ? [] : ['--login-options', `AUTH=${said.mechanism}`]),
  ];
  if (said.protocol === 'smtp') return ok(submission(base, said, options));
  const command = until.kind === 'sent' ? until.wire.text.replace(/\r?\n[\s\S]*$/, '') : lastCommand(events, until);
  if (command === undefined) return err('there is no command on this line');
  if (said.protocol === 'pop3') return ok(line(['curl', ...pop3(base, command), ...options]));
  const request = command.replace(/^\S+ /, '');
  if (/\{\d+\+?\}$/.test(request)) return err('curl cannot send a command with a literal');
  const mailbox = said.mailbox === undefined ? '' : encodeURIComponent(said.mailbox);
  return ok(line(['curl', `${base}${mailbox}`, '--request', request, ...options]));
}

function submission(base: string, said: Said, options: readonly string[]): string {
  const hello = said.hello === undefined ? '' : encodeURIComponent(said.hello);
  const curl = [
    'curl',
    `${base}${hello}`,
    ...(said.from === undefined ? [] : ['--mail-from', said.from]),
    ...said.to.flatMap((recipient) => ['--mail-rcpt', recipient]),
    ...options,
  ];
  if (said.data === undefined) return line(curl);
  const format = said.data.replace(/\\/g, '\\\\').replace(/%/g, '%%').replace(/\r/g, '\\r').replace(/\n/g, '\\n');
  return `${line(['printf', format])} | ${line([...curl, '--upload-file', '-'])}`;
}

/** Commands that are answered by several lines (RFC 1939 §3, RFC 2449 §5); `--head`: curl waits for one line only. */
function pop3(base: string, command: string): readonly string[] {
  const [verb = '', number] = command.trim().split(/\s+/);
  if (/^RETR$/i.test(verb) && number !== undefined) return [`${base}${number}`];
  const several = /^(?:CAPA|TOP)$/i.test(verb) || (/^(?:LIST|UIDL)$/i.test(verb) && number === undefined);
  return [base, '--request', command.trim(), ...(several ? [] : ['--head'])];
}

function lastCommand(events: readonly RunEvent[], until: RunEvent): string | undefined {
  const found = events.findLast(
    (event) =>
      event.seq <= until.seq &&
      event.kind === 'sent' &&
      event.role === 'command' &&
      (event.connection ?? '') === (until.connection ?? ''),
  );
  return found?.kind === 'sent' ? found.wire.text.replace(/\r?\n[\s\S]*$/, '') : undefined;
}

/** Follows the connection of the event; `until` a heading or an outcome, the whole session. */
function saidUntil(events: readonly RunEvent[], until: RunEvent): Said | undefined {
  const whole = until.kind === 'session-started' || until.kind === 'session-ended';
  const own = events.filter(
    (event) =>
      event.session === until.session &&
      (whole || ((event.connection ?? '') === (until.connection ?? '') && event.seq <= lastOf(events, until))),
  );
  let said: Said | undefined;
  let notes = '';
  for (const event of own) {
    if (event.kind === 'connected') said = connection(event.url, event.remote, event.tls?.insecure === true);
    else if (!said) continue;
    else if (event.kind === 'secured') {
      said.starttls = true;
      said.insecure ||= event.tls.insecure === true;
    } else if (event.kind === 'sent') {
      if (event.note !== undefined) notes += `${event.note}\n`;
      hear(said, event);
      const user = said.mechanism === undefined ? undefined : authUser(notes);
      if (user !== undefined) said.user ??= user;
    }
  }
  return said;
}

/** A message belongs to the transaction that its command began: the line of DATA tells of it, too. */
function lastOf(events: readonly RunEvent[], until: RunEvent): number {
  const next = events.find(
    (event) => event.seq > until.seq && event.kind === 'sent' && (event.connection ?? '') === (until.connection ?? ''),
  );
  return next?.kind === 'sent' && next.role === 'data' ? next.seq : until.seq;
}

function connection(url: string, remote: string, insecure: boolean): Said | undefined {
  const [, name = '', host = '', port] =
    /^([a-z0-9]+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?/i.exec(url) ?? [];
  const scheme = schemes[name.toLowerCase()];
  if (!scheme || host === '') {
    // a socket of the machine, or what MX records named
    const [, address = '', number = '25'] = /^(.*):(\d+)$/.exec(remote) ?? [];
    if (address === '') return undefined;
    return { protocol: 'smtp', host: address, port: number, implicitTls: false, starttls: false, insecure, to: [] };
  }
  return {
    protocol: scheme.protocol,
    host: host.replace(/^\[|\]$/g, ''),
    port: port ?? String(scheme.port),
    implicitTls: scheme.implicitTls,
    starttls: false,
    insecure,
    to: [],
  };
}

function hear(said: Said, event: RunEvent & { readonly kind: 'sent' }): void {
  if (event.role === 'data') {
    said.data = undoDots(event.wire.text);
    return;
  }
  if (event.role !== 'command') return;
  const text = event.wire.text.replace(/\r?\n[\s\S]*$/, '');
  const command = said.protocol === 'imap' ? text.replace(/^\S+ /, '') : text;
  const [verb = '', first = '', second = ''] = command.split(/\s+/);
  const unquoted = (word: string): string => word.replace(/^"(.*)"$/, '$1');
  switch (verb.toUpperCase()) {
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
      said.hello = first;
      return;
    case 'MAIL':
      said.from = /<([^>]*)>/.exec(command)?.[1] ?? '';
      said.to = [];
      delete said.data;
      return;
    case 'RCPT':
      said.to.push(/<([^>]*)>/.exec(command)?.[1] ?? second);
      return;
    case 'AUTH':
    case 'AUTHENTICATE':
      said.mechanism = first.toUpperCase();
      return;
    case 'LOGIN':
    case 'USER':
      said.user = unquoted(first);
      return;
    case 'SELECT':
    case 'EXAMINE':
      said.mailbox = unquoted(command.slice(verb.length + 1).replace(/ \(.*$/, ''));
      return;
  }
}

/** Words for a POSIX shell, quoted where they need it. */
const line = (words: readonly string[]): string => words.map(quoted).join(' ');
const quoted = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
