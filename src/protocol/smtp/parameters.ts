/** Every parameter of MAIL and RCPT: one row each, for completion, hover, diagnostics and the sandbox. */
import { decodeXtext, isXtext } from './xtext';

export interface SmtpParameterInfo {
  readonly name: string;
  readonly command: 'MAIL' | 'RCPT';
  /** The EHLO keyword that must be announced. */
  readonly extension: string;
  readonly rfc: string;
  /** For people to read: words in lower case stand for values. */
  readonly syntax: string;
  readonly description: string;
  readonly value: 'required' | 'none';
  /** All values, where they can be listed; else examples of none. */
  readonly values: readonly string[];
  /** Whether `value` (without `=`; undefined when there is none) fits the grammar. */
  readonly valid: (value: string | undefined) => boolean;
}

const matches =
  (pattern: RegExp) =>
  (value: string | undefined): boolean =>
    value !== undefined && pattern.test(value);
const oneOf = (values: readonly string[]) => (value: string | undefined) =>
  value !== undefined && values.includes(value.toUpperCase());
const none = (value: string | undefined): boolean => value === undefined;

const dateTime = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-](\d{2}):(\d{2}))$/i;

/** An RFC 3339 §5.6 date-time whose numbers are in their ranges. */
export function isDateTime(value: string): boolean {
  const parts = dateTime.exec(value);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour, zoneMinute] = parts
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const inDay = hour < 24 && minute < 60 && second <= 60;
  return day >= 1 && day <= days && inDay && (zoneHour ?? 0) < 24 && (zoneMinute ?? 0) < 60;
}

const bodies = ['7BIT', '8BITMIME', 'BINARYMIME'];
const returns = ['FULL', 'HDRS'];
const notifies = ['NEVER', 'SUCCESS', 'FAILURE', 'DELAY'];

function isNotify(value: string | undefined): boolean {
  const parts = (value ?? '').toUpperCase().split(',');
  if (!parts.every((part) => notifies.includes(part))) return false;
  return parts.length === 1 || (!parts.includes('NEVER') && new Set(parts).size === parts.length);
}

/** by-mode R asks for the message's return, which must lie ahead: its time must be above zero (RFC 2852). */
function isBy(value: string | undefined): boolean {
  const parts = /^([+-]?\d{1,9});([NR])T?$/i.exec(value ?? '');
  return parts !== null && (parts[2]?.toUpperCase() !== 'R' || Number(parts[1]) > 0);
}

function isOrcpt(value: string | undefined): boolean {
  const parts = /^([A-Za-z0-9-]+);(.+)$/.exec(value ?? '');
  if (!parts || (value ?? '').length > 500) return false;
  const address = parts[2] ?? '';
  return isXtext(address) || (parts[1]?.toLowerCase() === 'utf-8' && !/[\s=\x00-\x1f]/.test(address));
}

/** At most 100 characters, and printable ASCII once decoded (RFC 3461 §4.4). */
const isEnvelopeId = (value: string | undefined): boolean =>
  value !== undefined && value.length <= 100 && /^[\x20-\x7e]+$/.test(decodeXtext(value) ?? '');

export const parameters: readonly SmtpParameterInfo[] = [
  {
    name: 'SIZE',
    command: 'MAIL',
    extension: 'SIZE',
    rfc: 'RFC 1870 §6',
    syntax: 'SIZE=octets',
    description: 'How large the message will be, in octets, line ends as CRLF included.',
    value: 'required',
    values: [],
    valid: matches(/^\d{1,20}$/),
  },
  {
    name: 'BODY',
    command: 'MAIL',
    extension: '8BITMIME',
    rfc: 'RFC 6152 §2',
    syntax: 'BODY=7BIT | 8BITMIME | BINARYMIME',
    description: 'Which octets the message has; BINARYMIME needs that extension too (RFC 3030 §3), and BDAT.',
    value: 'required',
    values: bodies,
    valid: oneOf(bodies),
  },
  {
    name: 'RET',
    command: 'MAIL',
    extension: 'DSN',
    rfc: 'RFC 3461 §4.3',
    syntax: 'RET=FULL | HDRS',
    description: 'Whether a report of failure returns the whole message or its headers.',
    value: 'required',
    values: returns,
    valid: oneOf(returns),
  },
  {
    name: 'ENVID',
    command: 'MAIL',
    extension: 'DSN',
    rfc: 'RFC 3461 §4.4',
    syntax: 'ENVID=xtext',
    description: 'A name for this transaction, that reports repeat as Original-Envelope-Id; at most 100 characters.',
    value: 'required',
    values: [],
    valid: isEnvelopeId,
  },
  {
    name: 'SMTPUTF8',
    command: 'MAIL',
    extension: 'SMTPUTF8',
    rfc: 'RFC 6531 §3.4',
    syntax: 'SMTPUTF8',
    description: 'Addresses or headers may be UTF-8.',
    value: 'none',
    values: [],
    valid: none,
  },
  {
    name: 'AUTH',
    command: 'MAIL',
    extension: 'AUTH',
    rfc: 'RFC 4954 §5',
    syntax: 'AUTH=xtext | <>',
    description: 'The identity that first submitted the message; <> when it is not known or not trusted.',
    value: 'required',
    values: ['<>'],
    valid: (value) => value === '<>' || (value !== undefined && /^[^<]/.test(value) && isXtext(value)),
  },
  {
    name: 'BY',
    command: 'MAIL',
    extension: 'DELIVERBY',
    rfc: 'RFC 2852',
    syntax: 'BY=seconds;N | R[T]',
    description:
      'In how many seconds the message must be delivered; else it is returned (R) or a notice sent (N). T traces relays.',
    value: 'required',
    values: [],
    valid: isBy,
  },
  {
    name: 'HOLDFOR',
    command: 'MAIL',
    extension: 'FUTURERELEASE',
    rfc: 'RFC 4865 §3',
    syntax: 'HOLDFOR=seconds',
    description: 'For how many seconds the server is to hold the message before it delivers it.',
    value: 'required',
    values: [],
    valid: matches(/^[1-9]\d{0,8}$/),
  },
  {
    name: 'HOLDUNTIL',
    command: 'MAIL',
    extension: 'FUTURERELEASE',
    rfc: 'RFC 4865 §3',
    syntax: 'HOLDUNTIL=date-time',
    description: 'Until when (RFC 3339) the server is to hold the message before it delivers it.',
    value: 'required',
    values: [],
    valid: (value) => value !== undefined && isDateTime(value),
  },
  {
    name: 'MT-PRIORITY',
    command: 'MAIL',
    extension: 'MT-PRIORITY',
    rfc: 'RFC 6710 §7',
    syntax: 'MT-PRIORITY=-9…9',
    description: 'How urgent the transfer is, from -9 to 9.',
    value: 'required',
    values: [],
    valid: matches(/^(?:-?[1-9]|0)$/),
  },
  {
    name: 'REQUIRETLS',
    command: 'MAIL',
    extension: 'REQUIRETLS',
    rfc: 'RFC 8689 §2',
    syntax: 'REQUIRETLS',
    description: 'The message may only be relayed under verified TLS; it needs TLS on this connection.',
    value: 'none',
    values: [],
    valid: none,
  },
  {
    name: 'NOTIFY',
    command: 'RCPT',
    extension: 'DSN',
    rfc: 'RFC 3461 §4.1',
    syntax: 'NOTIFY=NEVER | SUCCESS,FAILURE,DELAY',
    description: 'On which events a delivery report is wanted for this recipient.',
    value: 'required',
    values: notifies,
    valid: isNotify,
  },
  {
    name: 'ORCPT',
    command: 'RCPT',
    extension: 'DSN',
    rfc: 'RFC 3461 §4.2',
    syntax: 'ORCPT=address-type;xtext',
    description: 'The recipient as the sender first wrote it, such as rfc822;bob@example.com.',
    value: 'required',
    values: ['rfc822;'],
    valid: isOrcpt,
  },
  {
    name: 'RRVS',
    command: 'RCPT',
    extension: 'RRVS',
    rfc: 'RFC 7293',
    syntax: 'RRVS=date-time[;C | R]',
    description:
      'Deliver only if the mailbox has had the same owner since then (RFC 3339); C goes on, R rejects where it is not known.',
    value: 'required',
    values: [],
    valid: (value) => value !== undefined && isDateTime(value.replace(/;[CR]$/i, '')),
  },
];

/** The row of a parameter of MAIL or RCPT, case aside. */
export function parameterInfo(command: string, name: string): SmtpParameterInfo | undefined {
  const wanted = name.toUpperCase();
  const verb = command.toUpperCase();
  return parameters.find((row) => row.command === verb && row.name === wanted);
}
