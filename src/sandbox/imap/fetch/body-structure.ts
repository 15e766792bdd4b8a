/** BODYSTRUCTURE and BODY as they go out (RFC 9051 §7.5.2). */
import { type Parameter, parameter } from '../../../protocol/message/parameters';
import type { Part } from '../../../protocol/message/structure';
import { nstring, string } from '../output';
import type { ImapSession } from '../session';
import { envelope } from './envelope';

/** `extended`: with the data that BODY leaves out. */
export function bodyStructure(session: ImapSession, part: Part, extended: boolean): string {
  return part.type === 'multipart' ? multipart(session, part, extended) : single(session, part, extended);
}

function multipart(session: ImapSession, part: Part, extended: boolean): string {
  const children = part.children.map((child) => bodyStructure(session, child, extended)).join('');
  const extension = extended ? ` ${parameters(session, part.parameters)} ${common(session, part)}` : '';
  return `(${children === '' ? nothing(extended) : children} ${string(session, part.subtype)}${extension})`;
}

/** The grammar has no multipart without parts (RFC 9051 §9 body-type-mpart): an empty text stands in. */
const nothing = (extended: boolean): string =>
  `("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0${extended ? ' NIL NIL NIL NIL' : ''})`;

function single(session: ImapSession, part: Part, extended: boolean): string {
  const fields = [
    string(session, part.type),
    string(session, part.subtype),
    parameters(session, withCharset(part)),
    nstring(session, part.id),
    nstring(session, part.description),
    string(session, part.encoding),
    String(part.size),
  ];
  if (part.message) {
    fields.push(envelope(session, part.message.envelope), bodyStructure(session, part.message.part, extended));
  }
  if (part.type === 'text' || part.message) fields.push(String(part.lines));
  if (extended) fields.push(nstring(session, part.md5), common(session, part));
  return `(${fields.join(' ')})`;
}

/** body-fld-dsp, body-fld-lang, body-fld-loc. */
function common(session: ImapSession, { disposition, language, location }: Part): string {
  const shown = disposition
    ? `(${string(session, disposition.kind)} ${parameters(session, disposition.parameters)})`
    : 'NIL';
  const [only, ...others] = language.map((tag) => string(session, tag));
  const languages = only === undefined ? 'NIL' : others.length === 0 ? only : `(${[only, ...others].join(' ')})`;
  return `${shown} ${languages} ${nstring(session, location)}`;
}

/** Text that does not name its character set is US-ASCII (RFC 2046 §4.1.2). */
const withCharset = ({ type, parameters: list }: Part): readonly Parameter[] =>
  type === 'text' && parameter(list, 'charset') === undefined
    ? [...list, { name: 'charset', value: 'us-ascii' }]
    : list;

/** A value in RFC 2231's form goes out in it: the client is to decode it. */
const parameters = (session: ImapSession, list: readonly Parameter[]): string =>
  list.length === 0
    ? 'NIL'
    : `(${list
        .map(({ name, value, extended }) =>
          extended === undefined
            ? `${string(session, name)} ${string(session, value)}`
            : `${string(session, `${name}*`)} ${string(session, extended)}`,
        )
        .join(' ')})`;
