/** `include`: the preamble and the only session of another file, in the place of the line. */
import { parse } from '../parse';
import type { Step } from '../program';
import type { Directive, Statement, Tree } from '../tree';
import { option, wordsOf } from './arguments';
import { type FileContext, placeOf, reportIn, type Scene, type SessionContext } from './compilation';
import { compileStatements } from './statements';
import { toTemplate } from './templates';

/** More files than this are not included: two that include each other's copies twice would double at every level. */
export const includeLimit = 1_000;
const chainLimit = 32;

export function includeSteps(scene: Scene, session: SessionContext | undefined, node: Directive): readonly Step[] {
  const steps: Step[] = [];
  const file = openInclude(scene, node, steps);
  if (!file) return steps;
  const inner: Scene = {
    ...scene,
    file,
    ...(session && { session }),
    ...(node.connection && { connection: node.connection.text }),
  };
  const given = new Set(steps.flatMap((step) => (step.kind === 'assign' ? [step.name] : [])));
  const own = bodiesOf(file.tree).flatMap((statements) => compileStatements(inner, statements));
  return [...steps, ...withoutDefaults(own, given)];
}

/** What the file assigns before it does anything else are defaults: the values given to the include replace them. */
function withoutDefaults(steps: readonly Step[], given: ReadonlySet<string>): readonly Step[] {
  const first = steps.findIndex((step) => step.kind !== 'assign');
  const defaults = first === -1 ? steps.length : first;
  return steps.filter((step, i) => i >= defaults || step.kind !== 'assign' || !given.has(step.name));
}

/** The preamble, and the session when there is one. */
const bodiesOf = (tree: Tree): readonly (readonly Statement[])[] => tree.sections.map((section) => section.statements);

/** Loads and parses the file; pushes `name=value` as assignments. Undefined when it cannot be: then a problem was reported. */
function openInclude(scene: Scene, node: Directive, steps: Step[]): FileContext | undefined {
  const { compilation } = scene;
  const words = wordsOf(scene, node);
  const argument = words.take();
  if (!argument) return words.missing('a path');
  const path = argument.text;
  if (path === undefined) {
    reportIn(scene, 'include-path', argument.range);
    return undefined;
  }
  for (let word = words.take(); word; word = words.take()) {
    const found = option(word);
    if (!found) {
      reportIn(scene, 'extra-argument', word.range, 'include', node.info.syntax);
      continue;
    }
    steps.push({
      kind: 'assign',
      name: found.name,
      value: toTemplate(scene, found.value),
      place: placeOf(scene, word.range),
    });
    compilation.scope.define(found.name, 'include', !scene.conditional, scene.file, word.range);
  }
  const loaded = compilation.options.load(path, scene.file.name);
  if ('error' in loaded) {
    reportIn(scene, 'include-missing', argument.range, path.slice(0, 200), loaded.error);
    return undefined;
  }
  const { chain } = scene.file;
  if (chain.includes(loaded.file)) {
    reportIn(scene, 'include-cycle', argument.range, [...chain.slice(chain.indexOf(loaded.file)), loaded.file]);
    return undefined;
  }
  compilation.included++;
  if (compilation.included > includeLimit || chain.length >= chainLimit) {
    if (compilation.included <= includeLimit + 1) reportIn(scene, 'include-limit', argument.range, includeLimit);
    compilation.included = Math.max(compilation.included, includeLimit + 1);
    return undefined;
  }
  let tree = compilation.files.trees.get(loaded.file);
  if (!tree) {
    ({ tree } = parse(loaded.text));
    compilation.files.trees.set(loaded.file, tree);
    compilation.files.sources.set(loaded.file, loaded.text);
  }
  for (const problem of tree.problems) compilation.add({ name: loaded.file, tree, chain }, problem);
  const sessions = tree.sections.filter((section) => section.title).length;
  if (sessions > 1) {
    reportIn(scene, 'include-several', argument.range, path.slice(0, 200), sessions);
    return undefined;
  }
  return { name: loaded.file, tree, chain: [...chain, loaded.file] };
}
