/** What the sandbox can be told to do wrong, on purpose: one table of kinds, and the faults that are on. */
import type { Service } from './services';

/** Which faults there are, each with what it does and what it takes. */
export const faultKinds = {
  'no-starttls': 'STARTTLS / STLS is announced and then refused',
  injection: 'clear text (`text`) follows the reply to STARTTLS in the same write',
  silence: 'commands (`verb`, else all) get no answer',
  cut: 'the connection breaks after `at` octets sent',
  refuse: 'a `verb` is answered by `reply`, the first `times` times',
  garbage: 'octets that are no reply stand in place of the answer to `verb`',
  'literal-length': 'IMAP literals are announced `by` octets longer than they are',
  'expired-certificate': 'the certificate was good until yesterday',
  'wrong-name': 'the certificate is for another host',
} as const;
export type FaultKind = keyof typeof faultKinds;

interface Where {
  /** The services that do it; default all. */
  readonly on?: readonly Service[];
}

export type Fault = Where &
  (
    | { readonly kind: 'no-starttls' }
    | { readonly kind: 'injection'; readonly text: string }
    | { readonly kind: 'silence'; readonly verb?: string }
    | { readonly kind: 'cut'; readonly at: number }
    /** `reply` is a whole reply without tag and line end: `450 4.7.1 greylisted`, `NO [UNAVAILABLE] later`, `-ERR [SYS/TEMP] later`. */
    | { readonly kind: 'refuse'; readonly verb: string; readonly reply: string; readonly times?: number }
    | { readonly kind: 'garbage'; readonly verb?: string }
    | { readonly kind: 'literal-length'; readonly by: number }
    | { readonly kind: 'expired-certificate' }
    | { readonly kind: 'wrong-name' }
  );
type Of<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

/** What a server does in place of its answer to a command. */
type FaultAnswer =
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'garbage' };

export interface Faults {
  /** Puts a fault on; the answer takes it off. */
  add(fault: Fault): () => void;
  /** The fault of this kind that is on for a service. */
  find<K extends FaultKind>(kind: K, service: Service): Of<K> | undefined;
  /** What comes in place of the answer to this command; counts a `refuse` down. */
  answer(verb: string, service: Service): FaultAnswer | undefined;
}

export function createFaults(initial: readonly Fault[]): Faults {
  const active: { readonly fault: Fault; left: number }[] = [];
  const applies = (fault: Fault, service: Service): boolean => fault.on?.includes(service) ?? true;
  const faults: Faults = {
    add(fault) {
      const entry = {
        fault,
        left: fault.kind === 'refuse' ? (fault.times ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
      };
      active.push(entry);
      return () => {
        const at = active.indexOf(entry);
        if (at !== -1) active.splice(at, 1);
      };
    },
    find<K extends FaultKind>(kind: K, service: Service) {
      const is = (fault: Fault): fault is Of<K> => fault.kind === kind;
      for (const { fault } of active) if (is(fault) && applies(fault, service)) return fault;
      return undefined;
    },
    answer(verb, service) {
      for (const entry of active) {
        const { fault } = entry;
        if (!applies(fault, service) || entry.left === 0) continue;
        if (fault.kind !== 'refuse' && fault.kind !== 'silence' && fault.kind !== 'garbage') continue;
        if (fault.verb !== undefined && fault.verb.toUpperCase() !== verb.toUpperCase()) continue;
        entry.left--;
        return fault.kind === 'refuse' ? { kind: 'reply', text: fault.reply } : { kind: fault.kind };
      }
      return undefined;
    },
  };
  for (const fault of initial) faults.add(fault);
  return faults;
}

/** Octets that break every one of the three grammars, the line end included. */
export const garbage = new Uint8Array([0xff, 0xfe, 0x00, 0x7f, 0x1b, 0x5b, 0x32, 0x4a, 0x2a, 0x28, 0x0d, 0x0a]);
