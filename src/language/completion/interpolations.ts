/** What can stand between `{{` and `}}`. */
import { builtins, filters } from '../../script';
import type { Interpolation } from '../cursor/interpolation';
import { builtinEntry, filterEntry } from '../knowledge/describe-language';
import { pathProposals } from './files';
import { fromEntry, type Proposal, plainly } from './proposal';
import { type Offer, type Scene, wordEnd } from './scene';
import { snippet, stop, text } from './snippet';
import { variableProposal, variables } from './values';

/** `where`: a pattern may hold captures, a command files. */
export function interpolations(
  scene: Scene,
  { place, close }: Interpolation,
  where: 'command' | 'pattern' | 'value',
): Offer | undefined {
  const end = close === undefined ? '}}' : '';
  switch (place.kind) {
    case 'name': {
      const to = wordEnd(scene, /[\w-]/);
      return { from: place.from, to, proposals: names(scene, end, where) };
    }
    case 'builtin':
      return { from: place.from - 1, to: wordEnd(scene, /[A-Za-z]/), proposals: builtinProposals(scene, end) };
    case 'filter':
      return {
        from: place.from,
        to: wordEnd(scene, /[A-Za-z0-9]/),
        proposals: filters.map((info) =>
          fromEntry(filterEntry(info), 'filter', { insert: text(`${info.name}${end}`) }),
        ),
      };
    case 'argument':
      return argument(scene, place.builtin, place.from, end);
    case 'path':
      return {
        from: place.from,
        to: wordEnd(scene, /[^\s{}]/),
        proposals: pathProposals(scene, scene.line.slice(place.from, scene.column)).map((one) =>
          one.kind === 'file' ? { ...one, insert: text(`${one.label}${end}`) } : one,
        ),
      };
    case 'capture':
      return {
        from: place.from,
        to: wordEnd(scene, /[\w-]/),
        proposals: where === 'pattern' ? captured(scene, end) : [],
      };
    case 'other':
      return undefined;
  }
}

function names(scene: Scene, end: string, where: 'command' | 'pattern' | 'value'): readonly Proposal[] {
  return [
    ...variables(scene).map((variable) => variableProposal(scene, variable, `${variable.name}${end}`)),
    ...builtinProposals(scene, end),
    ...(where === 'pattern'
      ? [
          plainly('@name', 'snippet', 'captures what the server says', {
            insert: snippet('@', stop(1, 'name'), end),
            rank: 2,
          }),
        ]
      : []),
    ...(where === 'command'
      ? [
          plainly('< path', 'snippet', "a file's octets", {
            insert: snippet('< ', stop(1, './message.eml'), end),
            rank: 2,
          }),
        ]
      : []),
  ];
}

const builtinProposals = (scene: Scene, end: string): readonly Proposal[] =>
  builtins.map((info) => {
    const outside = info.name === 'index' && !scene.situation.bodies.includes('repeat');
    return fromEntry(builtinEntry(info), 'builtin', {
      insert: info.argument === 'none' ? text(`$${info.name}${end}`) : withArgument(info.name, end),
      unfit: outside
        ? 'only in the body of a `repeat`'
        : info.name === 'tag' && scene.protocol !== 'imap'
          ? 'only in IMAP'
          : undefined,
    });
  });

const examples: Readonly<Record<string, string>> = { random: '8', env: 'HOME', secret: 'name', prompt: '"Password"' };

const withArgument = (name: string, end: string): Proposal['insert'] =>
  snippet(`$${name} `, stop(1, examples[name] ?? 'NAME'), end);

function argument(scene: Scene, builtin: string, from: number, end: string): Offer | undefined {
  if (builtin !== 'secret') return undefined;
  const proposals = (scene.environments?.secrets ?? []).map((name) =>
    plainly(name, 'secret', 'secret of the environment', { insert: text(`${name}${end}`) }),
  );
  return proposals.length === 0 ? undefined : { from, to: wordEnd(scene, /[^\s|{}"]/), proposals };
}

const captured = (scene: Scene, end: string): readonly Proposal[] =>
  variables(scene)
    .filter(({ source }) => source === 'capture')
    .map((variable) =>
      plainly(variable.name, 'variable', 'must be equal the second time', { insert: text(`${variable.name}${end}`) }),
    );
