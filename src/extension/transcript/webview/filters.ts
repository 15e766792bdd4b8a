/** The head of the panel where lines are filtered: by text, side, command, connection, and by what failed. */
import type { EventFilter } from '../../../transcript/event-selection';
import { element } from '../../webview/elements';
import { post } from './host';
import type { FilterChoices } from './messages';

export interface Filters {
  /** Shows the filter that holds, and what there is to choose from. */
  show(filter: EventFilter, choices: FilterChoices): void;
  choices(choices: FilterChoices): void;
  clear(): void;
}

/** Typing is asked about when it rests. In milliseconds. */
const restMs = 200;

export function filterBar(): Filters {
  const bar = element('filters', HTMLDivElement);
  const text = element('filter-text', HTMLInputElement);
  const direction = element('direction', HTMLSelectElement);
  const command = element('command', HTMLSelectElement);
  const connection = element('connection', HTMLSelectElement);
  const failures = element('failures', HTMLInputElement);
  let timer: number | undefined;

  const filter = (): EventFilter => ({
    ...(text.value !== '' && { text: text.value }),
    ...((direction.value === 'sent' || direction.value === 'received') && { direction: direction.value }),
    ...(command.value !== '' && { command: command.value }),
    ...(connection.value !== '' && { connection: connection.value }),
    ...(failures.checked && { failures: true }),
  });
  const apply = (): void => {
    window.clearTimeout(timer);
    post({ kind: 'filter', filter: filter() });
  };
  text.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(apply, restMs);
  });
  for (const choice of [direction, command, connection, failures]) choice.addEventListener('change', apply);
  const clear = (): void => {
    text.value = '';
    for (const choice of [direction, command, connection]) choice.value = '';
    failures.checked = false;
    apply();
  };
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') clear();
  });

  const choices = ({ connections, commands }: FilterChoices): void => {
    offer(command, 'All commands', commands);
    offer(connection, 'All connections', connections);
    connection.hidden = connections.length < 2;
  };
  return {
    choices,
    clear,
    show(now, offered) {
      choices(offered);
      if (document.activeElement !== text) text.value = now.text ?? '';
      direction.value = now.direction ?? '';
      command.value = now.command ?? '';
      connection.value = now.connection ?? '';
      failures.checked = now.failures === true;
    },
  };
}

/** Fills a choice, where it offers something else than it did. */
function offer(select: HTMLSelectElement, all: string, names: readonly string[]): void {
  const known = [...select.options].map((option) => option.value);
  if (known.length === names.length + 1 && names.every((name, i) => known[i + 1] === name)) return;
  const { value } = select;
  select.replaceChildren(new Option(all, ''), ...names.map((name) => new Option(name, name)));
  select.value = names.includes(value) ? value : '';
}
