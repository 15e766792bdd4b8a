/** What a variable's value is at a place, as far as the text and the environment say; secrets stay names. */
import type { Part } from '../../script';
import { statementAt } from '../cursor/tree-place';
import { type DocumentSection, type ScriptDocument, sectionIndexAt } from '../document';

export type KnownValue =
  | { readonly kind: 'assigned'; readonly text: string; readonly secret: boolean; readonly line: string }
  /** The `S:` line that captures it. */
  | { readonly kind: 'captured'; readonly line: string }
  | { readonly kind: 'composed'; readonly line: string }
  | { readonly kind: 'environment'; readonly text: string | undefined };

interface Definition {
  readonly section: DocumentSection;
  /** Offset in the document. */
  readonly at: number;
  readonly value: 'captured' | 'composed' | readonly Part[];
  readonly line: string;
}

/** The value that `name` has before `offset`. */
export function knownValue(document: ScriptDocument, name: string, offset: number, depth = 0): KnownValue | undefined {
  const found = nearestDefinition(document, name, offset);
  if (!found) {
    const environment = document.workspace.environments(document.file);
    if (!environment?.variables.includes(name)) return undefined;
    return { kind: 'environment', text: environment.values?.[name] };
  }
  const { value, line } = found;
  if (value === 'captured' || value === 'composed') return { kind: value, line };
  const { text, secret } = textOf(document, value, found.at, depth);
  return { kind: 'assigned', text, secret, line };
}

/** The text of parts with the values known put in; what comes from a secret is `‹secret NAME›`, what is not known stays as written. */
function textOf(
  document: ScriptDocument,
  parts: readonly Part[],
  at: number,
  depth: number,
): { text: string; secret: boolean } {
  let text = '';
  let secret = false;
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'block') {
      const inner = textOf(document, part.content, at, depth);
      text += inner.text;
      secret ||= inner.secret;
    } else if (part.kind === 'value') {
      const inner = valueText(document, part, at, depth);
      text += inner.text;
      secret ||= inner.secret;
    }
  }
  return { text, secret };
}

function valueText(
  document: ScriptDocument,
  part: Extract<Part, { kind: 'value' }>,
  at: number,
  depth: number,
): { text: string; secret: boolean } {
  const filters = part.filters.map((one) => ` | ${one.text}`).join('');
  if (part.builtin) {
    if (part.name.text === 'secret') return { text: `‹secret ${part.argument?.text ?? ''}›`, secret: true };
    if (part.name.text === 'prompt') return { text: '‹asked for›', secret: true };
    const argument = part.argument ? ` ${part.argument.text}` : '';
    return { text: `{{$${part.name.text}${argument}${filters}}}`, secret: false };
  }
  const known = depth < deepest ? knownValue(document, part.name.text, at, depth + 1) : undefined;
  const text = known?.kind === 'assigned' || known?.kind === 'environment' ? known.text : undefined;
  const secret = known?.kind === 'assigned' && known.secret;
  // What a filter makes of a secret is a secret too, in another form.
  if (text === undefined || (filters !== '' && !secret))
    return { text: `{{${part.name.text}${filters}}}`, secret: false };
  return { text, secret };
}

/** Variables whose values hold variables are followed so far. */
const deepest = 8;

/** The last assignment, capture or `compose` of the name before `offset`: looked for in the text, then checked in the tree. */
function nearestDefinition(document: ScriptDocument, name: string, offset: number): Definition | undefined {
  const last = sectionIndexAt(document, offset);
  for (let i = last; i >= 0; i--) {
    const section = document.sections[i];
    if (!section) continue;
    const limit = Math.min(offset - section.start, section.text.length);
    let at = lastMention(section.text, name, limit);
    for (let tries = 0; at !== -1 && tries < mentions; tries++) {
      const found = definitionAt(section, name, at);
      if (found) return found;
      at = at === 0 ? -1 : lastMention(section.text, name, at);
    }
  }
  return undefined;
}

/** So many mentions of a name in one section are looked at. */
const mentions = 200;

/** Where `@name` or `compose name` stands last before `limit`: the offset of the name. */
function lastMention(text: string, name: string, limit: number): number {
  const before = (wanted: string): number => {
    const from = limit - wanted.length;
    return from < 0 ? -1 : text.lastIndexOf(wanted, from);
  };
  return Math.max(before(`@${name}`), before(`compose ${name}`));
}

function definitionAt(section: DocumentSection, name: string, mention: number): Definition | undefined {
  const place = statementAt(section.tree.statements, mention);
  if (!place) return undefined;
  const { statement } = place;
  const at = section.start + statement.range.start;
  const lf = section.text.indexOf('\n', statement.content.start);
  const line = section.text
    .slice(statement.content.start, Math.min(statement.content.end, lf === -1 ? section.text.length : lf))
    .trim();
  const base = { section, at, line };
  if (statement.kind === 'assignment' && statement.name.text === name) return { ...base, value: statement.value };
  if (statement.kind === 'wire' && statement.parts.some((part) => captures(part, name)))
    return { ...base, value: 'captured' };
  if (statement.kind === 'directive' && statement.info.word === 'compose' && statement.arguments[0]?.text === name)
    return { ...base, value: 'composed' };
  return undefined;
}

const captures = (part: Part, name: string): boolean =>
  part.kind === 'capture'
    ? part.name === name
    : part.kind === 'block' && part.content.some((inner) => captures(inner, name));
