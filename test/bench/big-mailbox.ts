/** A sandbox with a mailbox of 100,000 messages, in a process of its own so that its memory can be measured. */
import { fork } from 'node:child_process';
import { startSandbox } from '../../src/sandbox';

/** The name that the benchmarks' program is called by for this. */
export const bigMailboxChild = 'child:big-mailbox';

export interface BigMailbox {
  readonly port: number;
  /** Octets of all messages. */
  readonly octets: number;
  /** Octets of memory that the process holds now, after collecting garbage. */
  memory(): Promise<number>;
  stop(): void;
}

export const bigCount = 100_000;
const words = 'mail server message header body part search flag folder copy reply answer list date subject'.split(' ');

/** Between 300 and 2,400 octets, the same in every run. */
function message(n: number): Uint8Array {
  let text = '';
  const lines = (n * 7919) % 30;
  for (let line = 0; line < lines + 1; line++) {
    for (let i = 0; i < 9; i++) text += `${words[(n * 31 + line * 17 + i * 7) % words.length]} `;
    text += '\r\n';
  }
  return Buffer.from(
    `From: Sender ${n % 500} <sender${n % 500}@example.test>\r\nTo: alice@example.test\r\nSubject: ${words[n % 15]} number ${n}\r\n` +
      `Date: Mon, 1 Jan 2024 10:00:00 +0000\r\nMessage-ID: <${n}@example.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
  );
}

/** Starts the process and waits until it listens. */
export function startBigMailbox(): Promise<BigMailbox> {
  const child = fork(process.argv[1] ?? '', [bigMailboxChild], { stdio: 'inherit' });
  let answered: (octets: number) => void = () => {};
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the sandbox's process ended with ${code}`)));
    child.on('message', (said: { port?: number; octets?: number; memory?: number }) => {
      if (said.memory !== undefined) answered(said.memory);
      if (said.port === undefined || said.octets === undefined) return;
      resolve({
        port: said.port,
        octets: said.octets,
        memory: () =>
          new Promise((done) => {
            answered = done;
            child.send('memory');
          }),
        stop: () => child.kill(),
      });
    });
  });
}

/** What the process does: it serves until it is killed. */
export async function serveBigMailbox(): Promise<void> {
  let octets = 0;
  const seed = Array.from({ length: bigCount }, (_, n) => {
    // Octets of their own, as a message that has come over the network has.
    const bytes = new Uint8Array(message(n));
    octets += bytes.length;
    return { user: 'alice', message: bytes, flags: n % 3 === 0 ? [] : ['\\Seen'] };
  });
  const sandbox = await startSandbox({ users: [{ user: 'alice', password: 'secret' }], seed });
  seed.length = 0;
  process.on('message', () => {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage().rss });
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ port: Number(new URL(sandbox.imap).port), octets });
}
