/** A certificate authority made at start and what it signs (RFC 5280), by hand: an X.509 library loads for longer than this runs. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from 'node:crypto';
import { bitString, boolean, der, integer, octetString, oid, pem, sequence, set, time, utf8String } from './der';

/** A certificate and its private key, both PEM. */
export interface Credential {
  readonly cert: string;
  readonly key: string;
}

interface LeafOptions {
  readonly commonName: string;
  /** DNS names, and IPv4 addresses as dotted text or `::1`. Empty for a client's certificate. */
  readonly names: readonly string[];
  readonly use: 'server' | 'client';
  /** Milliseconds since the epoch. Default: from a day ago, for a year. */
  readonly from?: number;
  readonly until?: number;
}

export interface Authority {
  /** The authority's own certificate, PEM: what a client must trust. */
  readonly ca: string;
  /** The same with its private key, to be kept for another run. */
  readonly credential: Credential;
  issue(options: LeafOptions): Credential;
  /** The common name of a certificate that this authority issued, or undefined for any other. */
  subjectOf(certificate: Uint8Array): string | undefined;
}

const day = 86_400_000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const caName = 'Mailwright sandbox CA';

/** Whether an authority of an earlier run is good for another month. */
const isGood = ({ cert }: Credential, now: number): boolean =>
  Date.parse(new X509Certificate(cert).validTo) > now + 30 * day;

/**
 * Makes an authority, or goes on with one that was kept, as long as that is good. Validity is by `now`, which is to be the real time: it is the peer's clock that judges.
 * `random` gives serial numbers.
 */
export function createAuthority(random: (n: number) => Uint8Array, now: number, kept?: Credential): Authority {
  const old = kept && isGood(kept, now) ? kept : undefined;
  const keys = old ? keysOf(old) : newKeys();
  const ca =
    old?.cert ??
    certificate({
      subject: caName,
      subjectKey: keys.publicKey,
      issuerKey: keys,
      serial: random(8),
      from: now - day,
      until: now + 366 * day,
      extensions: [
        extension('2.5.29.19', true, sequence(boolean(true))),
        // keyCertSign and cRLSign.
        extension('2.5.29.15', true, bitString(new Uint8Array([0x06]), 1)),
      ],
    });
  return {
    ca,
    credential: { cert: ca, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
    issue(options) {
      const own = newKeys();
      const server = options.use === 'server';
      const cert = certificate({
        subject: options.commonName,
        subjectKey: own.publicKey,
        issuerKey: keys,
        serial: random(8),
        from: options.from ?? now - day,
        until: options.until ?? now + 365 * day,
        extensions: [
          extension('2.5.29.19', true, sequence()),
          extension('2.5.29.15', true, bitString(new Uint8Array([0x80]), 7)),
          extension('2.5.29.37', false, sequence(oid(server ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2'))),
          ...(options.names.length > 0
            ? [extension('2.5.29.17', false, sequence(...options.names.map(generalName)))]
            : []),
        ],
      });
      return { cert, key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
    subjectOf(bytes) {
      try {
        const found = new X509Certificate(bytes);
        if (!found.verify(keys.publicKey)) return undefined;
        return /^CN=(.*)$/m.exec(found.subject)?.[1];
      } catch {
        return undefined;
      }
    },
  };
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const keysOf = ({ key }: Credential): Keys => ({
  publicKey: createPublicKey(key),
  privateKey: createPrivateKey(key),
});
const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' });

interface CertificateFields {
  readonly subject: string;
  readonly subjectKey: KeyObject;
  readonly issuerKey: Keys;
  readonly serial: Uint8Array;
  readonly from: number;
  readonly until: number;
  readonly extensions: readonly Uint8Array[];
}

function certificate(fields: CertificateFields): string {
  const tbs = sequence(
    der(0xa0, integer(new Uint8Array([2]))),
    integer(fields.serial),
    ecdsaWithSha256,
    name(caName),
    sequence(time(fields.from), time(fields.until)),
    name(fields.subject),
    spki(fields.subjectKey),
    der(
      0xa3,
      sequence(
        ...fields.extensions,
        extension('2.5.29.14', false, octetString(keyIdentifier(fields.subjectKey))),
        extension('2.5.29.35', false, sequence(der(0x80, keyIdentifier(fields.issuerKey.publicKey)))),
      ),
    ),
  );
  const signature = sign('sha256', tbs, fields.issuerKey.privateKey);
  return pem('CERTIFICATE', sequence(tbs, ecdsaWithSha256, bitString(signature)));
}

const spki = (key: KeyObject): Uint8Array => key.export({ type: 'spki', format: 'der' });
/** RFC 7093 §2 method 1, in spirit: any stable digest of the key does. */
const keyIdentifier = (key: KeyObject): Uint8Array => createHash('sha256').update(spki(key)).digest().subarray(0, 20);
const name = (commonName: string): Uint8Array => sequence(set(sequence(oid('2.5.4.3'), utf8String(commonName))));
const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));

/** RFC 5280 §4.2.1.6: an iPAddress or a dNSName. */
function generalName(text: string): Uint8Array {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return der(0x87, new Uint8Array(text.split('.').map(Number)));
  if (text === '::1') return der(0x87, new Uint8Array([...new Array<number>(15).fill(0), 1]));
  return der(0x82, new TextEncoder().encode(text));
}
