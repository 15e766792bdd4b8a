/** What the names of all sections come to: which session needs which, and which uses have no value. */
import { nearest, type Problem, type Severity } from '../../base';
import { problem } from '../problems';
import type { SectionNames, Use } from './scope';

/** What a session needs and gives. */
export interface SessionNeeds {
  readonly defines: readonly string[];
  readonly uses: readonly string[];
  readonly needsSessions: readonly number[];
}

/** `sessions` in file order, without the preamble. */
export function sessionNeeds(sessions: readonly SectionNames[]): readonly SessionNeeds[] {
  const definers = new Map<string, { readonly session: number; readonly sure: boolean }[]>();
  const found: SessionNeeds[] = [];
  /** The nearest earlier session that surely defines it, and those behind that one which may. */
  const neededFor = (name: string): number[] => {
    const all = definers.get(name) ?? [];
    const nearer = all.findLastIndex((definer) => definer.sure);
    return all.slice(Math.max(nearer, 0)).map((definer) => definer.session);
  };
  for (const [session, names] of sessions.entries()) {
    const uses = new Set(names.unmet.map((use) => use.name));
    const needs = new Set<number>();
    for (const name of [...uses, ...names.hopes]) {
      for (const index of neededFor(name)) {
        needs.add(index);
        for (const further of found[index]?.needsSessions ?? []) needs.add(further);
      }
    }
    for (const [name, sure] of names.defined) {
      const all = definers.get(name);
      if (all) all.push({ session, sure });
      else definers.set(name, [{ session, sure }]);
    }
    found.push({
      defines: [...names.defined.keys()],
      uses: [...uses],
      needsSessions: [...needs].sort((a, b) => a - b),
    });
  }
  return found;
}

/** A use without a value, and the section that it is in. */
export interface UndefinedUse {
  readonly section: number;
  readonly use: Use;
  /** The name has a value only later. */
  readonly later: boolean;
  readonly problem: Problem;
}

/** More names than this are not searched for one that is near. */
const nearLimit = 500;

/**
 * The uses without a value, in order. `sections` begin with the preamble. `known`: what the environment defines; undefined when that is
 * not known, and a missing value is only a warning.
 */
export function undefinedUses(
  sections: readonly SectionNames[],
  known: ReadonlySet<string> | undefined,
): readonly UndefinedUse[] {
  const head = sections[0]?.defined;
  let first: ReadonlyMap<string, number> | undefined;
  const severity: Severity = known ? 'error' : 'warning';
  let candidates: ReadonlySet<string> | undefined;
  const nearTo = new Map<string, string | undefined>();
  const near = (name: string): string | undefined => {
    candidates ??= new Set([...(known ?? []), ...(first ?? firstDefiners(sections)).keys()]);
    if (name.length > 40 || candidates.size > nearLimit) return undefined;
    if (!nearTo.has(name)) nearTo.set(name, nearest(name, candidates));
    return nearTo.get(name);
  };
  const found: UndefinedUse[] = [];
  for (const [section, { unmet }] of sections.entries()) {
    for (const use of unmet) {
      // Most names are the preamble's or the environment's.
      if ((section > 0 && head?.has(use.name)) || known?.has(use.name)) continue;
      first ??= firstDefiners(sections);
      const definer = first.get(use.name);
      if (definer !== undefined && definer < section) continue;
      const later = definer !== undefined;
      const made = problem(
        'undefined-variable',
        use.range,
        use.name.slice(0, 60),
        later ? undefined : near(use.name),
        later,
      );
      found.push({ section, use, later, problem: { ...made, severity } });
    }
  }
  return found;
}

/** The first section that defines each name. */
export function firstDefiners(sections: readonly SectionNames[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [section, { defined }] of sections.entries()) {
    for (const name of defined.keys()) if (!first.has(name)) first.set(name, section);
  }
  return first;
}
