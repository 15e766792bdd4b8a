/** Reads mailbox files as they stream in: mboxrd, where `>From ` in a message has lost none of its `>` (RFC 4155 Appendix A). */
import { LF } from '../base';

export interface MboxMessage {
  readonly message: Uint8Array;
  /** From `Status:` and `X-Status:`. */
  readonly flags: readonly string[];
  /** From the `From ` line; milliseconds since the epoch, taken as UTC. */
  readonly internalDate?: number;
}

/** Octets in one message; beyond it the file is no mbox that we would keep in memory. */
const maxMessage = 1024 * 1024 * 1024;

/** Gives the messages with CRLF line ends, one at a time in memory. Throws a SyntaxError (`is no mbox: …`). */
export async function* readMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MboxMessage> {
  let rest: Buffer = Buffer.alloc(0);
  let current: Builder | undefined;
  let blankBefore = true;
  const take = (line: string): MboxMessage | undefined => {
    const begins = blankBefore && line.startsWith('From ');
    blankBefore = line === '';
    if (begins) {
      const done = current?.end();
      current = builder(line);
      return done;
    }
    if (current) current.add(line);
    else if (line !== '') throw new SyntaxError('is no mbox: it does not begin with a `From ` line');
    return undefined;
  };
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let lf = bytes.indexOf(LF); lf !== -1; lf = bytes.indexOf(LF, from)) {
      const line = bytes.toString('latin1', from, bytes[lf - 1] === 0x0d && lf > from ? lf - 1 : lf);
      from = lf + 1;
      const done = take(line);
      if (done) yield done;
    }
    rest = bytes.subarray(from);
    if (!current && rest.length > 1_000) take(rest.toString('latin1', 0, 1_000));
    if (rest.length > maxMessage) throw new SyntaxError('is no mbox: it has a line without end');
  }
  if (rest.length > 0) {
    const done = take(rest.toString('latin1'));
    if (done) yield done;
  }
  const last = (current as Builder | undefined)?.end();
  if (!last) throw new SyntaxError('is no mbox: it is empty');
  yield last;
}

interface Builder {
  add(line: string): void;
  end(): MboxMessage;
}

function builder(fromLine: string): Builder {
  const lines: string[] = [];
  let size = 0;
  return {
    add(line) {
      lines.push(/^>+From /.test(line) ? line.slice(1) : line);
      size += line.length + 2;
      if (size > maxMessage) throw new SyntaxError('is no mbox that can be kept: a message is larger than 1 GiB');
    },
    end() {
      // The empty line before the next `From ` belongs to the file.
      if (lines.at(-1) === '') lines.pop();
      const date = dateOf(fromLine);
      return {
        message: Buffer.from(lines.length === 0 ? '\r\n' : `${lines.join('\r\n')}\r\n`, 'latin1'),
        flags: flagsOf(lines),
        ...(date === undefined ? {} : { internalDate: date }),
      };
    },
  };
}

/** `From MAILER-DAEMON Fri Jul  8 12:08:34 2011`, as asctime writes it. */
function dateOf(line: string): number | undefined {
  const written =
    /(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d(?::\d\d)?)(?: [A-Z]{3,4}| [+-]\d{4})? (\d{4})/.exec(line);
  if (!written) return undefined;
  const at = Date.parse(`${written[2]} ${written[1]} ${written[4]} ${written[3]} UTC`);
  return Number.isNaN(at) ? undefined : at;
}

const letters: Readonly<Record<string, string>> = {
  R: '\\Seen',
  A: '\\Answered',
  F: '\\Flagged',
  D: '\\Deleted',
  T: '\\Draft',
};

function flagsOf(lines: readonly string[]): string[] {
  const flags = new Set<string>();
  for (const line of lines) {
    if (line === '') break;
    const status = /^(?:X-)?Status: *([A-Z]*)/i.exec(line)?.[1] ?? '';
    for (const letter of status) if (letters[letter]) flags.add(letters[letter]);
  }
  return [...flags];
}
