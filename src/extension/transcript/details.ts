/** What is folded beneath a line: decoded content, facts of TLS, findings, failures token by token, octets. */
import { latin1 } from '../../base';
import { milliseconds, tokenDiff, visible } from '../../report';
import type { Failure, RunEvent, TlsFacts, WireText } from '../../transcript/event';
import { hexDump, octetsOf, rawText } from './octets';
import { partsOf } from './rows';
import type { Detail } from './webview/messages';

/** So many octets of one event show in the panel. */
const octetLimit = 16_384;
/** So many characters of a text. */
const textLimit = 200_000;

export function detailsOf(event: RunEvent): readonly Detail[] {
  switch (event.kind) {
    case 'sent':
      return [...note(event.note), ...decoded(event), ...content(event), octets(event.wire), when(event)];
    case 'received':
      return [
        ...findings(event),
        ...note(event.note),
        ...decoded(event),
        ...content(event),
        octets(event.wire),
        when(event, event.ms),
      ];
    case 'secured':
      return [tls(event.tls), when(event, event.ms)];
    case 'connected': {
      const ends = facts('Connection', [
        ['server', event.url],
        ['remote', event.remote],
        ['local', event.local],
      ]);
      return [ends, ...(event.tls ? [tls(event.tls)] : []), when(event, event.ms)];
    }
    case 'asserted':
      return [
        facts('Assertion', [
          ['claim', event.text],
          ['actual', event.actual],
          ['holds', event.ok ? 'yes' : 'no'],
        ]),
      ];
    case 'failed':
      return failureDetails(event.failure);
    case 'session-ended':
      return event.failure ? failureDetails(event.failure) : [];
    default:
      return [];
  }
}

const facts = (title: string, rows: readonly (readonly [string, string | undefined])[]): Detail => ({
  kind: 'facts',
  title,
  facts: rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, visible(value)] as const])),
});

const note = (text: string | undefined): Detail[] =>
  text === undefined ? [] : [{ kind: 'text', title: 'Says', text: visible(text) }];

const when = (event: RunEvent, ms?: number): Detail =>
  facts('Time', [
    ['since the run began', `${event.at.toFixed(1)} ms`],
    ['latency', ms === undefined ? undefined : milliseconds(ms)],
  ]);

/** Text that does not show whole in its line. */
function content({
  kind,
  wire,
  role,
}: RunEvent & ({ readonly kind: 'sent' } | { readonly kind: 'received' })): Detail[] {
  const lines = wire.text.split(/\r?\n/);
  if (lines.length < 3 && wire.text.length < 120) return [];
  const title = role === 'data' ? 'Message' : role === 'literal' ? 'Literal' : kind === 'sent' ? 'Command' : 'Reply';
  const text = lines.map(visible).join('\n').replace(/\n$/, '');
  return [{ kind: 'text', title, text: text.length > textLimit ? `${text.slice(0, textLimit)}\n…` : text }];
}

/**
 * The base64 of a step of SASL (RFC 4954 §4, RFC 9051 §6.2.2, RFC 5034 §4), decoded. Masked steps have none: their note says what they hold.
 */
function decoded(event: RunEvent & ({ readonly kind: 'sent' } | { readonly kind: 'received' })): Detail[] {
  const { text, masked } = event.wire;
  const isStep =
    event.kind === 'sent'
      ? event.role === 'sasl' || /^(?:\S+ )?AUTH(?:ENTICATE)? \S+ \S/i.test(text)
      : event.role === 'continuation' || /^(?:334|\+) \S/.test(text);
  if (!isStep || masked) return [];
  const word = text.trimEnd().split(' ').at(-1) ?? '';
  if (word.length < 4 || word.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(word)) return [];
  const octets = Uint8Array.from(atob(word), (character) => character.charCodeAt(0));
  const said = new TextDecoder().decode(octets);
  return [{ kind: 'text', title: 'Base64, decoded', text: visible(said.includes('\ufffd') ? latin1(octets) : said) }];
}

const findings = ({ findings: found = [] }: RunEvent & { readonly kind: 'received' }): Detail[] =>
  found.map(({ rule, kind, message, rfc, range }) => ({
    kind: 'finding',
    tone: kind,
    rule,
    message: visible(message),
    rfc,
    octets: `octets ${range.start}–${range.end}`,
  }));

const tls = ({ version, cipher, authorized, authorizationError, insecure, peer, alpn }: TlsFacts): Detail =>
  facts('TLS', [
    ['version', version],
    ['cipher', cipher],
    ['certificate', authorized ? 'verified' : `NOT verified: ${authorizationError ?? 'unknown reason'}`],
    ['insecure', insecure ? 'allowed by the script or the user' : undefined],
    ['ALPN', alpn],
    ['subject', peer?.subject],
    ['names', peer?.names.join(', ')],
    ['issuer', peer?.issuer],
    ['valid for', peer && (peer.daysLeft < 0 ? `over since ${-peer.daysLeft} days` : `${peer.daysLeft} days`)],
    ['SHA-256', peer?.fingerprint],
  ]);

function failureDetails({ kind, message, expected, actual, nearest, advice, connection }: Failure): readonly Detail[] {
  const compared = expected === undefined || actual === undefined ? undefined : tokenDiff(expected, actual);
  return [
    facts('Failure', [
      ['kind', kind],
      ['message', message],
      ['connection', connection],
      ['nearest', nearest?.text],
      ['wanted there', nearest?.wanted],
      ['got there', nearest?.got],
      ['advice', advice],
    ]),
    ...(compared
      ? ([
          { kind: 'parts', title: 'Expected', parts: partsOf(compared.expected) },
          { kind: 'parts', title: 'Actual', parts: partsOf(compared.actual) },
        ] as const)
      : []),
  ];
}

function octets(wire: WireText): Detail {
  const all = octetsOf(wire);
  const shown = all.subarray(0, octetLimit);
  const notes = [
    wire.masked ? 'a secret is masked: these are the octets of the text as it is shown' : [],
    wire.kept === undefined ? [] : `the octets are in ${wire.kept}`,
    all.length > shown.length
      ? `the first ${octetLimit.toLocaleString('en')} of ${all.length.toLocaleString('en')}`
      : [],
  ].flat();
  return {
    kind: 'octets',
    raw: rawText(shown),
    hex: hexDump(shown),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  };
}
