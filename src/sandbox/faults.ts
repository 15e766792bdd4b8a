/** The faults that are on: which one meets a command, a handshake, the octets of a connection. */
import { fromLatin1 } from '../base';
import type { Fault, FaultKind, FaultOf } from '../protocol/faults/fault';
import type { Service } from './services';

export type { Fault, FaultKind } from '../protocol/faults/fault';

/** What a server does in place of its answer to a command. */
export type FaultAnswer =
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  | { readonly kind: 'long-line'; readonly octets: number }
  | { readonly kind: 'cut' | 'reset' };

export interface Faults {
  /** None is on: nobody need ask further. */
  readonly none: boolean;
  /** Puts a fault on; the answer takes it off. */
  add(fault: Fault): () => void;
  /** Takes all off. */
  clear(): void;
  /** The first fault of this kind that is on for a service. */
  find<K extends FaultKind>(kind: K, service: Service): FaultOf<K> | undefined;
  /** The fault that ends a connection at an octet. */
  breakOff(service: Service): (Fault & { readonly kind: 'cut' | 'reset'; readonly at: number }) | undefined;
  /** Milliseconds by which this command's answer is late; counts `times` down. */
  delay(verb: string, service: Service): number;
  /** What comes in place of the answer to this command; counts `times` down. */
  answer(verb: string, service: Service): FaultAnswer | undefined;
  /** Whether a capability (in capitals) is taken away on a connection as it is now. */
  removes(capability: string, service: Service, tls: boolean): boolean;
}

const defaultLongLine = 1_000_000;

export function createFaults(initial: readonly Fault[]): Faults {
  let active: { readonly fault: Fault; left: number }[] = [];
  const on = (fault: Fault, service: Service): boolean => fault.on?.includes(service) ?? true;
  const meets = (fault: Fault, verb: string): boolean => {
    if (!('verb' in fault) || fault.verb === undefined) return true;
    const wanted = fault.verb.toUpperCase();
    return wanted === verb || `UID ${wanted}` === verb;
  };
  const faults: Faults = {
    get none() {
      return active.length === 0;
    },
    add(fault) {
      const entry = { fault, left: ('times' in fault ? fault.times : undefined) ?? Number.POSITIVE_INFINITY };
      active.push(entry);
      return () => {
        active = active.filter((other) => other !== entry);
      };
    },
    clear() {
      active = [];
    },
    find<K extends FaultKind>(kind: K, service: Service) {
      const is = (fault: Fault): fault is FaultOf<K> => fault.kind === kind;
      for (const { fault } of active) if (is(fault) && on(fault, service)) return fault;
      return undefined;
    },
    breakOff(service) {
      for (const { fault } of active) {
        if ((fault.kind === 'cut' || fault.kind === 'reset') && fault.at !== undefined && on(fault, service))
          return { ...fault, at: fault.at };
      }
      return undefined;
    },
    delay(verb, service) {
      for (const entry of active) {
        const { fault } = entry;
        if (fault.kind !== 'delay' || entry.left === 0 || !on(fault, service) || !meets(fault, verb)) continue;
        entry.left--;
        return fault.ms;
      }
      return 0;
    },
    answer(verb, service) {
      const name = verb.toUpperCase();
      for (const entry of active) {
        if (entry.left === 0 || !on(entry.fault, service) || !meets(entry.fault, name)) continue;
        const answer = answerOf(entry.fault);
        if (!answer) continue;
        entry.left--;
        return answer;
      }
      return undefined;
    },
    removes(capability, service, tls) {
      for (const { fault } of active) {
        if (fault.kind !== 'without' || !on(fault, service) || (fault.after === 'tls' && !tls)) continue;
        if (fault.capabilities.some((name) => name.toUpperCase() === capability)) return true;
      }
      return false;
    },
  };
  for (const fault of initial) faults.add(fault);
  return faults;
}

function answerOf(fault: Fault): FaultAnswer | undefined {
  switch (fault.kind) {
    case 'refuse':
      return { kind: 'reply', text: fault.reply };
    case 'silence':
      return { kind: 'silence' };
    case 'garbage':
      return { kind: 'garbage', bytes: fault.text === undefined ? garbage : fromLatin1(fault.text) };
    case 'long-line':
      return { kind: 'long-line', octets: fault.octets ?? defaultLongLine };
    case 'cut':
    case 'reset':
      return fault.at === undefined ? { kind: fault.kind } : undefined;
    default:
      return undefined;
  }
}

/** Octets that break every one of the three grammars, the line end included. */
const garbage = new Uint8Array([0xff, 0xfe, 0x00, 0x7f, 0x1b, 0x5b, 0x32, 0x4a, 0x2a, 0x28, 0x0d, 0x0a]);
