/** What can be proposed at a place, before it has a range: plain data that every kind of place makes. */
import { describe, type Entry } from '../knowledge/entry';
import { type Insert, text } from './snippet';

export type CompletionKind =
  | 'directive'
  | 'mark'
  | 'command'
  | 'parameter'
  | 'value'
  | 'capability'
  | 'mechanism'
  | 'item'
  | 'key'
  | 'flag'
  | 'option'
  | 'code'
  | 'response'
  | 'variable'
  | 'filter'
  | 'builtin'
  | 'fact'
  | 'file'
  | 'folder'
  | 'server'
  | 'connection'
  | 'mailbox'
  | 'user'
  | 'secret'
  | 'snippet';

export interface Proposal {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label. */
  readonly detail: string;
  /** Markdown; made only when asked for. */
  readonly documentation: () => string;
  readonly insert: Insert;
  /** 0 first. Within one rank the order of making holds. */
  readonly rank: number;
  /** What typing is compared with, where that is not the label. */
  readonly filter?: string;
  /** Characters that accept it and are typed behind it. */
  readonly commit?: readonly string[];
  /** Proposals are to be asked for again once it is accepted. */
  readonly again?: true;
}

type More = Partial<Pick<Proposal, 'insert' | 'rank' | 'filter' | 'commit' | 'again' | 'detail' | 'label'>> & {
  /** Why it does not fit here, behind the detail: it stands at the end. */
  readonly unfit?: string | undefined;
};

/** A proposal that a table's row describes. */
export function fromEntry(entry: Entry, kind: CompletionKind, more: More = {}): Proposal {
  const { unfit, ...rest } = more;
  const about = rest.detail ?? entry.about.replace(/\\([^\w\s])/g, '$1');
  return {
    label: entry.name,
    kind,
    documentation: () =>
      describe(unfit === undefined ? entry : { ...entry, notes: [`*Not here: ${unfit}.*`, ...(entry.notes ?? [])] }),
    insert: text(entry.name),
    rank: 1,
    ...rest,
    detail: unfit === undefined ? about : `${unfit} · ${about}`,
    ...(unfit === undefined ? {} : { rank: Math.max(rest.rank ?? 1, unfitRank) }),
  };
}

/** The rank of what does not fit here, behind everything that does. */
export const unfitRank = 6;

/** A proposal that no table describes. */
export function plainly(
  label: string,
  kind: CompletionKind,
  detail: string,
  more: Omit<More, 'unfit'> & { readonly documentation?: string } = {},
): Proposal {
  const { documentation = '', ...rest } = more;
  return { label, kind, detail, documentation: () => documentation, insert: text(label), rank: 1, ...rest };
}
