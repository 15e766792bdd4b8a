/** Proposals that are the same in many places: variables as values, users, secrets, mechanisms, times. */
import { type MechanismFacts, mechanismFacts } from '../../protocol/sasl/mechanism-facts';
import { builtins } from '../../script';
import { builtinEntry } from '../knowledge/describe-language';
import { mechanismEntry } from '../knowledge/describe-mechanism';
import { code } from '../knowledge/markdown';
import type { KnownVariable } from '../situation';
import { fromEntry, type Proposal, plainly } from './proposal';
import type { Scene } from './scene';
import { snippet, stop, text } from './snippet';

const origins: Readonly<Record<KnownVariable['source'], string>> = {
  environment: 'variable of the environment',
  assignment: 'variable of the script',
  capture: 'captured from a reply',
  compose: 'composed message',
  include: 'given by an include',
};

/** The names that have a value here, each once; those of the script before those of the environment. */
export function variables({ situation }: Scene): readonly KnownVariable[] {
  const byName = new Map<string, KnownVariable>();
  for (const variable of situation.variables) if (!byName.has(variable.name)) byName.set(variable.name, variable);
  return [...byName.values()].sort((a, b) => Number(a.source === 'environment') - Number(b.source === 'environment'));
}

export function variableProposal(scene: Scene, variable: KnownVariable, insert: string): Proposal {
  const value = variable.source === 'environment' ? scene.environments?.values?.[variable.name] : undefined;
  return plainly(
    variable.name,
    'variable',
    variable.sure ? origins[variable.source] : `${origins[variable.source]}, perhaps`,
    {
      insert: text(insert),
      rank: 0,
      documentation:
        value === undefined ? '' : `${code(value)} in the environment ${scene.environments?.chosen ?? ''}`.trim(),
    },
  );
}

/** `{{name}}` for each variable, where a value may stand. */
export const variableValues = (scene: Scene, rank = 2): readonly Proposal[] =>
  variables(scene).map((variable) => ({
    ...variableProposal(scene, variable, `{{${variable.name}}}`),
    label: `{{${variable.name}}}`,
    rank,
  }));

/** `{{$secret name}}` for each secret that the environment names, and the places to name one. */
export const secretValues = (scene: Scene): readonly Proposal[] => [
  ...(scene.environments?.secrets ?? []).map((name) =>
    plainly(`{{$secret ${name}}}`, 'secret', 'secret of the environment', { rank: 0 }),
  ),
  plainly('{{$secret …}}', 'secret', 'a secret by its name; masked everywhere', {
    insert: snippet('{{$secret ', stop(1, 'name'), '}}'),
    rank: 1,
  }),
  plainly('{{$prompt …}}', 'secret', 'asked for when the script runs; masked everywhere', {
    insert: snippet('{{$prompt "', stop(1, 'Password'), '"}}'),
    rank: 1,
  }),
];

export const userValues = (scene: Scene): readonly Proposal[] =>
  (scene.environments?.users ?? []).map((user) =>
    plainly(user, 'user', 'user of the environment, with a password', { rank: 0 }),
  );

/** The SASL mechanisms, strongest first; those that the server is known not to have at the end. */
export function mechanisms(
  scene: Scene,
  more: (row: MechanismFacts) => Parameters<typeof fromEntry>[2] = () => ({}),
): readonly Proposal[] {
  const { connection, protocol } = scene;
  const family = protocol === 'pop3' ? 'SASL=' : 'AUTH=';
  const announced = (connection?.capabilities ?? [])
    .map(({ name }) => name.toUpperCase())
    .filter((name) => name.startsWith(family))
    .map((name) => name.slice(family.length));
  return [...mechanismFacts]
    .sort((a, b) => b.strength - a.strength)
    .map((row) => {
      const known = announced.length === 0 || announced.includes(row.name);
      const unsafe = row.requires === 'tls' && connection?.tls === 'no' ? 'only under TLS' : undefined;
      return fromEntry(mechanismEntry(row), 'mechanism', {
        rank: unsafe ? 2 : 1,
        ...more(row),
        ...(unsafe ? { detail: `${unsafe} · ${row.about}` } : {}),
        unfit: known ? undefined : 'not announced',
      });
    });
}

export const durations = (...written: readonly string[]): readonly Proposal[] =>
  written.map((duration) => plainly(duration, 'value', 'duration', { rank: 1 }));

/** A built-in as a whole value, such as `{{$today}}`. */
export function builtinValue(name: string, rank = 2): readonly Proposal[] {
  const info = builtins.find((one) => one.name === name);
  return info
    ? [fromEntry(builtinEntry(info), 'builtin', { label: `{{$${name}}}`, insert: text(`{{$${name}}}`), rank })]
    : [];
}

/** `{{@name}}`: a capture, in a pattern. */
export const captures: readonly Proposal[] = [
  plainly('{{@name}}', 'snippet', 'captures one word (IMAP: a token or a list)', {
    insert: snippet('{{@', stop(1, 'name'), '}}'),
    rank: 4,
  }),
  plainly('{{@name...}}', 'snippet', 'captures the rest of the line', {
    insert: snippet('{{@', stop(1, 'name'), '...}}'),
    rank: 4,
  }),
];
