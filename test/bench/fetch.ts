/** FETCH of 100,000 messages' envelopes from Dovecot: `mailwright run --transcripts` and imapflow, each in a process of its own. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTurns } from './measure';
import type { Peers } from './peers';
import { rawImap } from './raw-imap';
import { type Result, result } from './result';

const count = 100_000;
const batch = 1_000;

/** Loaded before the measured program: tells the process's greatest memory when it exits. */
const watcher = `process.on('exit', () => require('node:fs').writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS)));`;

const imapflow = (port: number): string => `
const { ImapFlow } = require(${JSON.stringify(resolve('node_modules/imapflow'))});
(async () => {
  const client = new ImapFlow({ host: '127.0.0.1', port: ${port}, secure: false, doSTARTTLS: false, auth: { user: 'big', pass: 'secret' }, logger: false });
  await client.connect();
  await client.mailboxOpen('INBOX');
  const began = performance.now();
  let seen = 0;
  for await (const message of client.fetch('1:*', { uid: true, flags: true, envelope: true })) if (message.envelope) seen++;
  const taken = performance.now() - began;
  if (seen !== ${count}) throw new Error('imapflow saw ' + seen);
  await client.logout();
  console.log(taken);
})();`;

export async function fetchEnvelopes(peers: Peers): Promise<Result[]> {
  const { imap } = await peers.lab();
  await fill(imap);
  const { folder } = peers;
  writeFileSync(join(folder, 'watch.cjs'), watcher);
  writeFileSync(join(folder, 'imapflow.cjs'), imapflow(imap));
  writeFileSync(
    join(folder, 'mailwright.env.json'),
    JSON.stringify({ bench: { servers: { imap: `imap://127.0.0.1:${imap}` }, users: { big: 'big' } } }),
  );
  const script = join(folder, 'fetch.imap');
  writeFileSync(
    script,
    `### Envelopes\ntimeout 2m\nauth big\nC: SELECT INBOX\nC: FETCH 1:* (UID FLAGS ENVELOPE)\nS: * {{@last}} FETCH (UID ... ENVELOPE (...))\nC: LOGOUT\n`,
  );
  const memory: number[] = [];
  const taken = await inTurns(3, {
    async ours() {
      const transcripts = join(folder, 'transcripts');
      const args = [resolve('dist/cli.js'), 'run', script, '--env', 'bench', '--quiet', '--transcripts', transcripts];
      const run = await program(folder, args);
      memory.push(run.memory);
      return fetchTime(join(transcripts, 'fetch.imap.jsonl'));
    },
    imapflow: async () => Number((await program(folder, [join(folder, 'imapflow.cjs')])).output),
  });
  const peak = Math.max(...memory) / 1024;
  return [
    result({
      name: 'fetch-envelopes',
      value: taken.ours,
      unit: 'ms for 100,000 messages',
      peer: `imapflow: ${Math.round(taken.imapflow)} ms`,
      ratio: taken.ours / taken.imapflow,
      bar: '<= 0.5',
    }),
    result({ name: 'fetch-memory', value: peak, unit: 'MB at the peak', peer: 'none', ratio: peak, bar: '<= 150' }),
  ];
}

/** From the FETCH command to its tagged reply, by the transcript's own times. */
function fetchTime(path: string): number {
  let sent = Number.NaN;
  let sequence = -1;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    if (line.includes('"kind":"sent"') && line.includes('FETCH 1:*')) ({ at: sent, seq: sequence } = JSON.parse(line));
    else if (line.includes('"role":"reply"') && sequence >= 0) {
      const event = JSON.parse(line) as { at: number; answers?: number };
      if (event.answers === sequence) return event.at - sent;
    }
  }
  throw new Error(`${path}: no FETCH that was answered`);
}

/** 100,000 small messages into big's INBOX, 1,000 a command (RFC 3502, 7888), unless they are there. */
async function fill(port: number): Promise<void> {
  const raw = await rawImap(port, 'big', 'secret');
  for (let done = 0; done < count; done += batch) {
    let command = `a APPEND INBOX`;
    for (let n = done; n < done + batch; n++) {
      const message = `From: Sender ${n} <s${n}@example.test>\r\nTo: Big <big@example.test>\r\nSubject: message ${n}\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <${n}@example.test>\r\n\r\nText ${n}\r\n`;
      command += ` {${message.length}+}\r\n${message}`;
    }
    await raw.ask(`${command}\r\n`, 1);
  }
  raw.close();
}

function program(folder: string, args: readonly string[]): Promise<{ output: string; memory: number }> {
  const record = join(folder, 'memory');
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--require', join(folder, 'watch.cjs'), ...args], {
      cwd: folder,
      env: { ...process.env, BENCH_MEMORY: record, MAILWRIGHT_SECRET_BIG: 'secret', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.once('close', (code) =>
      code === 0
        ? done({ output, memory: Number(readFileSync(record, 'utf8')) })
        : fail(new Error(`${args[0]}: exit ${code}\n${output}`)),
    );
  });
}
