/** Masks secrets in whatever a transcript shows: in every listed form, from the moment an event is made. */
import { fromStrictUtf8, latin1, type Range } from '../base';
import { decodedRuns, longRun, runAround } from './base64-runs';
import type { WireText } from './event';
import { hasHexRun, longestRun, type Sorts } from './runs';
import { type Secret, secretOf, shortest } from './secret-forms';
import { undoEscapes } from './undo-escapes';

/**
 * What is masked, wherever it stands: the value plain, in base64 and base64url at any place of a run and over line folds, in
 * hexadecimal, percent-encoded, in xtext, quoted-printable, modified UTF-7, with backslashes, as JSON or HTML escapes; and these inside
 * each other, two deep. Its UTF-16 forms in base64 too. Of a secret of up to three octets the whole word that holds it is masked.
 *
 * What is not promised: hashes and anything computed with a key (whoever computes one adds it), compressed or encrypted forms, other
 * cases of letters, a secret cut in two by the end of an event, or parts of a secret.
 */
export interface Redactor {
  /** Masks `value` from now on as `‹secret name›`. An empty value is no secret. */
  add(name: string, value: string | Uint8Array): void;
  readonly empty: boolean;
  /** The text with all secrets masked; the same string when there are none. */
  text(text: string): string;
  /** Octets as a transcript holds them, masked. */
  wire(bytes: Uint8Array): WireText;
  /** The names of the secrets that `text` holds in any form. */
  find(text: string): readonly string[];
}

interface Span extends Range {
  readonly secret: Secret;
}

/** How many layers of escapes and base64 are undone. */
const depth = 2;

export const maskOf = (name: string): string => `‹secret ${name}›`;

export function createRedactor(): Redactor {
  const known = new Map<string, Secret>();
  let secrets: readonly Secret[] = [];
  let hasShort = false;
  let sorts: Sorts = { spaces: false, flags: false, controls: false };
  let leastHex = 0;
  /** Plain secrets and cores of base64, whose places in a text `spansHere` finds. */
  let forms: readonly string[] = [];
  /** Shorter runs are neither decoded nor hexadecimal of a secret. */
  let leastRun = 0;
  let masks = /(?!)/g;

  const holdsForm = (text: string): boolean => {
    for (const form of forms) if (text.includes(form)) return true;
    return false;
  };

  /** Secrets as they stand in the text: plain, in hexadecimal, in base64. */
  const spansHere = (text: string): Span[] => {
    const spans: Span[] = [];
    const lower = hasHexRun(text, leastHex) ? text.toLowerCase() : undefined;
    for (const secret of secrets) {
      const around = isShort(secret) ? wordAround : undefined;
      for (const form of secret.plain) search(text, form, secret, around, spans);
      if (lower?.length === text.length) search(lower, secret.hex, secret, around, spans);
      for (const core of secret.cores) search(text, core, secret, runAround, spans);
    }
    return spans;
  };

  /** And those that show when `level` layers are undone. `octets`: the text has one character an octet. */
  const spansIn = (text: string, level: number, octets: boolean): readonly Span[] => {
    // Most texts hold no secret and nothing that could hide one.
    if (!hasShort && longestRun(text, sorts) < leastRun && !holdsForm(text)) return none;
    const spans = spansHere(text);
    if (level === 0) return spans;
    for (const undone of undoEscapes(text, octets, sorts.spaces)) {
      for (const span of spansIn(undone.text, level - 1, true)) {
        spans.push(widened(text, { ...undone.origin(span), secret: span.secret }));
      }
    }
    for (const run of decodedRuns(text, hasShort ? 2 : longRun, hasShort)) {
      for (const content of run.contents) {
        const inner =
          spansIn(content, level - 1, true)[0]?.secret ??
          secrets.find(({ wide }) => wide.some((form) => content.includes(form)));
        if (inner) spans.push(widened(text, { ...runAround(text, run), secret: inner }));
      }
    }
    return spans;
  };

  const maskPiece = (text: string, octets: boolean): string => {
    const spans = spansIn(text, depth, octets);
    if (spans.length === 0) return text;
    let masked = '';
    let at = 0;
    for (const { start, end, secret } of merged(spans)) {
      masked += text.slice(at, start) + maskOf(secret.name);
      at = end;
    }
    return masked + text.slice(at);
  };

  const mask = (text: string, octets: boolean): string => {
    if (secrets.length === 0) return text;
    if (!text.includes('‹secret ')) return maskPiece(text, octets);
    // What is masked already stays as it is.
    let masked = '';
    let at = 0;
    for (const found of text.matchAll(masks)) {
      masked += maskPiece(text.slice(at, found.index), octets) + found[0];
      at = found.index + found[0].length;
    }
    return masked + maskPiece(text.slice(at), octets);
  };

  return {
    add(name, value) {
      if (value.length === 0) return;
      const secret = secretOf(name, value);
      if (known.has(secret.octets)) return;
      known.set(secret.octets, secret);
      secrets = [...known.values()].sort((a, b) => b.length - a.length);
      hasShort = secrets.some(isShort);
      const have = (what: RegExp): boolean => secrets.some(({ octets }) => what.test(octets));
      sorts = { spaces: have(/ /), flags: have(/[ (][A-Z*]/), controls: have(/[\x00-\x1f]/) };
      forms = [...new Set(secrets.flatMap(({ plain, cores }) => [...plain, ...cores]))];
      leastHex = 2 * (secrets.at(-1)?.length ?? 0);
      leastRun = Math.min(longRun, leastHex);
      const names = [...new Set(secrets.map((one) => one.name))];
      masks = new RegExp(names.map((one) => literally(maskOf(one))).join('|'), 'g');
    },
    get empty() {
      return secrets.length === 0;
    },
    text: (text) => mask(text, false),
    wire(bytes) {
      const decoded = fromStrictUtf8(bytes);
      const text = decoded ?? latin1(bytes);
      const masked = mask(text, decoded === undefined);
      if (masked === text) {
        return decoded === undefined
          ? { text, encoding: 'latin1', octets: bytes.length }
          : { text, octets: bytes.length };
      }
      return {
        text: masked,
        ...(decoded === undefined && { encoding: 'latin1' as const }),
        octets: bytes.length,
        masked: true,
      };
    },
    find: (text) =>
      secrets.length === 0 ? [] : [...new Set(spansIn(text, depth, false).map((span) => span.secret.name))],
  };
}

const none: readonly Span[] = [];

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const isShort = ({ length }: Secret): boolean => length <= shortest;

/** All places of `form`, overlapping ones too. */
function search(
  text: string,
  form: string,
  secret: Secret,
  around: ((text: string, span: Range) => Range) | undefined,
  spans: Span[],
): void {
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
    const span = { start: at, end: at + form.length };
    spans.push({ ...(around ? around(text, span) : span), secret });
  }
}

const widened = (text: string, span: Span): Span =>
  isShort(span.secret) ? { ...wordAround(text, span), secret: span.secret } : span;

function wordAround(text: string, { start, end }: Range): Range {
  let from = start;
  let to = end;
  while (from > 0 && !/\s/.test(text[from - 1] ?? '')) from--;
  while (to < text.length && !/\s/.test(text[to] ?? '')) to++;
  return { start: from, end: to };
}

/** Spans that overlap become one, under the name of the longest secret. */
function merged(spans: readonly Span[]): readonly Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (!last || span.start >= last.end) joined.push(span);
    else {
      const secret = span.secret.length > last.secret.length ? span.secret : last.secret;
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end), secret };
    }
  }
  return joined;
}
