/** Round trips with Dovecot: NOOPs one by one, and 100,000 in one write. */

import { inTurns, milliseconds } from './measure';
import { environment, scriptRun } from './ours';
import type { Peers } from './peers';
import { rawImap } from './raw-imap';
import { type Result, result } from './result';

const script = (body: string): string => `### NOOPs\nauth alice\nlog mark\n${body}\nlog mark\nC: LOGOUT\n`;

export async function lockStep(peers: Peers): Promise<Result> {
  const { imap } = await peers.lab();
  const count = 5_000;
  const open = environment({ imap: `imap://127.0.0.1:${imap}` });
  const raw = await rawImap(imap, 'alice', 'secret');
  const ours = scriptRun(peers.folder, 'lock-step.imap', script(`repeat ${count}\n  C: NOOP\nend`), open);
  const taken = await inTurns(7, {
    ours,
    raw: () =>
      milliseconds(async () => {
        for (let n = 0; n < count; n++) await raw.ask(`n${n} NOOP\r\n`, 1);
      }),
  });
  raw.close();
  return result({
    name: 'noop-lockstep',
    value: (count / taken.ours) * 1000,
    unit: 'NOOPs a second',
    peer: `raw socket loop: ${Math.round((count / taken.raw) * 1000)}`,
    ratio: taken.raw / taken.ours,
    bar: '>= 0.8',
  });
}

export async function pipelined(peers: Peers): Promise<Result> {
  const { imap } = await peers.lab();
  const count = 100_000;
  const open = environment({ imap: `imap://127.0.0.1:${imap}` });
  const raw = await rawImap(imap, 'alice', 'secret');
  const ours = scriptRun(peers.folder, 'pipelined.imap', script(`pipeline\n${'  C: NOOP\n'.repeat(count)}end`), open);
  const commands = Array.from({ length: count }, (_, n) => `n${n} NOOP\r\n`).join('');
  const taken = await inTurns(3, { ours, raw: () => milliseconds(() => raw.ask(commands, count)) });
  raw.close();
  return result({
    name: 'noop-pipelined',
    value: (count / taken.ours) * 1000,
    unit: 'NOOPs a second',
    peer: `raw socket: ${Math.round((count / taken.raw) * 1000)}`,
    ratio: taken.raw / taken.ours,
    bar: '>= 0.3',
  });
}
