/** Says why the value of a MAIL or RCPT parameter does not fit its grammar, and how it would. */
import { nearest } from '../../base';
import type { SmtpParameterInfo } from './parameters';
import { encodeXtext, isXtext } from './xtext';

export interface ValueFault {
  readonly message: string;
  readonly advice?: string;
  /** The whole value as it would be right, where that is known; undefined within `{ }`: the parameter without `=` and value. */
  readonly right?: { readonly value: string | undefined };
}

/** Why `value` (undefined without `=`) is not valid for the row; for a value that is, nonsense. */
export function explainValue(info: SmtpParameterInfo, value: string | undefined): ValueFault {
  const written = { message: `${info.name} must be written ${info.syntax}` };
  if (info.value === 'none') return { message: `${info.name} takes no value`, right: { value: undefined } };
  if (value === undefined || value === '') return { message: `${info.name} needs a value: ${info.syntax}` };
  return explainers[info.name]?.(value) ?? chosen(info, value) ?? written;
}

/** A value out of a short list. */
function chosen(info: SmtpParameterInfo, value: string): ValueFault | undefined {
  if (info.values.length === 0 || info.name === 'ORCPT' || info.name === 'AUTH') return undefined;
  const near = nearest(value, info.values);
  const message = `${info.name} is ${info.values.join(' or ')}, not ${value}`;
  return near === undefined ? { message } : { message, advice: `did you mean ${near}?`, right: { value: near } };
}

const explainers: Readonly<Record<string, (value: string) => ValueFault | undefined>> = {
  SIZE: () => ({ message: 'SIZE is a number of octets, at most 20 digits' }),
  BODY: (value) =>
    /^8-?bit$/i.test(value) ? { message: `BODY is 8BITMIME, not ${value}`, right: { value: '8BITMIME' } } : undefined,
  NOTIFY: explainNotify,
  ENVID: (value) =>
    isXtext(value)
      ? value.length > 100
        ? { message: `ENVID has ${value.length} characters, and at most 100 may be` }
        : { message: 'the decoded ENVID may hold printable ASCII only' }
      : asXtext('ENVID', value),
  ORCPT: explainOrcpt,
  AUTH: (value) => {
    const bracketed = /^<(.+)>$/.exec(value);
    if (bracketed)
      return { message: 'AUTH takes the mailbox without < and >', right: { value: encodeXtext(bracketed[1] ?? '') } };
    return asXtext('AUTH', value);
  },
  BY: (value) =>
    /^[+-]?\d{1,9};R/i.test(value)
      ? { message: 'with R the time of BY must be above zero', advice: 'by-mode N lets it be zero or less' }
      : undefined,
  HOLDFOR: () => ({ message: 'HOLDFOR is a number of seconds from 1 to 999999999' }),
  HOLDUNTIL: () => ({ message: 'HOLDUNTIL is a date and time such as 2027-02-28T23:59:59Z' }),
  RRVS: () => ({ message: 'RRVS is a date and time such as 2014-04-03T23:01:00Z, then ;C or ;R or nothing' }),
  'MT-PRIORITY': (value) =>
    /^\+\d$/.test(value)
      ? { message: 'MT-PRIORITY has no + sign', right: { value: value.slice(1) } }
      : { message: 'MT-PRIORITY is a whole number from -9 to 9' },
};

/** xtext: what is not yet, or not rightly, encoded. */
function asXtext(name: string, value: string): ValueFault {
  const right = { value: rightXtext(value) };
  const small =
    /\+(?:[0-9A-Fa-f]{2})/.test(value) && isXtext(value.replace(/\+[0-9A-Fa-f]{2}/g, (hex) => hex.toUpperCase()));
  return small
    ? { message: `the hexadecimal digits of the xtext in ${name} are in upper case`, right }
    : {
        message: `${name} is xtext: + = and what is not printable ASCII stand there as + and two hexadecimal digits`,
        right,
      };
}

/** Encodes what is not xtext; what is encoded already stays, its digits in upper case. */
const rightXtext = (value: string): string =>
  value.replace(/\+[0-9A-Fa-f]{2}|[^!-*,-<>-~]/gu, (found) =>
    found.length === 3 && found.startsWith('+') ? found.toUpperCase() : encodeXtext(found),
  );

/** notify-esmtp-value = "NEVER" / 1#notify-list-element (RFC 3461 §4.1). */
function explainNotify(value: string): ValueFault {
  const parts = value.toUpperCase().split(',');
  const known = ['NEVER', 'SUCCESS', 'FAILURE', 'DELAY'];
  const fixed = parts.map((part) => (known.includes(part) ? part : nearest(part, known)));
  for (const [i, part] of parts.entries()) {
    if (known.includes(part)) continue;
    const near = fixed[i];
    const message = part === '' ? 'NOTIFY has an empty word' : `NOTIFY knows no ${value.split(',')[i]}`;
    const all = fixed.every((one) => one !== undefined);
    if (part === '') return { message, right: { value: parts.filter((one) => one !== '').join(',') } };
    return {
      message,
      advice: near === undefined ? 'there are NEVER, SUCCESS, FAILURE and DELAY' : `did you mean ${near}?`,
      ...(all ? { right: { value: fixed.join(',') } } : {}),
    };
  }
  if (parts.includes('NEVER') && parts.some((part) => part !== 'NEVER')) {
    return {
      message: 'NEVER stands alone in NOTIFY',
      advice: 'write NOTIFY=NEVER, or leave NEVER out',
      right: { value: parts.filter((part) => part !== 'NEVER').join(',') },
    };
  }
  return { message: 'NOTIFY has a word twice', right: { value: [...new Set(parts)].join(',') } };
}

/** original-recipient-address = addr-type ";" xtext (RFC 3461 §4.2). */
function explainOrcpt(value: string): ValueFault {
  const semicolon = value.indexOf(';');
  if (semicolon === -1) {
    const message = 'ORCPT begins with an address type and ;';
    return value.includes('@') ? { message, right: { value: `rfc822;${rightXtext(value)}` } } : { message };
  }
  const type = value.slice(0, semicolon);
  const address = value.slice(semicolon + 1);
  if (!/^[A-Za-z0-9-]+$/.test(type)) return { message: 'the address type of ORCPT is a word such as rfc822' };
  if (address === '') return { message: 'the address of ORCPT is missing' };
  if (value.length > 500) return { message: `ORCPT has ${value.length} characters, and at most 500 may be` };
  const bracketed = /^<(.+)>$/.exec(address);
  if (bracketed)
    return {
      message: 'the address of ORCPT has no < and >',
      right: { value: `${type};${rightXtext(bracketed[1] ?? '')}` },
    };
  const fault = asXtext('ORCPT', address);
  return { ...fault, right: { value: `${type};${rightXtext(address)}` } };
}

const addressTypes = ['rfc822', 'utf-8', 'x400', 'unknown'];

/** The registered address type that an ORCPT's own is a slip of, if it seems to be one. */
export function addressTypeMeant(value: string): string | undefined {
  const type = value.slice(0, Math.max(0, value.indexOf(';'))).toLowerCase();
  if (type === '' || type.startsWith('x-') || addressTypes.includes(type)) return undefined;
  return nearest(type, addressTypes);
}
