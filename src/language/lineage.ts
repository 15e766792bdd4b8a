/** What the versions of a document share: where it comes from, and what has been worked out of sections that have not changed. */
import type { Protocol } from '../protocol/finding';
import type { Files } from '../script/compile/compilation';
import type { CompiledSection } from '../script/compile/section';
import type { Analysed, SectionAnalysis } from './analysis';
import { type ReadSection, readSection, type SectionText } from './sections';
import type { Workspace } from './workspace';

/** A section's text: the same object for as long as no edit touches it, so that results can hang on it. */
export interface SectionContent extends SectionText {}

export interface Lineage {
  readonly file: string;
  readonly protocol: Protocol | undefined;
  readonly workspace: Workspace;
  readonly trees: TreeCache;
  /** Files that were included, as they were when first asked for. */
  readonly files: Files;
  readonly analyses: WeakMap<SectionContent, SectionAnalysis>;
  /** The version analysed last: the next one differs little. */
  analysed: Analysed | undefined;
  readonly programs: Recent<SectionAnalysis, CompiledSection>;
}

export type TreeCache = Recent<SectionContent, ReadSection>;

/** Values made when asked for; those last asked for are kept. */
export interface Recent<Key, Value> {
  get(key: Key, make?: (key: Key) => Value): Value;
}

/** So many trees and programs are kept: those of a large document would be many times its text. */
const kept = 64;

export function newLineage(from: Pick<Lineage, 'file' | 'protocol' | 'workspace'>): Lineage {
  return {
    file: from.file,
    protocol: from.protocol,
    workspace: from.workspace,
    trees: recent<SectionContent, ReadSection>(readSection),
    files: { sources: new Map(), trees: new Map() },
    analyses: new WeakMap(),
    analysed: undefined,
    programs: recent<SectionAnalysis, CompiledSection>(),
  };
}

function recent<Key, Value>(usual?: (key: Key) => Value): Recent<Key, Value> {
  const values = new Map<Key, Value>();
  return {
    get(key, make = usual) {
      const known = values.get(key);
      if (known !== undefined) return known;
      if (!make) throw new RangeError('nothing makes this value');
      const value = make(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= kept) break;
        values.delete(oldest);
      }
      return value;
    },
  };
}
