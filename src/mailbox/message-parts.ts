/** The MIME tree of a message for people: section numbers, names, sizes, encodings, and what is signed or encrypted. */
import type { BodyStructure } from '../protocol/imap/fetch-data';
import { decodeEncodedWords } from '../protocol/message/encoded-word';
import { parameter, parseContentType } from '../protocol/message/parameters';
import { plainly } from './folder-name';
import type { PartModel } from './message-read-model';

/** Parts that are shown; a message with more says so. */
export const mostParts = 1_000;

/** All parts, parents before children, at most `mostParts`. */
export function partsOf(root: BodyStructure): readonly PartModel[] {
  const parts: PartModel[] = [];
  const visit = (part: BodyStructure, level: number, inner: boolean): void => {
    if (parts.length >= mostParts) return;
    parts.push(partModel(part, level, inner));
    // The body of a message within has no number of its own when it is a multipart: its section is that of the message.
    const message = part.type === 'message';
    for (const child of part.parts) visit(child, level + 1, message && child.type === 'multipart');
  };
  visit(root, 1, false);
  return parts;
}

function partModel(part: BodyStructure, level: number, inner: boolean): PartModel {
  const { type, subtype, parameters, disposition, encoding, size, lines, description, languages } = part;
  const charset = parameters.get('charset');
  const outermost = type === 'multipart' && level === 1;
  const protection = protectionOf(part);
  const file = fileNameOf(part);
  const mime = plainly(`${type}/${subtype}`, 100);
  return {
    section: outermost || inner ? '' : part.section,
    level,
    type: mime,
    name: plainly(
      file ?? (description === undefined ? undefined : decodeEncodedWords(description)) ?? part.envelope?.subject ?? '',
    ),
    facts: [
      encoding,
      charset,
      disposition?.type,
      lines === undefined ? undefined : `${lines} ${lines === 1 ? 'line' : 'lines'}`,
      languages.length > 0 ? languages.join(', ') : undefined,
      part.id === undefined ? undefined : `id ${part.id}`,
      parameters.get('report-type'),
    ].flatMap((fact) => (fact === undefined || fact === '' ? [] : [plainly(fact, 100)])),
    size,
    protection,
    encoding: (encoding ?? '7bit').toLowerCase(),
    charset,
    id: part.id?.replace(/^\s*<|>\s*$/g, ''),
    fileName: safeFileName(file, part),
  };
}

/** RFC 2183 §2.3 or the older parameter of the type; RFC 2231 forms and encoded words (which should not be there, but are) undone. */
function fileNameOf({ disposition, parameters }: BodyStructure): string | undefined {
  return named(disposition?.parameters, 'filename') ?? named(parameters, 'name');
}

function named(parameters: ReadonlyMap<string, string> | undefined, name: string): string | undefined {
  if (!parameters) return undefined;
  const own = [...parameters].filter(([key]) => key === name || key.startsWith(`${name}*`));
  if (own.length === 0) return undefined;
  // Read as a header field would be: sections of RFC 2231 are joined there.
  const written = own.map(([key, value]) => `; ${key}="${value.replace(/["\\]/g, '\\$&')}"`).join('');
  const value = parameter(parseContentType(`a/b${written}`)?.parameters ?? [], name);
  return value === undefined ? undefined : decodeEncodedWords(value);
}

const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'message/delivery-status': 'txt',
  'message/global-delivery-status': 'txt',
  'text/rfc822-headers': 'txt',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'application/pgp-signature': 'asc',
  'application/pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/octet-stream': 'bin',
};

/** Outside texts name no folder, no device and no hidden file, and hide no extension. */
function safeFileName(name: string | undefined, { type, subtype, section }: BodyStructure): string {
  const clean = (name ?? '')
    .replace(/[^\p{L}\p{N}\p{M} ._()[\]+,=@~-]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .trim();
  const [stem = '', extension] = /^(.*)\.([^.]{1,10})$/.exec(clean)?.slice(1) ?? [clean];
  const short = `${[...stem].slice(0, 80).join('')}${extension === undefined ? '' : `.${extension}`}`;
  if (short !== '' && !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(short)) return short;
  const mime = `${type}/${subtype}`;
  const known = Object.hasOwn(extensions, mime) ? extensions[mime] : undefined;
  return `part-${section}.${known ?? (/^[a-z0-9]{1,8}$/.test(subtype) ? subtype : 'bin')}`;
}

/** What S/MIME and OpenPGP call it: by RFC 1847, RFC 3156 and RFC 8551 §3; nothing is verified. */
function protectionOf({ type, subtype, parameters }: BodyStructure): string | undefined {
  const protocol = parameters.get('protocol')?.toLowerCase() ?? '';
  const system = protocol.includes('pgp')
    ? 'OpenPGP'
    : protocol.includes('pkcs7')
      ? 'S/MIME'
      : protocol === ''
        ? 'protocol not named'
        : plainly(protocol, 60);
  switch (`${type}/${subtype}`) {
    case 'multipart/signed':
      return `signed (${system})`;
    case 'multipart/encrypted':
      return `encrypted (${system})`;
    case 'application/pgp-signature':
      return 'signature (OpenPGP)';
    case 'application/pgp-encrypted':
      return 'control part of an encrypted message (OpenPGP)';
    case 'application/pgp-keys':
      return 'public keys (OpenPGP)';
    case 'application/pkcs7-signature':
    case 'application/x-pkcs7-signature':
      return 'signature (S/MIME)';
    case 'application/pkcs7-mime':
    case 'application/x-pkcs7-mime': {
      const kind = parameters.get('smime-type')?.toLowerCase() ?? '';
      return `${(Object.hasOwn(smimeTypes, kind) ? smimeTypes[kind] : undefined) ?? 'signed or encrypted'} (S/MIME)`;
    }
    default:
      return undefined;
  }
}

/** RFC 8551 §3.2.2. */
const smimeTypes: Readonly<Record<string, string>> = {
  'enveloped-data': 'encrypted',
  'authenveloped-data': 'encrypted',
  'signed-data': 'signed, the content within',
  'certs-only': 'certificates',
  'compressed-data': 'compressed',
};

/** The parts that are the message's own text, HTML and delivery report: not attached, and not of a message within. */
export function bodiesOf(root: BodyStructure): {
  readonly text?: BodyStructure;
  readonly html?: BodyStructure;
  readonly report?: BodyStructure;
} {
  const found: { text?: BodyStructure; html?: BodyStructure; report?: BodyStructure } = {};
  const visit = (part: BodyStructure): void => {
    const mime = `${part.type}/${part.subtype}`;
    if (mime === 'message/delivery-status' || mime === 'message/global-delivery-status') found.report ??= part;
    if (part.type === 'message') return;
    if (part.disposition?.type !== 'attachment') {
      if (mime === 'text/plain') found.text ??= part;
      if (mime === 'text/html') found.html ??= part;
    }
    part.parts.forEach(visit);
  };
  visit(root);
  return found;
}
