/** The servers that the benchmarks need, each started when first asked for, all stopped at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import type { LabEnvironment } from '../servers/environment';
import { freePorts } from '../servers/free-ports';
import { type Lab, startLab } from '../servers/lab';

export interface Peers {
  /** A folder for scripts, transcripts and scratch, removed at the end. */
  readonly folder: string;
  lab(): Promise<LabEnvironment>;
  /** Postfix's smtp-sink; its port. */
  sink(): Promise<number>;
  stop(): Promise<void>;
}

export function peers(folder: string): Peers {
  let lab: Promise<Lab> | undefined;
  let sink: { child: ChildProcess; port: number } | undefined;
  return {
    folder,
    async lab() {
      lab ??= startLab({ rawlog: false, scripts: resolve('test/servers') });
      return (await lab).environment;
    },
    async sink() {
      if (sink) return sink.port;
      const [port = 0] = await freePorts(1);
      const child = spawn('/usr/sbin/smtp-sink', ['-u', 'postfix', `127.0.0.1:${port}`, '128'], { stdio: 'ignore' });
      sink = { child, port };
      await answering(port);
      return port;
    },
    async stop() {
      sink?.child.kill();
      await (await lab)?.stop();
    },
  };
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const up = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        done(true);
      });
      socket.once('error', () => setTimeout(() => done(false), 20));
    });
    if (up) return;
  }
  throw new Error(`nothing answers on port ${port}`);
}
