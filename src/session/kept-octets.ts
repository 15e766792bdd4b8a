/** Writes what is too large for an event to a file beside the transcript, secrets masked. */
import { concat, LF, utf8 } from '../base';
import type { WireText } from '../transcript/event';
import type { Link } from './link';

export interface KeptOctets {
  write(bytes: Uint8Array): void;
  /** Closes the file; what the transcript says in place of the octets. */
  end(): WireText;
  readonly octets: number;
}

/** Octets held back so that a secret is seen whole: masking works on whole lines up to this long. */
const window = 65_536;

export function keptOctets(link: Link, hint: string): KeptOctets {
  const file = link.keep?.(hint);
  const { redactor } = link.recorder;
  let held: Uint8Array[] = [];
  let heldLength = 0;
  let octets = 0;
  let isMasked = false;

  const flush = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    const wire = redactor.wire(bytes);
    if (wire.masked) isMasked = true;
    file?.write(wire.masked ? utf8(wire.text) : bytes);
  };

  return {
    get octets() {
      return octets;
    },
    write(bytes) {
      octets += bytes.length;
      if (!file) return;
      held.push(bytes.slice());
      heldLength += bytes.length;
      if (heldLength < window) return;
      const all = concat(held);
      const lineEnd = all.lastIndexOf(LF) + 1;
      const end = lineEnd > 0 ? lineEnd : all.length > window * 16 ? all.length : 0;
      flush(all.subarray(0, end));
      held = [all.subarray(end)];
      heldLength = all.length - end;
    },
    end() {
      flush(concat(held));
      file?.end();
      const wire = { text: '', octets, ...(file && { kept: file.name }) };
      return isMasked ? { ...wire, masked: true } : wire;
    },
  };
}
