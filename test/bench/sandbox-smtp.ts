/** The sandbox's SMTP server: 10,000 messages in one pipelined connection, against smtp-server doing the same; and how soon it is there. */
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { inTurns, median, milliseconds } from './measure';
import { type Result, result } from './result';
import { sandboxProcess, serverProcess } from './sandbox-process';

const messages = 10_000;
const two = 0x32;
const three = 0x33;

/** Keeps what it is given, as the sandbox does; no names are looked up, nothing is logged. */
const peer = `
const { SMTPServer } = require('smtp-server');
const kept = [];
const server = new SMTPServer({
  authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false,
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => { kept.push(Buffer.concat(chunks)); done(); });
  },
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ smtp: 'smtp://127.0.0.1:' + server.server.address().port })));
process.once('SIGTERM', () => process.exit());
`;

const text = `${'Some line of a message, which is about as long as lines are in mail.'.padEnd(70)}\r\n`.repeat(12);
const message = `From: <alice@example.test>\r\nTo: <bob@example.test>\r\nSubject: hello\r\n\r\n${text}.\r\n`;
const transaction = `MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n${message}`;
/** All in one go: the client does not even wait for the 354, so that the server is measured, and not the way to it. */
const conversation = Buffer.from(transaction.repeat(messages));

export async function sandboxSmtp(): Promise<Result[]> {
  const starts: number[] = [];
  const taken = await inTurns(5, {
    async ours() {
      const server = await sandboxProcess();
      starts.push(server.startedIn);
      try {
        return await converse(String(server.said.smtp));
      } finally {
        await server.stop();
      }
    },
    node: () => milliseconds(() => spawnSync(process.execPath, ['-e', '0'])),
    async theirs() {
      const server = await serverProcess(['-e', peer]);
      try {
        return await converse(String(server.said.smtp));
      } finally {
        await server.stop();
      }
    },
  });
  const started = median(starts);
  return [
    result({
      name: 'sandbox-smtp',
      value: (messages / taken.ours) * 1000,
      unit: 'messages a second',
      peer: `smtp-server 3.21.6: ${Math.round((messages / taken.theirs) * 1000)}`,
      ratio: taken.theirs / taken.ours,
      bar: '>= 2',
    }),
    result({
      name: 'sandbox-start',
      value: started - taken.node,
      unit: 'ms from the start of the process to its URLs, beyond what Node takes',
      peer: `node -e 0: ${Math.round(taken.node)} ms`,
      ratio: started - taken.node,
      bar: '<= 150',
    }),
  ];
}

/** Milliseconds from the first command after EHLO to the last reply. Throws when a reply is not what it must be. */
function converse(url: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname);
    let greeting = '';
    let began = 0;
    /** Replies still owed, by the first digit of their codes. */
    const owed: Record<number, number> = { [two]: messages * 3, [three]: messages };
    let lineStart = true;
    const count = (bytes: Buffer): void => {
      for (let at = 0; at < bytes.length; ) {
        const digit = bytes[at] ?? 0;
        const left = owed[digit];
        if (lineStart && left === undefined) fail(new Error(bytes.toString('latin1', at, at + 80)));
        else if (lineStart && left !== undefined) owed[digit] = left - 1;
        const end = bytes.indexOf(10, at);
        lineStart = end !== -1;
        at = lineStart ? end + 1 : bytes.length;
      }
      if (owed[two] !== 0 || owed[three] !== 0) return;
      done(performance.now() - began);
      socket.destroy();
    };
    socket.on('error', fail);
    socket.on('data', (bytes) => {
      if (began > 0) return count(bytes);
      const before = greeting;
      greeting += bytes.toString('latin1');
      if (before === '') socket.write('EHLO client.example\r\n');
      if (!/^250 .*\r\n$/m.test(greeting)) return;
      began = performance.now();
      socket.write(conversation);
    });
    socket.on('close', () => fail(new Error('the server has closed the connection')));
  });
}
