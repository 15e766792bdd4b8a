/** Finds out which connection a line speaks of, and reports when that is unclear. */
import { nearest, type Range } from '../../base';
import type { Word } from '../tree';
import { reportIn, type Scene, type SessionContext } from './compilation';
import type { KnownConnection } from './connections';

/** The name that a line is taken to have: its own, or that of `alice include …`. */
export const writtenName = (scene: Scene, word: Word | undefined): string | undefined => word?.text ?? scene.connection;

/** The key of the connection that a line speaks of, without reporting: its name, or the only open connection's. */
export const connectionKey = (scene: Scene, session: SessionContext, word: Word | undefined): string =>
  writtenName(scene, word) ?? session.connections.candidates()[0]?.name ?? '';

/** The connection of a line that needs one; the first unnamed line of a session without `connect` opens one. */
export function resolveConnection(
  scene: Scene,
  session: SessionContext,
  word: Word | undefined,
  at: Range,
): KnownConnection {
  const { connections } = session;
  const name = writtenName(scene, word);
  if (name !== undefined) {
    const known = connections.get(name);
    if (known) return checkOpen(scene, known, at);
    const announced = connections.announced();
    const later = announced.has(name);
    const near = later ? undefined : nearest(name.slice(0, 40), announced);
    reportIn(scene, 'unknown-connection', word?.range ?? at, name.slice(0, 40), near, later);
    return { name, protocol: session.protocol, mode: { kind: 'command' }, state: 'open' };
  }
  const candidates = connections.candidates();
  const [only] = candidates;
  if (only === undefined) {
    connections.connect('', session.protocol);
    return connections.get('') ?? { name: '', protocol: session.protocol, mode: { kind: 'command' }, state: 'open' };
  }
  checkOne(scene, candidates, at);
  return checkOpen(scene, only, at);
}

/** For lines that may speak of a connection without opening one (`needs`, `assert`). */
export function checkConnection(scene: Scene, session: SessionContext, word: Word | undefined, at: Range): void {
  if (writtenName(scene, word) !== undefined) resolveConnection(scene, session, word, at);
  else checkOne(scene, session.connections.candidates(), at);
}

function checkOne(scene: Scene, candidates: readonly KnownConnection[], at: Range): void {
  if (candidates.length < 2) return;
  reportIn(
    scene,
    'unnamed-connection',
    at,
    candidates.map((known) => known.name || '(one without a name)'),
  );
}

function checkOpen(scene: Scene, known: KnownConnection, at: Range): KnownConnection {
  if (known.state === 'closed') reportIn(scene, 'closed-connection', at);
  return known;
}
