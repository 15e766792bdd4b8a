/** What a line can begin with: marks, directives, assignments, connections' names, and whole exchanges. */
import { type DirectiveInfo, directives } from '../../script';
import { directiveEntry } from '../knowledge/describe-language';
import { fenced } from '../knowledge/markdown';
import { correspondents } from './correspondents';
import { type ExchangeSnippet, exchangesOf } from './exchanges';
import { fromEntry, type Proposal, plainly, unfitRank } from './proposal';
import { type Offer, restIsBlank, type Scene, wordEnd } from './scene';
import { type Insert, insertedText, snippet, stop, text } from './snippet';

/** `named`: the word follows a connection's name. */
export function lineStarts(scene: Scene, from: number, named: boolean): Offer {
  const to = wordEnd(scene, /[\w@!?:-]/);
  const bare = restIsBlank(scene.line, to);
  const proposals = [
    ...marks(scene, bare),
    ...directives.filter((info) => !named || info.connection).map((info) => directiveProposal(scene, info, bare)),
    ...(named ? [] : others(scene, bare)),
  ];
  return { from, to, proposals };
}

const inPreamble: ReadonlySet<string> = new Set(['include', 'compose', 'log', 'timeout', 'strict', 'insecure']);

function marks({ situation, line, column }: Scene, bare: boolean): readonly Proposal[] {
  const space = bare || !/^\s/.test(line.slice(column)) ? ' ' : '';
  const rank = situation.where === 'preamble' ? 6 : 0;
  return [
    plainly('C:', 'mark', 'sends a line', { insert: text(`C:${space}`), rank, again: true }),
    plainly('S:', 'mark', 'the server must say this', { insert: text(`S:${space}`), rank, again: true }),
    plainly('S?:', 'mark', 'the server may say this', {
      insert: text(`S?:${space}`),
      rank: Math.max(rank, 2),
      again: true,
    }),
    plainly('S!:', 'mark', 'the server must not say this', {
      insert: text(`S!:${space}`),
      rank: Math.max(rank, 2),
      again: true,
    }),
  ];
}

function directiveProposal(scene: Scene, info: DirectiveInfo, bare: boolean): Proposal {
  return fromEntry(directiveEntry(info), 'directive', {
    insert: bare ? directiveInsert(info, scene.protocol === 'pop3' ? 'CAPA' : 'NOOP') : text(info.word),
    detail: info.doc,
    unfit: notHere(scene, info),
    rank: info.word === 'end' || (info.word === 'else' && scene.situation.bodies.at(-1) === 'if') ? 0 : 1,
    ...(info.syntax === info.word || info.opens !== 'nothing' ? {} : { again: true as const }),
  });
}

function notHere({ situation, place }: Scene, info: DirectiveInfo): string | undefined {
  const { bodies, connection } = situation;
  const around = place?.bodies.at(-1);
  if (situation.where === 'preamble' && !inPreamble.has(info.word)) return 'not before the first title';
  if (info.word === 'end' && bodies.length === 0) return 'there is no body to end';
  if (info.word === 'end' && around?.end) return 'the body has its `end`';
  if (info.word === 'else' && around?.else) return 'the `if` has its `else`';
  if (info.word === 'starttls' && connection?.tls === 'yes') return 'TLS is on already';
  if (info.word === 'else' && bodies.at(-1) !== 'if') return 'it belongs to no `if`';
  if (info.level === 'session' && bodies.length > 0) return 'not inside another body';
  return bodies.at(-1) === 'pipeline' && info.word !== 'end' ? 'a pipeline holds only `C:` lines' : undefined;
}

/** `command`: one that is legal in any state. */
function directiveInsert(info: DirectiveInfo, command: string): Insert {
  switch (info.word) {
    case 'expect':
      return text('expect close');
    case 'needs':
      return text('needs ');
    case 'connect':
    case 'auth':
    case 'include':
    case 'assert':
    case 'log':
    case 'await':
    case 'fault':
      return text(`${info.word} `);
    case 'timeout':
      return snippet('timeout ', stop(1, '5s'));
    case 'wait':
    case 'silence':
      return snippet(`${info.word} `, stop(1, '2s'));
    case 'pipeline':
      return snippet('pipeline\n  C: ', stop(1, command), '\nend');
    case 'retry':
      return snippet('retry ', stop(1, '30s'), '\n  C: ', stop(2, command), '\nend');
    case 'repeat':
      return snippet('repeat ', stop(1, '3'), '\n  C: ', stop(2, command), '\nend');
    case 'if':
      return snippet('if ', stop(1, 'reply.code = 250'), '\n  ', stop(2, 'log yes'), '\nend');
    case 'always':
      return snippet('always\n  ', stop(1, 'log done'), '\nend');
    case 'compose':
      return snippet(
        'compose ',
        stop(1, 'report'),
        ' """\nFrom: alice@example.test\nTo: bob@example.test\nSubject: ',
        stop(2, 'Hello'),
        '\n\n',
        stop(3, 'Hello, Bob.'),
        '\n"""',
      );
    case 'raw':
      return snippet('raw "', stop(1, 'NOOP\\r\\n'), '"');
    default:
      return text(info.word);
  }
}

function others(scene: Scene, bare: boolean): readonly Proposal[] {
  const { situation } = scene;
  const names = situation.connections.map(({ name }) => name).filter((name) => name !== '');
  return [
    ...(bare
      ? [
          plainly('@name =', 'snippet', 'gives a variable its value', {
            insert: snippet('@', stop(1, 'name'), ' = ', stop(2, 'value')),
            filter: '@',
            rank: 2,
          }),
          ...(situation.bodies.length === 0 ? [title(scene)] : []),
        ]
      : []),
    ...names.map((name) =>
      plainly(name, 'connection', 'connection of this session', { insert: text(`${name} `), again: true, rank: 0 }),
    ),
    ...(bare && situation.bodies.length === 0
      ? exchangesOf(scene.protocol, correspondents(scene)).map((one) => exchangeProposal(scene, one))
      : []),
  ];
}

const title = (scene: Scene): Proposal =>
  plainly('###', 'snippet', untitled(scene) ? 'what stands before it would be in no session' : 'begins a session', {
    insert: snippet('### ', stop(1, 'Title')),
    rank: untitled(scene) ? unfitRank : 2,
  });

/** A script without titles has its session before the cursor: a title would make a preamble of it. */
const untitled = ({ document, section, lineStart }: Scene): boolean =>
  document.sections.length === 1 &&
  section.tree.statements.some(
    ({ kind, range }) => range.start < lineStart && kind !== 'blank' && kind !== 'comment' && kind !== 'assignment',
  );

function exchangeProposal(scene: Scene, { label, about, insert, starts }: ExchangeSnippet): Proposal {
  const proposal = plainly(label, 'snippet', about, {
    insert,
    documentation: fenced(insertedText(insert), `${scene.protocol}-session`),
    rank: 2,
  });
  const why = exchangeUnfit(scene, starts);
  return why === undefined ? proposal : { ...proposal, detail: `${why} · ${about}`, rank: unfitRank };
}

/** Where each protocol's connection stands when nothing was said on it. */
const fresh: ReadonlySet<string> = new Set(['opening', 'connected', 'not-authenticated', 'authorization']);

function exchangeUnfit({ situation }: Scene, starts: boolean): string | undefined {
  if (situation.where === 'preamble') return 'not before the first title';
  const states = situation.connection?.states ?? [];
  if (states.length === 0) return undefined;
  if (starts) return states.some((state) => fresh.has(state)) ? undefined : 'it begins a connection';
  return states.includes('greeted') ? undefined : 'only after EHLO, with no mail transaction open';
}
