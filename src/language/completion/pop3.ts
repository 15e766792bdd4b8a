/** What can stand in the `C:` and `S:` lines of POP3. */
import { capabilities } from '../../protocol/pop3/capabilities';
import { commandInfo, commands, type Pop3CommandInfo } from '../../protocol/pop3/commands';
import { responseCodes } from '../../protocol/pop3/response-codes';
import type { Pop3State } from '../../protocol/pop3/state';
import type { Answered } from '../cursor/exchange';
import {
  pop3CapabilityEntry,
  pop3CommandEntry,
  pop3ResponseCodeEntry,
  pop3StateNames,
} from '../knowledge/describe-pop3';
import { fromEntry, type Proposal, plainly } from './proposal';
import { missing, type Offer, restIsBlank, type Scene, wordEnd } from './scene';
import { type Insert, snippet, stop, text } from './snippet';
import { captures, mechanisms, secretValues, userValues, variableValues } from './values';

export function pop3Command(scene: Scene, from: number): Offer | undefined {
  const { line, column, connection } = scene;
  const typed = line.slice(from, column);
  const word = Math.max(from, line.slice(0, column).search(/[^\s]*$/));
  const words = typed
    .slice(0, word - from)
    .trim()
    .split(/\s+/)
    .filter((one) => one !== '');
  if (words.length === 0) {
    const to = wordEnd(scene, /[A-Za-z0-9]/);
    if (connection?.expects.kind === 'response')
      return {
        from: word,
        to,
        proposals: [plainly('*', 'command', 'gives the exchange up (RFC 5034 §4)', { rank: 0 })],
      };
    return { from: word, to, proposals: commands.map((info) => commandProposal(scene, info, restIsBlank(line, to))) };
  }
  const offer = (proposals: readonly Proposal[]): Offer => ({ from: word, to: wordEnd(scene, /[^\s]/), proposals });
  switch (words[0]?.toUpperCase()) {
    case 'AUTH':
      return words.length === 1 ? offer(mechanisms(scene)) : undefined;
    case 'USER':
      return words.length === 1 ? offer([...userValues(scene), ...variableValues(scene)]) : undefined;
    case 'PASS':
      return words.length === 1 ? offer([...secretValues(scene), ...variableValues(scene)]) : undefined;
    case 'APOP':
      return words.length === 1 ? offer([...userValues(scene), ...variableValues(scene)]) : undefined;
    case 'LANG':
      return words.length === 1
        ? offer([
            plainly('*', 'value', 'the language that fits the user best'),
            plainly('en', 'value', 'a language tag'),
          ])
        : undefined;
    case 'LIST':
    case 'UIDL':
    case 'RETR':
    case 'TOP':
    case 'DELE':
      return words.length === 1
        ? offer([plainly('1', 'value', 'message number'), ...variableValues(scene)])
        : undefined;
    default:
      return undefined;
  }
}

function commandProposal(scene: Scene, info: Pop3CommandInfo, bare: boolean): Proposal {
  return fromEntry(pop3CommandEntry(info), 'command', {
    insert: bare ? withArguments(info) : text(info.keyword),
    unfit: notNow(scene, info),
    ...(info.arguments[1] > 0 ? { again: true as const } : {}),
  });
}

function notNow({ connection }: Scene, info: Pop3CommandInfo): string | undefined {
  if (!connection) return undefined;
  if (connection.expects.kind === 'nothing') return 'the connection is closed';
  const states = connection.states as readonly Pop3State[];
  if (states.length > 0 && !states.some((state) => info.states.includes(state)))
    return `only ${info.states.map((state) => pop3StateNames[state]).join(', ')}`;
  if (info.keyword === 'STLS' && connection.tls === 'yes') return 'TLS is on already';
  return info.capability === undefined ? undefined : missing(connection, [info.capability]);
}

function withArguments(info: Pop3CommandInfo): Insert {
  switch (info.keyword) {
    case 'USER':
      return snippet('USER ', stop(1, 'alice'));
    case 'PASS':
      return snippet('PASS ', stop(1, '{{$secret alice}}'));
    case 'APOP':
      return snippet('APOP ', stop(1, 'alice'), ' ', stop(2, 'c4c9334bac560ecc979e58001b3e22fb'));
    case 'AUTH':
      return snippet('AUTH ', stop(1, 'PLAIN'));
    case 'RETR':
    case 'DELE':
      return snippet(`${info.keyword} `, stop(1, '1'));
    case 'TOP':
      return snippet('TOP ', stop(1, '1'), ' ', stop(2, '0'));
    default:
      return text(info.keyword);
  }
}

export function pop3Response(scene: Scene, from: number, answered: Answered): Offer | undefined {
  const { line, column } = scene;
  const word = Math.max(from, line.slice(0, column).search(/[^\s]*$/));
  const words = line
    .slice(from, word)
    .trim()
    .split(/\s+/)
    .filter((one) => one !== '');
  const info = answered.kind === 'commands' ? commandInfo(answered.command.name) : undefined;
  const to = wordEnd(scene, /[^\s{}]/);
  if (words.length === 0)
    return { from: word, to, proposals: [...bodyLines(info, answered), ...statuses(info, answered)] };
  if (words.length > 1) {
    const tag = words[0]?.toUpperCase();
    return tag === 'SASL' ? { from: word, to, proposals: mechanisms(scene) } : undefined;
  }
  if (!/^(\+OK|-ERR)$/i.test(words[0] ?? ''))
    return words[0]?.toUpperCase() === 'SASL' ? { from: word, to, proposals: mechanisms(scene) } : undefined;
  const negative = words[0]?.startsWith('-') === true;
  const codes = responseCodes.map((row) => fromEntry(pop3ResponseCodeEntry(row), 'code', { rank: negative ? 1 : 3 }));
  return { from: word, to: wordEnd(scene, /[^\s{}]/), proposals: [...codes, ...captures] };
}

function statuses(info: Pop3CommandInfo | undefined, answered: Answered): readonly Proposal[] {
  const own = info?.responses ?? [];
  const greeting = answered.kind === 'greeting';
  const known = own.map((one, at) =>
    plainly(one.status, 'response', one.meaning, {
      rank: one.status.startsWith('-') ? 2 : 0,
      filter: `${one.status} ${at}`,
    }),
  );
  const labels = new Set(known.map(({ label }) => label));
  const rest = [
    plainly('+OK', 'response', greeting ? 'the greeting' : 'success', { rank: 0 }),
    plainly('-ERR', 'response', greeting ? 'the server refuses' : 'failure', { rank: 2 }),
    plainly('+', 'response', 'a challenge in base64 (RFC 5034 §4)', { rank: 4 }),
    plainly('any', 'response', 'whatever response', { rank: 4 }),
  ].filter(({ label }) => !labels.has(label));
  return [...known.filter((one, at) => known.findIndex(({ label }) => label === one.label) === at), ...rest];
}

/** Lines of a response's body: the capabilities that answer CAPA. */
const bodyLines = (info: Pop3CommandInfo | undefined, answered: Answered): readonly Proposal[] =>
  info?.keyword === 'CAPA' && answered.kind === 'commands'
    ? capabilities.map((row) => fromEntry(pop3CapabilityEntry(row), 'capability', { rank: 3 }))
    : [];
