/** What the panel shows: one run's events under a filter, handed out in pages; looking for a text; news while it runs. */
import type { locator } from '../../report';
import type { RunEvent } from '../../transcript/event';
import {
  type EventFilter,
  type EventSelection,
  eventSelection,
  isFilter,
  passes,
} from '../../transcript/event-selection';
import { detailsOf } from './details';
import { rowsOf } from './rows';
import type { TranscriptStore } from './store';
import { findText } from './text-search';
import type { FilterChoices, FromPanel, Row, ToPanel } from './webview/messages';

/** Lines of one page, at most, whatever is asked for. */
const pageLimit = 2_000;
/** Names that a choice offers: what a script sends may be anything. */
const choiceLimit = 500;

export interface PanelModel {
  readonly store: TranscriptStore | undefined;
  readonly filter: EventFilter;
  /** Shows another run, or none. */
  show(store: TranscriptStore | undefined, locate: ReturnType<typeof locator>): void;
  /** Tells the panel all that it needs to begin. */
  start(): void;
  page(from: number, to: number): readonly Row[];
  setFilter(filter: EventFilter): void;
  /** What the panel asks about lines; false: it is something else. */
  receive(message: FromPanel): boolean;
  /** Shows an event and makes it the current one. */
  reveal(event: number): void;
  /** Lines in all. */
  readonly rows: number;
}

/** `later` runs a function once, some time after it is asked: news are sent in batches. */
export function panelModel(post: (message: ToPanel) => void, later: (work: () => void) => void): PanelModel {
  let store: TranscriptStore | undefined;
  let unlisten: (() => void) | undefined;
  let locate: ReturnType<typeof locator> = () => undefined;
  let filter: EventFilter = {};
  let selection: EventSelection | undefined;
  let revision = 0;
  /** Events of the run that the selection has seen. */
  let seen = 0;
  let changed = Number.POSITIVE_INFINITY;
  let announced = false;
  /** The revision whose text is being looked for. */
  let searching: number | undefined;
  let find = { text: '', events: [] as number[], done: true, search: 0 };

  const choices = (): FilterChoices => ({
    connections: (store?.index.connections ?? []).filter((name) => name !== '').slice(0, choiceLimit),
    commands: (store?.index.commands ?? [])
      .filter((name) => name !== '')
      .slice(0, choiceLimit)
      .toSorted(),
  });

  /** Takes what has come since. With a text to look for, that is asked of the file, and comes later. */
  const select = (): void => {
    if (!store || !selection || filter.text) return;
    const { index } = store;
    const accept = passes(index, filter);
    const narrow = isFilter(filter);
    for (; seen < index.size; seen++) {
      if (!narrow) selection.add(seen);
      else if (index.at('heading', seen) === 1) selection.keepHeading(seen);
      else if (accept(seen)) selection.add(seen);
    }
  };
  /** Later judgements make events pass that did not: then the lines are chosen anew. */
  const chosenAnew = (from: number): boolean => filter.failures === true && from < seen;

  const announce = (): void => {
    announced = false;
    if (!store) return;
    const from = changed;
    changed = Number.POSITIVE_INFINITY;
    if (chosenAnew(from)) {
      restart();
      return;
    }
    if (filter.text) {
      void searchText(filter.text);
      return;
    }
    select();
    const firstChanged = selection?.rowOf(Math.min(from, Math.max(0, seen - 1))) ?? 0;
    post({ kind: 'grown', revision, rows: selection?.rows ?? 0, changed: firstChanged, choices: choices() });
  };

  /** Chooses by the text, from where it stopped; news come to it as it goes. */
  const searchText = async (text: string): Promise<void> => {
    const own = revision;
    if (!store || !selection || searching === own) return;
    searching = own;
    const { index } = store;
    const accept = passes(index, filter);
    let heading = seen;
    for await (const { found, read } of findText(
      store,
      text,
      (event) => index.at('heading', event) === 0 && accept(event),
      seen,
    )) {
      if (revision !== own || !selection) return;
      for (const event of found) {
        for (; heading < event; heading++) if (index.at('heading', heading) === 1) selection.keepHeading(heading);
        selection.add(event);
      }
      for (; heading < read; heading++) if (index.at('heading', heading) === 1) selection.keepHeading(heading);
      seen = read;
      if (found.length > 0)
        post({ kind: 'grown', revision, rows: selection.rows, changed: selection.rows, choices: choices() });
    }
    searching = undefined;
  };

  const restart = (): void => {
    revision++;
    seen = 0;
    find = { text: '', events: [], done: true, search: find.search + 1 };
    selection = store && eventSelection(store.index);
    select();
    post({ kind: 'lines', revision, rows: selection?.rows ?? 0, filter, choices: choices() });
    if (store && filter.text) void searchText(filter.text);
  };

  const page = (from: number, to: number): readonly Row[] => {
    if (!store || !selection) return [];
    const wanted: { readonly event: number; first: number; last: number }[] = [];
    const end = Math.min(to, from + pageLimit, selection.rows);
    for (let row = Math.max(0, from); row < end; row++) {
      const at = selection.at(row);
      if (!at) break;
      const last = wanted.at(-1);
      if (last?.event === at.event) last.last = at.line;
      else wanted.push({ event: at.event, first: at.line, last: at.line });
    }
    const { index } = store;
    return wanted.flatMap(({ event, first, last }) => {
      const [read] = store?.read([event]) ?? [];
      return read ? rowsOf(read, { event, flags: index.at('flags', event), locate }).slice(first, last + 1) : [];
    });
  };

  /** The first of the event's lines that shows the text. */
  const lineOf = (event: number, text: string): number => {
    const [read] = store?.read([event]) ?? [];
    const lines = read ? rowsOf(read, { event, flags: 0, locate }) : [];
    return Math.max(
      0,
      lines.findIndex((line) => line.text.toLowerCase().includes(text.toLowerCase())),
    );
  };

  const told = (step: 1 | -1, from: number): void => {
    const { events, text, done } = find;
    const next = step === 1 ? events.findIndex((event) => event > from) : events.findLastIndex((event) => event < from);
    const nth = next === -1 ? (step === 1 ? 0 : events.length - 1) : next;
    const event = events[nth];
    post({
      kind: 'found',
      revision,
      text,
      nth: event === undefined ? 0 : nth + 1,
      total: events.length,
      more: !done,
      ...(event !== undefined && selection && { event, row: selection.rowOf(event) + lineOf(event, text) }),
    });
  };

  /** Looks through the events that are shown; the first that is found is told at once, the number of all at the end. */
  const search = async (text: string, from: number, step: 1 | -1): Promise<void> => {
    if (!store || !selection || text === '') {
      find = { text: '', events: [], done: true, search: find.search + 1 };
      post({ kind: 'found', revision, text, nth: 0, total: 0, more: false });
      return;
    }
    if (text === find.text) {
      told(step, from);
      return;
    }
    const own = { text, events: [] as number[], done: false, search: find.search + 1 };
    find = own;
    const shown = selection;
    const accept = isFilter(filter) ? isShown(shown) : () => true;
    let first = true;
    // The search begins where the reader is: from there it goes on to the end; `told` wraps around.
    for await (const { found } of findText(store, text, accept)) {
      if (find !== own) return;
      own.events.push(...found);
      if (first && step === 1 && own.events.some((event) => event >= from)) {
        first = false;
        told(1, from - 1);
      }
    }
    own.done = true;
    if (first) told(step, step === 1 ? from - 1 : from + 1);
    else post({ kind: 'found', revision, text, nth: 0, total: own.events.length, more: false });
  };

  return {
    get store() {
      return store;
    },
    get filter() {
      return filter;
    },
    get rows() {
      store?.settle();
      select();
      return selection?.rows ?? 0;
    },
    show(next, finder) {
      unlisten?.();
      store = next;
      locate = finder;
      filter = {};
      unlisten = next?.onChange((from) => {
        changed = Math.min(changed, from);
        if (announced) return;
        announced = true;
        later(announce);
      });
      restart();
    },
    start: restart,
    page,
    setFilter(next) {
      filter = next;
      restart();
    },
    reveal(event) {
      store?.settle();
      select();
      if (selection) post({ kind: 'show', revision, row: selection.rowOf(event), event });
    },
    receive(message) {
      switch (message.kind) {
        case 'page':
          if (message.revision === revision)
            post({ kind: 'page', revision, from: message.from, rows: page(message.from, message.to) });
          return true;
        case 'details': {
          const [event]: readonly RunEvent[] = store?.read([message.event]) ?? [];
          if (event && message.revision === revision)
            post({ kind: 'details', revision, event: message.event, details: detailsOf(event) });
          return true;
        }
        case 'filter':
          filter = message.filter;
          restart();
          return true;
        case 'find':
          void search(message.text, message.from, message.step);
          return true;
        default:
          return false;
      }
    },
  };
}

/** Whether an event is shown: its line is its own. */
const isShown =
  (selection: EventSelection) =>
  (event: number): boolean =>
    selection.at(selection.rowOf(event))?.event === event;
