/** Whose addresses a snippet has: the script's own variables, where it has some for that. */
import { type Correspondents, nobodys } from './exchanges';
import type { Scene } from './scene';
import { variables } from './values';

/** The variable among `names` that has a value here, as `{{name}}`; else `otherwise`. */
export function knownValue(scene: Scene, names: readonly string[], otherwise: string): string {
  const found = variables(scene).find(({ name }) => names.includes(name));
  return found ? `{{${found.name}}}` : otherwise;
}

export const correspondents = (scene: Scene): Correspondents => ({
  sender: knownValue(scene, ['sender', 'from'], nobodys.sender),
  recipient: knownValue(scene, ['recipient', 'to'], nobodys.recipient),
});
