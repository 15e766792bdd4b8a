/** The faults by name: one row feeds the grammar, completion, the command line's help, and docs/sandbox.md. */
import type { Fault, FaultKind, FaultService } from './fault';

/** The value of an option `name=value`, or of a word in its place. */
export type FaultValue =
  | 'verb'
  | 'reply'
  | 'text'
  | 'duration'
  | 'count'
  | 'signed'
  | 'capabilities'
  | 'services'
  | 'tls';

/** What a fault's words say, by the names that its row uses. */
export interface FaultWords {
  readonly verb?: string;
  readonly reply?: string;
  readonly text?: string;
  readonly ms?: number;
  readonly times?: number;
  readonly at?: number;
  readonly octets?: number;
  readonly rate?: number;
  readonly by?: number;
  readonly capabilities?: readonly string[];
  readonly after?: 'tls';
  readonly on?: readonly FaultService[];
}

export interface FaultParameter {
  readonly name: keyof FaultWords;
  readonly value: FaultValue;
  readonly required: boolean;
}

export interface FaultInfo {
  readonly kind: FaultKind;
  readonly syntax: string;
  /** What it does, in one sentence. */
  readonly doc: string;
  readonly example: string;
  /** Where it can be seen. */
  readonly services: 'all' | 'imap' | 'starttls' | 'tls';
  /** Words by their place; `reply`, `text` and `capabilities` take all that are left. */
  readonly words: readonly FaultParameter[];
  /** `name=value`, wherever they stand. */
  readonly options: readonly FaultParameter[];
  /** The fault, or what its words lack. */
  make(words: FaultWords): Fault | string;
}

const may = (name: keyof FaultWords, value: FaultValue): FaultParameter => ({ name, value, required: false });
const must = (name: keyof FaultWords, value: FaultValue): FaultParameter => ({ name, value, required: true });
const verb = may('verb', 'verb');
const times = may('times', 'count');
const on = may('on', 'services');

const atOctetOrVerb = (kind: 'cut' | 'reset', { at, verb, ...rest }: FaultWords): Fault | string => {
  if (at !== undefined && verb !== undefined) return `${kind} takes an octet (at=100) or a command, not both`;
  return at === undefined ? { kind, ...rest, ...(verb === undefined ? {} : { verb }) } : { kind, at, ...rest };
};

const rows: Readonly<Record<FaultKind, Omit<FaultInfo, 'kind'>>> = {
  refuse: {
    syntax: 'refuse VERB REPLY [times=N] [on=SERVICE,…]',
    doc: 'Answers a command by this reply (without tag) and does not carry it out, the first N times or always.',
    example: 'refuse RCPT 450 4.7.1 greylisted times=2',
    services: 'all',
    words: [must('verb', 'verb'), must('reply', 'reply')],
    options: [times, on],
    make: ({ verb = '', reply = '', ...rest }) => ({ kind: 'refuse', verb, reply, ...rest }),
  },
  delay: {
    syntax: 'delay [VERB] DURATION [times=N] [on=SERVICE,…]',
    doc: 'Answers a command, or every command, so much later.',
    example: 'delay DATA 2s',
    services: 'all',
    words: [verb, must('ms', 'duration')],
    options: [times, on],
    make: ({ ms = 0, ...rest }) => ({ kind: 'delay', ms, ...rest }),
  },
  silence: {
    syntax: 'silence [VERB] [times=N] [on=SERVICE,…]',
    doc: 'Gives no answer to a command, or to none, and no greeting.',
    example: 'silence NOOP',
    services: 'all',
    words: [verb],
    options: [times, on],
    make: (words) => ({ kind: 'silence', ...words }),
  },
  garbage: {
    syntax: 'garbage [VERB] ["OCTETS"] [times=N] [on=SERVICE,…]',
    doc: 'Sends octets that are no reply in place of the answer; your own may be written in quotes.',
    example: 'garbage NOOP "\\xff\\xfe\\r\\n"',
    services: 'all',
    words: [verb, may('text', 'text')],
    options: [times, on],
    make: (words) => ({ kind: 'garbage', ...words }),
  },
  'long-line': {
    syntax: 'long-line [VERB] [octets=N] [times=N] [on=SERVICE,…]',
    doc: 'Answers by a line of N octets (1,000,000 unless said).',
    example: 'long-line EHLO octets=200000',
    services: 'all',
    words: [verb],
    options: [may('octets', 'count'), times, on],
    make: (words) => ({ kind: 'long-line', ...words }),
  },
  cut: {
    syntax: 'cut [VERB] [at=OCTET] [times=N] [on=SERVICE,…]',
    doc: 'Closes the connection: after so many octets sent, or in place of the answer to a command.',
    example: 'cut at=100',
    services: 'all',
    words: [verb],
    options: [may('at', 'count'), times, on],
    make: (words) => atOctetOrVerb('cut', words),
  },
  reset: {
    syntax: 'reset [VERB] [at=OCTET] [times=N] [on=SERVICE,…]',
    doc: 'Breaks the connection off (RST): after so many octets sent, or in place of the answer to a command.',
    example: 'reset FETCH',
    services: 'all',
    words: [verb],
    options: [may('at', 'count'), times, on],
    make: (words) => atOctetOrVerb('reset', words),
  },
  slow: {
    syntax: 'slow rate=OCTETS [on=SERVICE,…]',
    doc: 'Sends so many octets a second.',
    example: 'slow rate=20 on=pop3',
    services: 'all',
    words: [],
    options: [must('rate', 'count'), on],
    make: ({ rate = 1, on }) => ({ kind: 'slow', rate, ...(on ? { on } : {}) }),
  },
  'literal-length': {
    syntax: 'literal-length by=N [on=SERVICE,…]',
    doc: 'Announces literals N octets longer than they are, or shorter when N is negative.',
    example: 'literal-length by=3',
    services: 'imap',
    words: [],
    options: [must('by', 'signed'), on],
    make: ({ by = 0, on }) => ({ kind: 'literal-length', by, ...(on ? { on } : {}) }),
  },
  without: {
    syntax: 'without CAPABILITY… [after=tls] [on=SERVICE,…]',
    doc: 'Neither announces nor honours these capabilities; `after=tls`: announces them in clear and lacks them under TLS.',
    example: 'without PIPELINING SIZE after=tls',
    services: 'all',
    words: [must('capabilities', 'capabilities')],
    options: [may('after', 'tls'), on],
    make: ({ capabilities = [], after, on }) => ({
      kind: 'without',
      capabilities,
      ...(after ? { after } : {}),
      ...(on ? { on } : {}),
    }),
  },
  'no-starttls': {
    syntax: 'no-starttls [on=SERVICE,…]',
    doc: 'Announces STARTTLS (STLS) and refuses it.',
    example: 'no-starttls on=smtp',
    services: 'starttls',
    words: [],
    options: [on],
    make: ({ on }) => ({ kind: 'no-starttls', ...(on ? { on } : {}) }),
  },
  injection: {
    syntax: 'injection "TEXT" [on=SERVICE,…]',
    doc: 'Sends clear text behind the reply to STARTTLS, in the same write (CVE-2011-0411 and its kin).',
    example: 'injection "250 injected\\r\\n"',
    services: 'starttls',
    words: [must('text', 'text')],
    options: [on],
    make: ({ text = '', on }) => ({ kind: 'injection', text, ...(on ? { on } : {}) }),
  },
  'expired-certificate': {
    syntax: 'expired-certificate [on=SERVICE,…]',
    doc: 'Shows a certificate that was good until yesterday.',
    example: 'expired-certificate on=imaps',
    services: 'tls',
    words: [],
    options: [on],
    make: ({ on }) => ({ kind: 'expired-certificate', ...(on ? { on } : {}) }),
  },
  'wrong-name': {
    syntax: 'wrong-name [on=SERVICE,…]',
    doc: 'Shows a certificate for another host.',
    example: 'wrong-name',
    services: 'tls',
    words: [],
    options: [on],
    make: ({ on }) => ({ kind: 'wrong-name', ...(on ? { on } : {}) }),
  },
};

const isKind = (kind: string): kind is FaultKind => Object.hasOwn(rows, kind);

/** All faults, in the order in which they are documented. */
export const faults: readonly FaultInfo[] = Object.keys(rows)
  .filter(isKind)
  .map((kind) => ({ kind, ...rows[kind] }));

export const faultNamed = (name: string): FaultInfo | undefined => faults.find(({ kind }) => kind === name);
