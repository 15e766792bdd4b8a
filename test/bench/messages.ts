/** 10,000 messages over one kept connection to Postfix's smtp-sink: ours, smtp-source, nodemailer's pool. */
import { spawn } from 'node:child_process';
import { createTransport } from 'nodemailer';
import { inTurns, milliseconds } from './measure';
import { environment, scriptRun } from './ours';
import type { Peers } from './peers';
import { type Result, result } from './result';

const count = 10_000;
const size = 1_024;
const line = `${'x'.repeat(62)}\r\n`;

export async function messages(peers: Peers): Promise<Result[]> {
  const port = await peers.sink();
  const text = `From: a@example.test\nTo: b@example.test\nSubject: bench\n\n${line.repeat((size - 70) / line.length).replaceAll('\r', '')}`;
  // RFC 2920 §3.1: DATA ends a group, and the next group may follow the data's final dot in one write.
  const script = `### Messages
S: 220
C: EHLO client.example
log mark
pipeline
  C: MAIL FROM:<a@example.test>
  C: RCPT TO:<b@example.test>
  C: DATA
end
repeat ${count - 1}
  pipeline
    C: """
    ${text.trimEnd().replaceAll('\n', '\n    ')}
    """
    C: MAIL FROM:<a@example.test>
    C: RCPT TO:<b@example.test>
    C: DATA
  end
end
C: """
${text.trimEnd()}
"""
log mark
C: QUIT
`;
  const ours = scriptRun(peers.folder, 'messages.smtp', script, environment({ smtp: `smtp://127.0.0.1:${port}` }));
  const taken = await inTurns(3, {
    ours,
    source: () => milliseconds(() => smtpSource(port)),
    nodemailer: () => milliseconds(() => nodemailerPool(port, text)),
  });
  const value = (count / taken.ours) * 1000;
  const rate = (ms: number): string => `${Math.round((count / ms) * 1000)}`;
  const common = { value, unit: 'messages a second' };
  return [
    result({
      ...common,
      name: 'messages-smtp-source',
      peer: `smtp-source -s 1 -d: ${rate(taken.source)}`,
      ratio: taken.source / taken.ours,
      bar: '>= 1',
    }),
    result({
      ...common,
      name: 'messages-nodemailer',
      peer: `nodemailer pool: ${rate(taken.nodemailer)}`,
      ratio: taken.nodemailer / taken.ours,
      bar: '>= 2',
    }),
  ];
}

const smtpSource = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const args = [
      '-s',
      '1',
      '-d',
      '-m',
      String(count),
      '-l',
      String(size),
      '-f',
      'a@example.test',
      '-t',
      'b@example.test',
      `127.0.0.1:${port}`,
    ];
    spawn('/usr/sbin/smtp-source', args, { stdio: 'ignore' }).once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`smtp-source: exit ${code}`)),
    );
  });

async function nodemailerPool(port: number, text: string): Promise<void> {
  const transport = createTransport({
    pool: true,
    maxConnections: 1,
    maxMessages: Number.POSITIVE_INFINITY,
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
  });
  const raw = text.replaceAll('\n', '\r\n');
  const envelope = { from: 'a@example.test', to: 'b@example.test' };
  await Promise.all(Array.from({ length: count }, () => transport.sendMail({ envelope, raw })));
  transport.close();
}
