/** What can stand in a `C:` line of SMTP and LMTP. */
import { commands, type SmtpCommandInfo } from '../../protocol/smtp/commands';
import { parameters, type SmtpParameterInfo } from '../../protocol/smtp/parameters';
import type { SmtpState } from '../../protocol/smtp/state';
import { smtpCommandEntry, smtpParameterEntry, smtpStateNames } from '../knowledge/describe-smtp';
import { correspondents, knownValue } from './correspondents';
import { nobodys } from './exchanges';
import { fromEntry, type Proposal, plainly } from './proposal';
import { missing, type Offer, restIsBlank, type Scene, wordEnd } from './scene';
import { choice, type Insert, snippet, stop, text } from './snippet';
import { builtinValue, mechanisms, variableValues } from './values';

/** `from`: the column where the command's text begins. */
export function smtpCommand(scene: Scene, from: number): Offer | undefined {
  const { line, column } = scene;
  const start = from + (/^[ \t]*/.exec(line.slice(from, column))?.[0].length ?? 0);
  const typed = line.slice(start, column);
  const verb = /^([A-Za-z]+)([ \t]+|$)/.exec(typed);
  if (typed === '' || (verb && verb[2] === '')) {
    const to = wordEnd(scene, /[A-Za-z]/);
    return { from: start, to, proposals: verbs(scene, restIsBlank(line, to)) };
  }
  const name = verb?.[1]?.toUpperCase() ?? '';
  const argument = start + (verb?.[0].length ?? 0);
  if (name === 'MAIL' || name === 'RCPT') return envelope(scene, name, argument);
  const word = Math.max(argument, line.slice(0, column).search(/[^\s]*$/));
  const to = wordEnd(scene, /[^\s]/);
  const first = word === argument;
  const offer = (proposals: readonly Proposal[]): Offer => ({ from: word, to, proposals });
  switch (name) {
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
      return first ? offer([...clientNames, ...variableValues(scene)]) : undefined;
    case 'AUTH':
      return first ? offer(mechanisms(scene)) : offer(variableValues(scene));
    case 'BDAT':
      return first ? undefined : offer([plainly('LAST', 'value', 'ends the message')]);
    case 'VRFY':
    case 'EXPN':
      return offer([
        ...variableValues(scene),
        ...(first ? [] : [plainly('SMTPUTF8', 'parameter', 'the reply may be UTF-8 (RFC 6531 §3.7.4.2)')]),
      ]);
    case 'HELP':
      return first ? offer(commands.map((info) => plainly(info.verb, 'value', info.description))) : undefined;
    case 'XCLIENT':
    case 'XFORWARD':
      return offer(attributes.map((attribute) => plainly(`${attribute}=`, 'parameter', `attribute of ${name}`)));
    default:
      return undefined;
  }
}

const clientNames: readonly Proposal[] = [
  plainly('client.example', 'value', 'a name that is nobody’s', { rank: 1 }),
  plainly('[127.0.0.1]', 'value', 'address literal, for a client without a name (RFC 5321 §4.1.3)', { rank: 1 }),
  plainly('{{$hostname}}', 'builtin', "this machine's name", { rank: 1 }),
];

const attributes = ['NAME', 'ADDR', 'PORT', 'PROTO', 'HELO', 'LOGIN', 'IDENT', 'SOURCE', 'DESTADDR', 'DESTPORT'];

function verbs(scene: Scene, bare: boolean): readonly Proposal[] {
  const { connection, protocol } = scene;
  const expects = connection?.expects.kind ?? 'command';
  if (expects === 'message') return [plainly('.', 'command', 'ends the message', { rank: 0 })];
  if (expects === 'response') return [plainly('*', 'command', 'gives the exchange up (RFC 4954 §4)', { rank: 0 })];
  if (expects === 'chunk' || expects === 'literal') return [];
  const spoken = protocol === 'lmtp' ? 'lmtp' : 'smtp';
  return commands
    .filter((info) => info.protocols.includes(spoken))
    .map((info) =>
      fromEntry(smtpCommandEntry(info), 'command', {
        insert: bare ? withArguments(scene, info) : text(info.verb),
        rank: info.obsolete ? 3 : 1,
        unfit: notNow(scene, info),
        ...(info.verb === 'AUTH' ? { again: true as const } : {}),
      }),
    );
}

/** Why a command is not legal now, as far as the script says. */
function notNow({ connection }: Scene, info: SmtpCommandInfo): string | undefined {
  if (!connection) return undefined;
  const states = connection.states as readonly SmtpState[];
  if (connection.expects.kind === 'nothing') return 'the connection is closed';
  if (states.length > 0 && !states.some((state) => info.states.includes(state)))
    return `only ${info.states
      .filter((state) => state !== 'refused')
      .map((state) => smtpStateNames[state])
      .join(', ')}`;
  if (info.verb === 'STARTTLS' && connection.tls === 'yes') return 'TLS is on already';
  if (info.verb === 'AUTH' && connection.authenticated === 'yes') return 'signed in already';
  return info.extension === undefined ? undefined : missing(connection, [info.extension]);
}

function withArguments(scene: Scene, info: SmtpCommandInfo): Insert {
  switch (info.verb) {
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
      return snippet(`${info.verb} `, stop(1, 'client.example'));
    case 'MAIL':
      return snippet('MAIL FROM:<', stop(1, correspondents(scene).sender), '>');
    case 'RCPT':
      return snippet('RCPT TO:<', stop(1, correspondents(scene).recipient), '>');
    case 'BDAT':
      return snippet('BDAT """\n', stop(1, 'The chunk.'), '\n""" LAST');
    case 'VRFY':
      return snippet('VRFY ', stop(1, 'alice'));
    case 'EXPN':
      return snippet('EXPN ', stop(1, 'list'));
    case 'ETRN':
      return snippet('ETRN ', stop(1, 'example.com'));
    case 'XCLIENT':
    case 'XFORWARD':
      return snippet(`${info.verb} ADDR=`, stop(1, '192.0.2.1'));
    case 'AUTH':
      return snippet('AUTH ', stop(1, 'PLAIN'));
    default:
      return text(info.verb);
  }
}

// ---- MAIL and RCPT ------------------------------------------------------------------------------------------------

function envelope(scene: Scene, verb: 'MAIL' | 'RCPT', argument: number): Offer | undefined {
  const { line, column } = scene;
  const typed = line.slice(argument, column);
  const open = typed.indexOf('<');
  const close = pathEnd(typed, open);
  if (open === -1) {
    const mark = verb === 'MAIL' ? 'FROM:' : 'TO:';
    const address = verb === 'MAIL' ? correspondents(scene).sender : correspondents(scene).recipient;
    const to = wordEnd(scene, /[A-Za-z:]/);
    const bare = restIsBlank(line, to);
    return {
      from: argument,
      to,
      proposals: [
        plainly(`${mark}<…>`, 'parameter', verb === 'MAIL' ? 'the address reports go to' : 'the recipient', {
          insert: bare ? snippet(`${mark}<`, stop(1, address), '>') : text(mark),
          filter: `${mark}<>`,
          rank: 0,
        }),
        ...(verb === 'MAIL' && bare
          ? [plainly('FROM:<>', 'parameter', 'no address: for reports themselves (RFC 5321 §4.5.5)')]
          : []),
      ],
    };
  }
  if (close === -1) return address(scene, argument + open + 1);
  const word = Math.max(argument + close + 1, line.slice(0, column).search(/[^\s]*$/));
  if (word === argument + close + 1 && word === column) return undefined;
  const equals = line.slice(word, column).indexOf('=');
  return equals === -1
    ? names(scene, verb, word)
    : valuesOf(scene, verb, line.slice(word, word + equals), word + equals + 1);
}

/** Where the path's `>` stands in `typed`; -1 while it is open. Quoted local parts may hold one. */
function pathEnd(typed: string, open: number): number {
  let quoted = false;
  for (let at = open + 1; open !== -1 && at < typed.length; at++) {
    const character = typed[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (character === '>' && !quoted) return at;
  }
  return -1;
}

const address = (scene: Scene, from: number): Offer => ({
  from,
  to: wordEnd(scene, /[^\s>]/),
  proposals: [
    ...variableValues(scene, 0),
    ...(scene.environments?.users ?? [])
      .filter((user) => user.includes('@'))
      .map((user) => plainly(user, 'user', 'user of the environment')),
  ],
});

function names(scene: Scene, verb: 'MAIL' | 'RCPT', from: number): Offer {
  const { line, connection } = scene;
  const to = wordEnd(scene, /[A-Za-z0-9-]/);
  const others = `${line.slice(0, from)} ${line.slice(to)}`.toUpperCase();
  const there = new Set([...others.matchAll(/\s([A-Z0-9-]+)(?==|\s|$)/g)].map((match) => match[1]));
  const valued = line[to] === '=';
  return {
    from,
    to,
    proposals: parameters
      .filter((info) => info.command === verb && !there.has(info.name))
      .map((info) =>
        fromEntry(smtpParameterEntry(info), 'parameter', {
          insert: valued || info.value === 'none' ? text(info.name) : withValue(scene, info),
          unfit: missing(connection, [info.extension]),
          detail: `${info.syntax} · ${info.description}`,
        }),
      ),
  };
}

function withValue(scene: Scene, info: SmtpParameterInfo): Insert {
  switch (info.name) {
    case 'SIZE':
      return snippet('SIZE=', stop(1, '1024'));
    case 'ENVID':
      return snippet('ENVID=', stop(1, knownValue(scene, ['envid'], '{{$uuid}}')));
    case 'NOTIFY':
      return snippet('NOTIFY=', choice(1, ['SUCCESS,FAILURE', 'SUCCESS', 'FAILURE', 'FAILURE,DELAY', 'NEVER']));
    case 'ORCPT': {
      const path = /<([^<>\s]*)>/.exec(scene.line)?.[1] ?? nobodys.recipient;
      const value = /^\{\{[^|{}]*\}\}$/.test(path)
        ? path.replace(/\s*\}\}$/, ' | xtext}}')
        : path.replace(/[+=]/g, encodedMark);
      return snippet('ORCPT=rfc822;', stop(1, value === '' ? nobodys.recipient : value));
    }
    case 'BY':
      return snippet('BY=', stop(1, '3600'), ';', choice(2, ['R', 'N', 'RT', 'NT']));
    case 'HOLDFOR':
      return snippet('HOLDFOR=', stop(1, '3600'));
    case 'HOLDUNTIL':
      return snippet('HOLDUNTIL=', stop(1, '2030-01-01T00:00:00Z'));
    case 'MT-PRIORITY':
      return snippet('MT-PRIORITY=', stop(1, '3'));
    case 'RRVS':
      return snippet('RRVS=', stop(1, '2025-01-01T00:00:00Z'));
    default:
      return snippet(`${info.name}=`, info.values.length > 0 ? choice(1, info.values) : stop(1));
  }
}

const encodedMark = (mark: string): string => `+${mark.charCodeAt(0).toString(16).toUpperCase()}`;

function valuesOf(scene: Scene, verb: 'MAIL' | 'RCPT', name: string, from: number): Offer | undefined {
  const { line, column } = scene;
  const info = parameters.find((row) => row.command === verb && row.name === name.toUpperCase());
  if (!info) return undefined;
  if (info.name !== 'NOTIFY') {
    const to = wordEnd(scene, /[^\s]/);
    const own = info.values.map((value) => plainly(value, 'value', `value of ${info.name}`));
    return {
      from,
      to,
      proposals: [...own, ...(info.name === 'ENVID' ? builtinValue('uuid', 1) : []), ...variableValues(scene)],
    };
  }
  const before = line.slice(from, column).toUpperCase().split(',').slice(0, -1);
  const comma = line.lastIndexOf(',', column - 1);
  const after =
    line
      .slice(column)
      .match(/^[A-Za-z]*((?:,[A-Za-z]+)*)/)?.[1]
      ?.toUpperCase()
      .split(',') ?? [];
  const taken = new Set([...before, ...after].filter((one) => one !== ''));
  const rest = info.values.filter((value) => !taken.has(value) && (value !== 'NEVER' || taken.size === 0));
  return {
    from: comma >= from ? comma + 1 : from,
    to: wordEnd(scene, /[A-Za-z]/),
    proposals: taken.has('NEVER') ? [] : rest.map((value) => plainly(value, 'value', notifyMeanings[value] ?? '')),
  };
}

const notifyMeanings: Readonly<Record<string, string>> = {
  NEVER: 'no report, whatever happens',
  SUCCESS: 'a report when the message is delivered',
  FAILURE: 'a report when it cannot be delivered',
  DELAY: 'a report when it is delayed',
};
