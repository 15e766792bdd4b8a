/** What can stand behind each directive. */

import { faultServices } from '../../protocol/faults/fault';
import { faultNamed, faults } from '../../protocol/faults/table';
import { faultVerbs } from '../../protocol/faults/verbs';
import { schemes, services } from '../../protocol/schemes';
import { type DirectiveInfo, facts, operators } from '../../script';
import { factEntry } from '../knowledge/describe-language';
import { fenced } from '../knowledge/markdown';
import { capabilityNames } from './capability-names';
import { includedNames, pathProposals } from './files';
import { searchProposals } from './imap-search';
import { fromEntry, type Proposal, plainly } from './proposal';
import { type Offer, restIsBlank, type Scene, wordEnd } from './scene';
import { snippet, stop, text } from './snippet';
import { durations, mechanisms, secretValues, userValues, variableProposal, variables, variableValues } from './values';

/** `from`: the column behind the directive's word. */
export function directiveArguments(scene: Scene, info: DirectiveInfo, from: number): Offer | undefined {
  const { line, column } = scene;
  const word = Math.max(from, line.slice(0, column).search(/(?:"[^"]*|[^\s"]*)$/));
  const before = (line.slice(from, word).match(/"[^"]*"|\S+/g) ?? []) as readonly string[];
  const typed = line.slice(word, column);
  const proposals = argumentsOf(scene, info.word, before, typed);
  if (proposals === undefined || proposals.length === 0) return undefined;
  const split = info.word === 'fault' || info.word === 'auth' || info.word === 'include' ? typed.indexOf('=') + 1 : 0;
  return { from: word + split, to: wordEnd(scene, /[^\s"]/), proposals };
}

function argumentsOf(
  scene: Scene,
  word: string,
  before: readonly string[],
  typed: string,
): readonly Proposal[] | undefined {
  const at = before.length;
  switch (word) {
    case 'connect':
      return connect(scene, before);
    case 'auth':
      return auth(scene, before, typed);
    case 'expect':
      return at === 0 ? [plainly('close', 'value', 'the server must close the connection')] : undefined;
    case 'needs':
      return capabilityNames(scene, before);
    case 'timeout':
      return at === 0 ? durations('30s', '5s', '1s', '1m', '5m') : undefined;
    case 'wait':
    case 'silence':
      return at === 0 ? durations('1s', '2s', '500ms', '5s') : undefined;
    case 'retry':
      if (at === 0) return durations('30s', '10s', '1m', '5m');
      if (at === 1) return [plainly('every', 'option', 'how often', { insert: snippet('every ', stop(1, '1s')) })];
      return at === 2 && before[1] === 'every' ? durations('1s', '500ms', '5s') : undefined;
    case 'repeat':
      return at === 0
        ? ['3', '10', '100'].map((count) => plainly(count, 'value', 'times')).concat(variableValues(scene))
        : undefined;
    case 'include':
      return at === 0 ? pathProposals(scene, typed, /\.(smtp|imap|pop3|lmtp)$/) : includeOptions(scene, before, typed);
    case 'if':
    case 'assert':
      return condition(scene, before);
    case 'await':
      return awaits(scene, before);
    case 'raw':
      if (at === 0)
        return typed === ''
          ? [
              plainly('"…"', 'snippet', 'bytes, with \\r \\n \\t \\0 \\xHH', {
                insert: snippet('"', stop(1, 'NOOP\\r\\n'), '"'),
              }),
            ]
          : undefined;
      return at === 1
        ? [plainly('every', 'option', 'one byte at a time', { insert: snippet('every ', stop(1, '10ms')) })]
        : before[1] === 'every' && at === 2
          ? durations('10ms', '100ms')
          : undefined;
    case 'fault':
      return fault(before, typed);
    case 'log':
      return variableValues(scene);
    default:
      return undefined;
  }
}

function connect(scene: Scene, before: readonly string[]): readonly Proposal[] | undefined {
  const named = before[0] === 'as';
  if (named && before.length === 1)
    return [plainly('alice', 'connection', 'a name for the connection', { insert: snippet(stop(1, 'alice')) })];
  if (before.length !== (named ? 2 : 0)) return undefined;
  const servers = scene.environments?.servers ?? {};
  return [
    ...(named
      ? []
      : [
          plainly('as', 'option', 'gives the connection a name', {
            insert: snippet('as ', stop(1, 'alice'), ' '),
            rank: 1,
          }),
        ]),
    ...Object.keys(services).map((service) =>
      plainly(service, 'server', servers[service] ?? "the environment's server of that name", {
        rank: servers[service] ? 0 : 1,
      }),
    ),
    ...[...new Set(Object.values(servers))].map((url) =>
      plainly(url, 'server', 'server of the environment', { rank: 2 }),
    ),
    ...Object.entries(schemes).map(([scheme, { port, implicitTls }]) =>
      plainly(`${scheme}://`, 'server', `port ${port}${implicitTls ? ', TLS from the first byte' : ''}`, {
        insert: snippet(`${scheme}://`, stop(1, 'localhost')),
        rank: 3,
      }),
    ),
    plainly('mx:', 'server', "the domain's mail exchangers, in order of preference", {
      insert: snippet('mx:', stop(1, 'example.com')),
      rank: 3,
    }),
    plainly('unix:', 'server', 'a Unix socket', { insert: snippet('unix:', stop(1, '/run/lmtp.sock')), rank: 3 }),
    ...variableValues(scene, 4),
  ];
}

const authOptions = [
  ['authzid', 'the identity to act as'],
  ['token', 'the OAuth 2 token'],
  ['realm', 'the realm'],
  ['host', 'the host in OAUTHBEARER'],
  ['port', 'the port in OAUTHBEARER'],
  ['trace', 'the trace of ANONYMOUS'],
  ['initial', 'whether the first response stands in the command'],
] as const;

function auth(scene: Scene, before: readonly string[], typed: string): readonly Proposal[] | undefined {
  if (typed.includes('=')) return /^token=/.test(typed) ? secretValues(scene) : undefined;
  const positional = before.filter((word) => !/^[a-z]+=/.test(word));
  const there = new Set(before.map((word) => word.split('=')[0]));
  const [first] = positional;
  const mechanism = first !== undefined && /^[A-Z][A-Z0-9-]+$/.test(first);
  const place = positional.length - (mechanism ? 1 : 0);
  const options = authOptions
    .filter(([name]) => !there.has(name))
    .map(([name, about]) => plainly(`${name}=`, 'option', about, { rank: 4 }));
  if (positional.length === 0)
    return [...userValues(scene), ...mechanisms(scene), ...variableValues(scene), ...options];
  if (place === 0) return [...userValues(scene), ...variableValues(scene), ...options];
  return place === 1 ? [...secretValues(scene), ...variableValues(scene), ...options] : options;
}

function includeOptions(scene: Scene, before: readonly string[], typed: string): readonly Proposal[] | undefined {
  if (typed.includes('=')) return variableValues(scene);
  const there = new Set(before.slice(1).map((word) => word.split('=')[0]));
  return includedNames(scene, before[0] ?? '')
    .filter((name) => !there.has(name))
    .map((name) =>
      plainly(`${name}=`, 'parameter', 'variable of the file, with a default', {
        insert: snippet(`${name}=`, stop(1, 'value')),
      }),
    );
}

const operatorMeanings: Readonly<Record<string, string>> = {
  '=': 'is equal to',
  '!=': 'is not equal to',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  contains: 'has it in it',
  matches: 'the regular expression finds something',
  startsWith: 'begins with it',
  exists: 'has a value',
};

function condition(scene: Scene, before: readonly string[]): readonly Proposal[] | undefined {
  if (before.length === 0)
    return [
      ...variables(scene).map((variable) => variableProposal(scene, variable, variable.name)),
      ...facts.map((info) =>
        fromEntry(factEntry(info), 'fact', {
          insert: info.argument === 'required' ? snippet(`${info.name}(`, stop(1, 'Subject'), ')') : text(info.name),
          rank: 2,
        }),
      ),
    ];
  if (before.length === 1) {
    const bare = restIsBlank(scene.line, scene.column);
    return operators
      .filter((one) => one !== 'exists' || bare)
      .map((one) =>
        plainly(
          one,
          'option',
          operatorMeanings[one] ?? 'operator',
          one === 'exists' || !bare ? {} : { insert: text(`${one} `), again: true },
        ),
      );
  }
  return [...(before.length === 2 ? rightOf(scene, before[0] ?? '', before[1] ?? '') : []), ...variableValues(scene)];
}

/** What a fact is usually compared with. */
function rightOf(scene: Scene, left: string, operator: string): readonly Proposal[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    'reply.code':
      scene.protocol === 'imap'
        ? ['OK', 'NO', 'BAD']
        : scene.protocol === 'pop3'
          ? ['+OK', '-ERR']
          : ['250', '354', '450', '550'],
    'tls.version': ['TLSv1.3', 'TLSv1.2'],
    'tls.authorized': ['true', 'false'],
    'dsn.action': ['delivered', 'failed', 'delayed', 'relayed', 'expanded'],
    'dsn.status': ['2.x.x', '5.1.1'],
  };
  if (left === 'capabilities' && operator === 'contains') return capabilityNames(scene, []);
  if (left === 'auth.mechanism') return mechanisms(scene);
  return (values[left] ?? []).map((value) => plainly(value, 'value', `value of ${left}`));
}

function awaits(scene: Scene, before: readonly string[]): readonly Proposal[] | undefined {
  const [what] = before;
  if (what === undefined)
    return [
      plainly('dsn', 'option', 'a delivery report', {
        insert: snippet('dsn ', stop(1, envelopeId(scene)), ' within ', stop(2, '60s')),
      }),
      plainly('message', 'option', 'a message that the search keys find', {
        insert: snippet('message ', stop(1, 'SUBJECT "Hello"'), ' within ', stop(2, '60s')),
      }),
    ];
  if (before.at(-1) === 'within') return durations('60s', '10s', '2m');
  if (before.includes('within')) return undefined;
  const within = plainly('within', 'option', 'how long (60 s unless said)', {
    insert: snippet('within ', stop(1, '60s')),
    rank: 2,
  });
  if (what === 'dsn') return before.length === 1 ? variableValues(scene) : [within];
  return what === 'message'
    ? [...searchProposals(scene, before.slice(1), 'keys'), ...(before.length > 1 ? [within] : [])]
    : undefined;
}

/** What names the message: a variable of that name, where there is one. */
const envelopeId = (scene: Scene): string =>
  variables(scene).some(({ name }) => name === 'envid') ? '{{envid}}' : 'envelope-id';

function fault(before: readonly string[], typed: string): readonly Proposal[] | undefined {
  const [kind] = before;
  if (kind === undefined)
    return [
      ...faults.map((info) =>
        plainly(info.kind, 'option', info.doc, {
          documentation: `${info.doc}\n\n${fenced(info.syntax, 'text')}`,
          insert: faultInsert(info.example),
          rank: 1,
        }),
      ),
      plainly('none', 'option', 'takes all faults off', { rank: 2 }),
    ];
  const info = faultNamed(kind);
  if (!info) return undefined;
  const named = /^([a-z]+)=/.exec(typed)?.[1];
  if (named === 'on') return faultServices.map((service) => plainly(service, 'server', 'service of the sandbox'));
  if (named === 'after') return [plainly('tls', 'value', 'only behind the handshake of TLS')];
  if (named !== undefined) return undefined;
  const there = new Set(before.slice(1).map((word) => word.split('=')[0]));
  const verb = before.length === 1 && info.words[0]?.value === 'verb';
  return [
    ...(verb ? faultVerbs.map((one) => plainly(one, 'command', 'in answer to this command')) : []),
    ...info.options
      .filter(({ name }) => !there.has(name))
      .map(({ name, value }) => plainly(`${name}=`, 'option', value, { rank: 2 })),
  ];
}

/** The example with its last word to be changed. */
const faultInsert = (example: string): Proposal['insert'] => {
  const space = example.indexOf(' ');
  return space === -1 ? text(example) : snippet(`${example.slice(0, space)} `, stop(1, example.slice(space + 1)));
};
