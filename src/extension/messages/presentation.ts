/** Lines and state of a folder's list, in words for people. */
import type { MessageLine, MessageList, MessageListState } from '../../mailbox';
import { inFull } from '../mailboxes/presentation';
import type { Line, ListState } from './webview/messages';

/** What flags are shown by; those that are not here stand with their names behind a dot. */
const signs: Readonly<Record<string, readonly [sign: string, words: string]>> = {
  '\\flagged': ['★', 'flagged'],
  '\\answered': ['↩', 'answered'],
  $forwarded: ['↪', 'forwarded'],
  '\\draft': ['✎', 'draft'],
  '\\deleted': ['✗', 'deleted, not yet expunged'],
  $junk: ['⚠', 'junk'],
  $phishing: ['⚠', 'likely phishing'],
  $important: ['!', 'important'],
};
/** Said otherwise, or of no use to anybody. */
const silent: ReadonlySet<string> = new Set(['\\seen', '\\recent', '$notjunk', 'nonjunk']);

export interface Tongue {
  readonly language: string | undefined;
  /** Time zone; undefined: the system's. */
  readonly zone?: string;
}

export function lineOf(line: MessageLine, { language, zone }: Tongue): Line {
  const known = new Set(line.flags.map((flag) => flag.toLowerCase()));
  const shown = line.flags
    .filter((flag) => !silent.has(flag.toLowerCase()))
    .map((flag) => {
      const [sign, words] = signs[flag.toLowerCase()] ?? ['·', flag];
      return { sign, words };
    });
  const zoned = zone === undefined ? {} : { timeZone: zone };
  const format = (options: Intl.DateTimeFormatOptions): string =>
    line.date === undefined || Math.abs(line.date) > latest
      ? ''
      : new Intl.DateTimeFormat(language, { ...options, ...zoned }).format(line.date);
  return {
    uid: line.uid,
    from: line.from,
    subject: line.subject,
    day: format({ dateStyle: 'short' }),
    time: format({ timeStyle: 'short' }),
    fullDate: format({ dateStyle: 'full', timeStyle: 'long' }),
    size: sizeOf(line.size),
    unread: !known.has('\\seen'),
    flagged: known.has('\\flagged'),
    flags: shown,
    attachments: line.attachments,
  };
}

/** The last moment that JavaScript knows (ECMA-262 §21.4.1.1). */
const latest = 8.64e15;

/** Octets, in binary units. */
export function sizeOf(octets: number | undefined): string {
  if (octets === undefined) return '';
  if (octets < 1024) return `${octets} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = octets / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

export function stateOf(list: MessageList, notice: string | undefined): ListState {
  const { state, title, size, total, order, sorts, search } = list;
  const trouble = [troubleOf(state), notice].filter((text) => text !== undefined).join(' ');
  return {
    title,
    kind: state.kind,
    ...(trouble === '' ? {} : { trouble }),
    shown: size,
    total,
    order,
    ...(sorts === undefined ? {} : { sorts }),
    ...(search.text === 'ALL' ? {} : { search: search.text }),
  };
}

function troubleOf(state: MessageListState): string | undefined {
  switch (state.kind) {
    case 'lost':
    case 'gone':
    case 'failed':
      return inFull(state.why);
    default:
      return undefined;
  }
}
