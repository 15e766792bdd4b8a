/** Checks of the arguments that extensions bring: ID, ENABLE, METADATA, ACL, QUOTA, NOTIFY, LANGUAGE. */
import { replacing } from '../../correction';
import { imapCapabilityNamed } from '../capabilities';
import {
  type Arguments,
  type Check,
  isUnknown,
  knownText,
  list,
  number,
  optionalList,
  peek,
  several,
  take,
  takeWord,
  unknown,
  word,
  wrong,
} from './arguments';
import { mailbox } from './mailbox';
import { charset, returnOptions, searchKeyList } from './search';
import { astring, checkAstring, nstring, string } from './strings';

/** What ENABLE can switch on (RFC 5161 §3.1: only what says so of itself). */
const enableable: readonly string[] = [
  'CONDSTORE',
  'QRESYNC',
  'UTF8=ACCEPT',
  'UTF8=ONLY',
  'IMAP4REV2',
  'METADATA',
  'METADATA-SERVER',
  'UIDONLY',
];

/** `enable = "ENABLE" 1*(SP capability)` */
export const enableCapability: Check = (args) => {
  const value = take(args, 'a capability');
  const text = knownText(value);
  if (!value || text === undefined) return;
  const name = text.toUpperCase();
  if (enableable.includes(name) || name.startsWith('X')) return;
  if (imapCapabilityNamed(name)) {
    args.report('not-enableable', value.range.start, value.range.end, {
      message: `ENABLE has nothing to switch on for ${name}`,
    });
    return;
  }
  unknown(args, 'not-enableable', value, name, enableable, `no capability that can be enabled is called ${text}`);
};

/** `id-params-list = "(" *(string SP nstring) ")" / nil` (RFC 2971 §4) */
export const idParameters: Check = (args) => {
  const value = peek(args);
  if (value?.kind === 'nil') {
    args.at++;
    return;
  }
  list(
    'the fields of ID',
    (fields) => {
      while (peek(fields)) {
        string('the name of a field')(fields);
        nstring('the value of a field')(fields);
      }
    },
    { empty: true },
  )(args);
};

/** `entry = "/private/…" / "/shared/…"` (RFC 5464 §3.2, §5) */
const entry: Check = (args) => {
  const value = take(args, 'the name of an annotation');
  const text = knownText(value);
  if (!value || isUnknown(value)) return;
  checkAstring(args, value, 'the name of an annotation');
  if (text === undefined) return;
  const fault = entryFault(text);
  if (fault)
    args.report('bad-entry-name', value.range.start, value.range.end, {
      message: `${text} is no name of an annotation: ${fault}`,
    });
};

function entryFault(text: string): string | undefined {
  if (!text.startsWith('/')) return 'it begins with /';
  if (!/^\/(?:private|shared)(?:\/|$)/i.test(text)) return 'it begins with /private or /shared';
  if (text.endsWith('/')) return 'it may not end with /';
  if (text.includes('//')) return 'two / stand together';
  if (/[*%]/.test(text)) return 'it may hold neither * nor %';
  return undefined;
}

const entryOptions: Check = (args) => {
  while (peek(args)) {
    const option = takeWord(args, 'MAXSIZE', 'DEPTH');
    if (option === 'MAXSIZE') number('MAXSIZE')(args);
    else if (option === 'DEPTH') word('DEPTH', 'unknown-option', ['0', '1', 'INFINITY'])(args);
    else word('the options of GETMETADATA', 'unknown-option', ['MAXSIZE', 'DEPTH'])(args);
  }
};

/** `getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries`; RFC 5464 §4.2 has examples with the options last but one, and with several entries outside a list. */
export const getMetadata: Check = (args) => {
  optionalList('the options', entryOptions)(args);
  mailbox('the mailbox', { empty: true })(args);
  const next = peek(args);
  if (next?.kind === 'list' && /^(?:MAXSIZE|DEPTH)$/i.test(knownText(next.items[0]) ?? ''))
    list('the options', entryOptions)(args);
  if (peek(args)?.kind === 'list') list('the annotations', several(entry))(args);
  else several(entry)(args);
};

/** `setmetadata = "SETMETADATA" SP mailbox SP "(" entry SP value *(SP entry SP value) ")"` */
export const setMetadata: Check = (args) => {
  mailbox('the mailbox', { empty: true })(args);
  list('the annotations', (items) => {
    while (peek(items)) {
      entry(items);
      nstring('the value of an annotation')(items);
    }
  })(args);
};

/** `mod-rights = astring`: `+` or `-` or nothing, then rights (RFC 4314 §2, §3.1) */
export const rights: Check = (args) => {
  const value = take(args, 'the rights');
  const text = knownText(value);
  if (!value || text === undefined) return;
  const { start, end } = value.range;
  const letters = text.replace(/^[+-]/, '');
  const odd = /[^a-z0-9]/.exec(letters)?.[0];
  if (odd === undefined) {
    const unknownRight = /[^lrswipkxteacdn0-9]/.exec(letters)?.[0];
    if (unknownRight) args.report('bad-rights', start, end, { message: `there is no right ${unknownRight}` });
    return;
  }
  const small = text.toLowerCase();
  const fix = /^[+-]?[a-z0-9]*$/.test(small)
    ? { fix: replacing(`Write ${small}`, start, end, knownRight(value.kind, small)) }
    : {};
  args.report('bad-rights', start, end, {
    message: `${odd} is no right: rights are lower-case letters and digits`,
    ...fix,
  });
};

const knownRight = (kind: string, text: string): string => (kind === 'string' ? `"${text}"` : text);

/** `setquota-list = "(" [setquota-resource *(SP setquota-resource)] ")"` (RFC 9208 §7) */
export const quotaLimits: Check = list(
  'the limits',
  (args) => {
    while (peek(args)) {
      astring('the resource')(args);
      number('the limit')(args);
    }
  },
  { empty: true },
);

const mailboxFilters = [
  'SELECTED',
  'SELECTED-DELAYED',
  'INBOXES',
  'PERSONAL',
  'SUBSCRIBED',
  'SUBTREE',
  'SUBTREE-ONE',
  'MAILBOXES',
];
const events = [
  'MESSAGENEW',
  'MESSAGEEXPUNGE',
  'FLAGCHANGE',
  'ANNOTATIONCHANGE',
  'MAILBOXNAME',
  'SUBSCRIPTIONCHANGE',
  'MAILBOXMETADATACHANGE',
  'SERVERMETADATACHANGE',
];

/** `filter-mailboxes`, with the mailboxes of SUBTREE and MAILBOXES behind it (RFC 5465 §8). */
const filter: Check = (args) => {
  const kind = peek(args);
  word('the mailboxes', 'unknown-option', mailboxFilters)(args);
  const name = kind?.kind === 'atom' ? kind.text.toUpperCase() : '';
  if (!name.startsWith('SUBTREE') && name !== 'MAILBOXES') return;
  if (peek(args)?.kind === 'list') list('the mailboxes', several(mailbox()))(args);
  else mailbox()(args);
};

const eventList: Check = (args) => {
  while (peek(args)) {
    word('an event', 'unknown-option', events)(args);
    // What of new messages is wanted: (fetch-att …)
    if (peek(args)?.kind === 'list') args.at++;
  }
};

/** The grammar has the events in parentheses of their own, the examples of RFC 5465 §5 have not. */
const eventGroup: Check = list('a group of events', (args) => {
  filter(args);
  if (takeWord(args, 'NONE')) return;
  if (peek(args)?.kind === 'list') list('the events', eventList)(args);
  else several(eventList)(args);
});

/** `notify = "NOTIFY" SP ("SET" [status-indicator] SP event-groups / "NONE")` (RFC 5465 §8) */
export const notification: Check = (args) => {
  const first = peek(args);
  word('what NOTIFY is to do', 'unknown-option', ['SET', 'NONE'])(args);
  if (first?.kind !== 'atom' || first.text.toUpperCase() !== 'SET') return;
  takeWord(args, 'STATUS');
  several(eventGroup)(args);
};

/** `ESEARCH [SP "IN" SP "(" source-mbox [scope-options] ")"] [return] SP search-program` (RFC 7377 §3) */
export const multisearch: Check = (args) => {
  if (takeWord(args, 'IN')) list('the mailboxes to search', sources)(args);
  returnOptions(args);
  if (takeWord(args, 'CHARSET')) charset(args);
  searchKeyList(args);
};

const sources: Check = (args) => {
  while (peek(args)) {
    const value = peek(args);
    // scope-options
    if (value?.kind === 'list') args.at++;
    else filter(args);
  }
};

/** Whatever stands there. */
export const anything = (args: Arguments): void => {
  args.at = args.items.length;
};

/** `COMPRESS DEFLATE` (RFC 4978 §5) */
export const compression: Check = (args) => {
  const value = peek(args);
  if (value && value.kind !== 'atom') {
    args.at++;
    return wrong(args, value, 'DEFLATE is due here');
  }
  word('the algorithm', 'unknown-option', ['DEFLATE'])(args);
};
