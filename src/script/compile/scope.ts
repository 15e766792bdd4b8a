/** Which variables a section defines and uses, in the order of its lines. What other sections do is `link-names`' business. */
import type { Range } from '../../base';
import type { FileContext } from './compilation';

/** How a name comes by its value. */
export type DefinedBy = 'assignment' | 'capture' | 'compose' | 'include';

export interface Definition {
  readonly name: string;
  readonly by: DefinedBy;
  readonly file: string;
  /** Of the name; of `include x name=value`, the whole word. */
  readonly range: Range;
  /** The value is there whatever happens at run time. */
  readonly sure: boolean;
}

export interface Use {
  readonly name: string;
  readonly file: string;
  readonly range: Range;
}

/** The names of a section. */
export interface SectionNames {
  readonly definitions: readonly Definition[];
  /** Every place where a value is put in or asked for. */
  readonly uses: readonly Use[];
  /** Those of `uses` that nothing before them in the section defines. */
  readonly unmet: readonly Use[];
  /** name → whether some definition of it is sure. */
  readonly defined: ReadonlyMap<string, boolean>;
  /** Used where it may or may not have a value of this section's: earlier ones may give it one. */
  readonly hopes: ReadonlySet<string>;
  /** Names whose meaning in `C:` lines hung on whether earlier sections `compose` them. */
  readonly asked: ReadonlySet<string>;
}

export interface Scope {
  define(name: string, by: DefinedBy, sure: boolean, file: FileContext, at: Range): void;
  use(name: string, file: FileContext, at: Range): void;
  /** Asks whether it has a value: no problem when it has none. */
  ask(name: string, file: FileContext, at: Range): void;
  /** Captures of this section that must be equal when they come again; an assignment takes a name out. */
  readonly captured: Set<string>;
  /** Whether `compose` made it. */
  isComposed(name: string): boolean;
  /** Names that `compose` has made up to here, in this section or before. */
  composed(): ReadonlySet<string>;
  readonly names: SectionNames;
}

/** `composedBefore`: names that earlier sections compose. */
export function newScope(composedBefore: ReadonlySet<string>): Scope {
  const definitions: Definition[] = [];
  const uses: Use[] = [];
  const unmet: Use[] = [];
  const defined = new Map<string, boolean>();
  const hopes = new Set<string>();
  const asked = new Set<string>();
  const composedHere = new Set<string>();
  const captured = new Set<string>();
  return {
    captured,
    names: { definitions, uses, unmet, defined, hopes, asked },
    define(name, by, sure, file, range) {
      definitions.push({ name, by, file: file.name, range, sure });
      defined.set(name, sure || defined.get(name) === true);
      if (by === 'compose') composedHere.add(name);
      if (by === 'assignment' || by === 'include') captured.delete(name);
    },
    use(name, file, range) {
      const use = { name, file: file.name, range };
      uses.push(use);
      const sure = defined.get(name);
      if (sure === undefined) unmet.push(use);
      else if (!sure) hopes.add(name);
    },
    ask(name, file, range) {
      uses.push({ name, file: file.name, range });
      if (!defined.get(name)) hopes.add(name);
    },
    isComposed(name) {
      if (composedHere.has(name)) return true;
      asked.add(name);
      return composedBefore.has(name);
    },
    composed: () => (composedHere.size === 0 ? composedBefore : new Set([...composedBefore, ...composedHere])),
  };
}
