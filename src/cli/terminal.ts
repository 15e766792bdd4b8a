/** What a terminal may have that a file may not: colours, a progress line, a hidden prompt. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { type Paint, plain } from '../report';

/** Colours for a stream: on a terminal unless NO_COLOR is set, elsewhere only when FORCE_COLOR is. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const wanted = FORCE_COLOR ? FORCE_COLOR !== '0' : stream.isTTY && !NO_COLOR && TERM !== 'dumb';
  return wanted ? (colour, text) => styleText(colour, text, { validateStream: false }) : plain;
}

export interface Progress {
  show(text: string): void;
  /** Takes the line away, before other output. */
  clear(): void;
}

/** A line on standard error that is written over; nothing when that is no terminal. */
export function progressLine(): Progress {
  const { stderr } = process;
  if (!stderr.isTTY) return { show() {}, clear() {} };
  let shown = false;
  return {
    show(text) {
      shown = true;
      stderr.write(`\r\x1b[K${text.slice(0, Math.max(0, (stderr.columns || 80) - 1))}`);
    },
    clear() {
      if (shown) stderr.write('\r\x1b[K');
      shown = false;
    },
  };
}

/** Asks on the terminal without showing what is typed; undefined where there is no terminal or the user ends the input. */
export async function hiddenPrompt(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  process.stderr.write(`${question}: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once('close', () => resolve(undefined));
      lines.once('SIGINT', () => resolve(undefined));
      lines.question('').then(resolve, () => resolve(undefined));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
