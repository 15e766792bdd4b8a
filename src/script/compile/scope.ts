/** Which variables have a value where: definitions and uses, session by session. */
import { nearest, type Range } from '../../base';
import { problem } from '../problems';
import type { FileContext } from './compilation';

export interface Scope {
  /** Begins the next session (the preamble is the first to be compiled, and needs no call). */
  beginSession(): void;
  /** `sure`: the value is there whatever happens at run time. */
  define(name: string, sure: boolean): void;
  use(name: string, file: FileContext, at: Range): void;
  /** Asks whether it has a value: no problem when it has none. */
  ask(name: string): void;
  /** Captures of this session that must be equal when they come again; an assignment takes a name out. */
  readonly captured: Set<string>;
  /** Names that `compose` made. */
  readonly composed: Set<string>;
  /** Ends the session that was begun. */
  endSession(): { readonly defines: string[]; readonly uses: string[]; readonly needsSessions: number[] };
  /** The uses without a definition, as problems: called last, when all names are known. */
  undefinedUses(
    severity: 'error' | 'warning',
    add: (file: FileContext, found: ReturnType<typeof problem>) => void,
  ): void;
}

interface Names {
  /** name → sure */
  readonly defined: Map<string, boolean>;
  readonly uses: Set<string>;
  /** Used where it may or may not have a value of this session's: earlier sessions may give it one. */
  readonly hopes: Set<string>;
  needs: readonly number[];
}

/** A session that defines a name. */
interface Definer {
  readonly session: number;
  readonly sure: boolean;
}

const noNames = (): Names => ({ defined: new Map(), uses: new Set(), hopes: new Set(), needs: [] });

/** `known`: what the environment defines. */
export function newScope(known: ReadonlySet<string>): Scope {
  const preamble = noNames();
  const sessions: Names[] = [];
  const undefinedAt: { name: string; file: FileContext; at: Range }[] = [];
  let here = preamble;
  /** What the preamble and the earlier sessions define. */
  const before = new Set<string>();

  const definers = new Map<string, Definer[]>();

  /** The nearest earlier session that surely defines it, and those behind that one which may. */
  const neededFor = (name: string): number[] => {
    const all = definers.get(name) ?? [];
    const found: number[] = [];
    for (let i = all.length - 1; i >= 0; i--) {
      const definer = all[i];
      if (definer) found.push(definer.session);
      if (definer?.sure) break;
    }
    return found;
  };

  const scope: Scope = {
    captured: new Set(),
    composed: new Set(),
    beginSession() {
      for (const name of here.defined.keys()) before.add(name);
      here = noNames();
      sessions.push(here);
      scope.captured.clear();
    },
    define(name, sure) {
      here.defined.set(name, sure || here.defined.get(name) === true);
    },
    use(name, file, at) {
      const sure = here.defined.get(name);
      if (sure) return;
      if (sure === false) {
        here.hopes.add(name);
        return;
      }
      here.uses.add(name);
      if (!before.has(name) && !known.has(name)) undefinedAt.push({ name, file, at });
    },
    ask(name) {
      if (!here.defined.get(name)) here.hopes.add(name);
    },
    endSession() {
      const needs = new Set<number>();
      for (const name of [...here.uses, ...here.hopes]) {
        for (const index of neededFor(name)) {
          needs.add(index);
          for (const further of sessions[index]?.needs ?? []) needs.add(further);
        }
      }
      here.needs = [...needs].sort((a, b) => a - b);
      for (const [name, sure] of here.defined) {
        const definer = { session: sessions.length - 1, sure };
        const all = definers.get(name);
        if (all) all.push(definer);
        else definers.set(name, [definer]);
      }
      return { defines: [...here.defined.keys()], uses: [...here.uses], needsSessions: [...here.needs] };
    },
    undefinedUses(severity, add) {
      const names = new Set([...known, ...[preamble, ...sessions].flatMap((part) => [...part.defined.keys()])]);
      for (const { name, file, at } of undefinedAt) {
        const later = names.has(name);
        const near = later || name.length > 40 || names.size > 500 ? undefined : nearest(name, names);
        add(file, { ...problem('undefined-variable', at, name.slice(0, 60), near, later), severity });
      }
    },
  };
  return scope;
}
