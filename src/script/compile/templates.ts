/** Parts of the tree → templates, payloads and patterns of the program; tells the scope what they use and capture. */
import type { Expression, Pattern, PatternPart, PayloadPart, Template, TemplatePart } from '../program';
import type { Part, ValuePart } from '../tree';
import { placeOf, reportIn, type Scene } from './compilation';

/** Text and values. Parts that cannot stand in a template have been reported by `parse`. */
export function toTemplate(scene: Scene, parts: readonly Part[]): Template {
  const template: TemplatePart[] = [];
  for (const part of parts) {
    if (part.kind === 'text') template.push(part);
    else if (part.kind === 'value') template.push({ kind: 'value', expression: toExpression(scene, part) });
  }
  return template;
}

function toExpression(scene: Scene, part: ValuePart): Expression {
  const { name } = part;
  const filters = part.filters.map((filter) => ({ name: filter.text, range: filter.range }));
  const place = placeOf(scene, part.range);
  if (!part.builtin) {
    scene.compilation.scope.use(name.text, scene.file, name.range);
    return { source: { kind: 'variable', name: name.text }, filters, place };
  }
  if (name.text === 'index' && !scene.inRepeat) reportIn(scene, 'index-outside-repeat', name.range);
  const source = { kind: 'builtin', name: name.text } as const;
  return { source: part.argument ? { ...source, argument: part.argument.text } : source, filters, place };
}

const counted = { nonSync: false, literal8: false } as const;

/** A `C:` line. A value that `compose` made stands in it as a block. */
export function toPayload(scene: Scene, parts: readonly Part[]): readonly PayloadPart[] {
  const only = parts[0];
  if (parts.length === 1 && only?.kind === 'text') return [{ kind: 'text', template: [only] }];
  const payload: PayloadPart[] = [];
  let template: TemplatePart[] = [];
  const flush = (): void => {
    if (template.length > 0) payload.push({ kind: 'text', template });
    template = [];
  };
  for (const part of parts) {
    if (part.kind === 'text') template.push(part);
    else if (part.kind === 'value') {
      const value = { kind: 'value', expression: toExpression(scene, part) } as const;
      if (part.builtin || !scene.compilation.scope.isComposed(part.name.text)) template.push(value);
      else {
        flush();
        payload.push({ kind: 'block', content: [value], form: counted, place: placeOf(scene, part.range) });
      }
    } else if (part.kind === 'block') {
      flush();
      const content = toTemplate(scene, part.content);
      payload.push({ kind: 'block', content, form: part.form, place: placeOf(scene, part.range) });
    } else if (part.kind === 'file') {
      flush();
      const path = toTemplate(scene, part.path);
      payload.push({ kind: 'file', path, form: part.form, place: placeOf(scene, part.range) });
    }
  }
  flush();
  return payload;
}

/** An `S:` line. `sure`: its captures have a value once the line is passed. */
export function toPattern(scene: Scene, parts: readonly Part[], sure: boolean): Pattern {
  const only = parts[0];
  if (parts.length === 1 && only?.kind === 'text') return [only];
  const pattern: PatternPart[] = [];
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
      case 'any':
      case 'regex':
        pattern.push(part);
        break;
      case 'value':
        pattern.push({ kind: 'value', expression: toExpression(scene, part) });
        break;
      case 'capture': {
        const { scope } = scene.compilation;
        if (scope.captured.has(part.name)) reportIn(scene, 'captured-again', part.nameRange, part.name);
        else if (sure && !scene.conditional) scope.captured.add(part.name);
        scope.define(part.name, 'capture', sure && !scene.conditional, scene.file, part.nameRange);
        pattern.push({ kind: 'capture', name: part.name, take: part.take, range: part.range });
        break;
      }
      case 'block':
        pattern.push({
          kind: 'block',
          content: toPattern(scene, part.content, sure),
          place: placeOf(scene, part.range),
        });
        break;
      case 'file':
        break;
    }
  }
  return pattern;
}
