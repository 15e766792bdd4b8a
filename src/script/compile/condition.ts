/** Conditions of `assert` and `if`. */
import { fact } from '../names';
import type { Condition } from '../program';
import type { Directive } from '../tree';
import { placeOf, type Scene } from './compilation';
import { checkConnection, writtenName } from './resolve-connection';
import { toTemplate } from './templates';

/** Facts that are a connection's. */
const ofConnection = /^(reply|tls|mailbox|auth)\.|^capabilities$/;

/** The condition of a directive; undefined when `parse` found none. */
export function toCondition(scene: Scene, node: Directive): Condition | undefined {
  const { condition } = node;
  if (!condition) return undefined;
  const { left, argument } = condition;
  const info = fact(left.text);
  if (!info) {
    const { scope } = scene.compilation;
    if (condition.operator.text === 'exists') scope.ask(left.text, scene.file, left.range);
    else scope.use(left.text, scene.file, left.range);
  }
  if (info && scene.session && ofConnection.test(left.text))
    checkConnection(scene, scene.session, node.connection, left.range);
  const connection = writtenName(scene, node.connection);
  const right = condition.right?.map(({ sign, parts }) => ({ sign, template: toTemplate(scene, parts) }));
  return {
    left: info
      ? { kind: 'fact', path: left.text, ...(argument && { argument: argument.text }) }
      : { kind: 'variable', name: left.text },
    operator: condition.operator.text,
    ...(right && { right }),
    ...(connection !== undefined && { connection }),
    text: scene.file.tree.text.slice(condition.range.start, condition.range.end),
    place: placeOf(scene, condition.range),
  };
}
