/** What `connect` connects to, and what is spoken there. */
import { nearest } from '../../base';
import type { Protocol } from '../../protocol/finding';
import { protocolOfUrl, schemes, services } from '../../protocol/schemes';
import type { ConnectTarget } from '../program';
import type { Argument, Part } from '../tree';
import { reportIn, type Scene } from './compilation';
import { toTemplate } from './templates';

/** What an address may begin with; `unix:` speaks the session's protocol. */
const prefixes: ReadonlySet<string> = new Set([...Object.keys(schemes), 'unix', 'mx']);

export interface Target {
  readonly target: ConnectTarget;
  /** Unset: the session's. */
  readonly protocol: Protocol | undefined;
}

/** Reads a target; undefined when it is none: then a problem was reported. */
export function connectTarget(scene: Scene, argument: Argument): Target | undefined {
  const [first] = argument.parts;
  const start = first?.kind === 'text' ? first.text : '';
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(start)?.[1]?.toLowerCase();
  if (scheme !== undefined && prefixes.has(scheme)) {
    const protocol = protocolOfUrl(start);
    if (scheme !== 'mx') return { target: { kind: 'url', url: toTemplate(scene, argument.parts) }, protocol };
    return { target: { kind: 'mx', domain: toTemplate(scene, withoutPrefix(argument.parts, 3)) }, protocol };
  }
  if (first?.kind === 'value')
    return { target: { kind: 'url', url: toTemplate(scene, argument.parts) }, protocol: undefined };
  if (argument.text !== undefined && Object.hasOwn(services, argument.text)) {
    return { target: { kind: 'service', name: argument.text }, protocol: services[argument.text] };
  }
  reportIn(scene, 'unknown-target', argument.range, start.slice(0, 60), suggestion(start));
  return undefined;
}

function suggestion(written: string): string | undefined {
  if (written.length > 60) return undefined;
  const [head = '', ...rest] = written.split(':');
  if (rest[0]?.startsWith('//')) {
    const near = nearest(
      head,
      [...prefixes].filter((prefix) => prefix !== 'mx'),
    );
    return near && `${near}:${rest.join(':')}`;
  }
  if (/^[0-9]+$/.test(rest[0] ?? '') || head.includes('.')) return `smtp://${written}`;
  return nearest(written, Object.keys(services));
}

/** Parts without the first `count` characters, which are plain text. */
export function withoutPrefix(parts: Argument['parts'], count: number): readonly Part[] {
  const [first, ...rest] = parts;
  if (first?.kind !== 'text') return parts;
  const text = first.text.slice(count);
  const at = { start: first.range.start + count, end: first.range.end };
  return text === '' ? rest : [{ kind: 'text', text, range: at }, ...rest];
}
