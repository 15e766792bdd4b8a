/** The header that a proxy puts before what it passes on, to say whose connection it is (HAProxy's "The PROXY protocol, versions 1 & 2"). */
import { equalBytes, LF, latin1 } from '../../base';
import { crc32c } from './crc32c';

export type ProxyHeader =
  /** The header is not complete. */
  | { readonly kind: 'more' }
  | { readonly kind: 'bad'; readonly reason: string }
  | {
      readonly kind: 'header';
      /** Octets of the header. */
      readonly size: number;
      /** `address:port`; undefined where the connection is the proxy's own, or of a kind that has no port. */
      readonly source: string | undefined;
    };

const more: ProxyHeader = { kind: 'more' };
const bad = (reason: string): ProxyHeader => ({ kind: 'bad', reason });

const signature = new Uint8Array([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
const word = 'PROXY ';

/** Reads the header at the start of `bytes`, in either version. What is no header is known by its first octets. */
export function parseProxyHeader(bytes: Uint8Array): ProxyHeader {
  if (bytes.length === 0) return more;
  const seen = Math.min(bytes.length, signature.length);
  if (equalBytes(bytes.subarray(0, seen), signature.subarray(0, seen))) return binary(bytes);
  if (latin1(bytes, 0, Math.min(bytes.length, word.length)) === word.slice(0, bytes.length)) return text(bytes);
  return bad('the connection does not begin with a PROXY protocol header');
}

/** Section 2.1: octets of the longest line, its CRLF included. */
const longestLine = 107;

function text(bytes: Uint8Array): ProxyHeader {
  const end = bytes.subarray(0, longestLine).indexOf(LF);
  if (end === -1) return bytes.length < longestLine ? more : bad('the PROXY line is longer than 107 octets');
  const line = latin1(bytes, 0, end + 1);
  if (/^PROXY UNKNOWN(?: [^\r\n]*)?\r\n$/.test(line)) return { kind: 'header', size: end + 1, source: undefined };
  const parts = /^PROXY (TCP[46]) (\S+) (\S+) (0|[1-9]\d{0,4}) (0|[1-9]\d{0,4})\r\n$/.exec(line);
  if (!parts) return bad('the PROXY line is not "PROXY TCP4|TCP6|UNKNOWN source destination port port" and CRLF');
  const [, family, source = '', destination = '', port, otherPort] = parts;
  const valid = family === 'TCP4' ? isIpv4 : isIpv6;
  if (!valid(source) || !valid(destination)) return bad(`the PROXY line has an address that is none of ${family}`);
  if (Number(port) > 65_535 || Number(otherPort) > 65_535) return bad('the PROXY line has a port beyond 65535');
  return { kind: 'header', size: end + 1, source: `${source}:${port}` };
}

const isIpv4 = (address: string): boolean =>
  /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(address) &&
  address.split('.').every((octet) => Number(octet) <= 255);

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}

/** Octets before the addresses. */
const fixed = 16;
/** Section 2.2, by the octet of family and transport: octets of both addresses and ports, and how an address is written. */
const families: Readonly<Record<number, { readonly size: number; readonly source?: (block: DataView) => string }>> = {
  0: { size: 0 },
  17: { size: 12, source: (block) => `${ipv4(block)}:${block.getUint16(8)}` },
  18: { size: 12 },
  33: { size: 36, source: (block) => `${ipv6(block)}:${block.getUint16(32)}` },
  34: { size: 36 },
  49: { size: 216 },
  50: { size: 216 },
};

function binary(bytes: Uint8Array): ProxyHeader {
  if (bytes.length < fixed) return more;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const command = view.getUint8(12);
  if (command !== 0x20 && command !== 0x21)
    return bad(command >> 4 === 2 ? 'the PROXY header has an unknown command' : 'the PROXY header is not of version 2');
  const length = view.getUint16(14);
  const size = fixed + length;
  if (bytes.length < size) return more;
  // A proxy's own connection, as a health check is: whatever addresses follow are to be ignored.
  if (command === 0x20) return { kind: 'header', size, source: undefined };
  const family = families[view.getUint8(13)];
  if (!family) return bad('the PROXY header has an unknown address family or transport');
  if (length < family.size) return bad('the PROXY header is too short for its addresses');
  const wrong = checkExtensions(bytes.subarray(0, size), fixed + family.size);
  if (wrong !== undefined) return bad(wrong);
  const source = family.source?.(new DataView(bytes.buffer, bytes.byteOffset + fixed, family.size));
  return { kind: 'header', size, source };
}

const ipv4 = (block: DataView): string => [0, 1, 2, 3].map((i) => block.getUint8(i)).join('.');

/** RFC 5952 §4: lower case, the longest run of zero groups (of two at least) as `::`. */
function ipv6(block: DataView): string {
  const groups = Array.from({ length: 8 }, (_, i) => block.getUint16(i * 2).toString(16)).join(':');
  const runs = [...groups.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].sort((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (!longest) return groups;
  const before = groups.slice(0, longest.index).replace(/:$/, '');
  const after = groups.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}

const checksumType = 0x03;

/** Section 2.2.3: a checksum, where there is one, must be right. Other extensions are passed over, once they are well-formed. */
function checkExtensions(header: Uint8Array, start: number): string | undefined {
  for (let at = start; at < header.length; ) {
    const [type = 0, high = 0, low = 0] = header.subarray(at, at + 3);
    const end = at + 3 + high * 256 + low;
    if (at + 3 > header.length || end > header.length) return 'an extension of the PROXY header is cut off';
    if (type === checksumType) {
      if (end - at !== 7) return 'the checksum of the PROXY header has not four octets';
      const blank = header.slice();
      blank.fill(0, at + 3, end);
      const given = new DataView(header.buffer, header.byteOffset + at + 3, 4).getUint32(0);
      if (crc32c(blank) !== given) return 'the checksum of the PROXY header is wrong';
    }
    at = end;
  }
  return undefined;
}
