/** A whole `mailwright run` of six commands, against swaks doing the same and node doing nothing. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTurns, milliseconds } from './measure';
import type { Peers } from './peers';
import { type Result, result } from './result';

export async function starting(peers: Peers): Promise<Result[]> {
  const port = await peers.sink();
  const { folder } = peers;
  writeFileSync(
    join(folder, 'mailwright.env.json'),
    JSON.stringify({ bench: { servers: { smtp: `smtp://127.0.0.1:${port}` } } }),
  );
  const script = join(folder, 'six.smtp');
  writeFileSync(
    script,
    '### Six commands\nC: EHLO client.example\nC: MAIL FROM:<a@example.test>\nC: RCPT TO:<b@example.test>\nC: DATA\nS: 354\nC: """\nSubject: hello\n\nhello\n"""\nC: QUIT\n',
  );
  const whole = (program: string, args: readonly string[]) => () =>
    milliseconds(() => {
      const run = spawnSync(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      if (run.status !== 0) throw new Error(`${program}: exit ${run.status}\n${run.stdout}${run.stderr}`);
    });
  const taken = await inTurns(21, {
    ours: whole(process.execPath, [resolve('dist/cli.js'), 'run', script, '--env', 'bench']),
    swaks: whole('swaks', [
      '--server',
      `127.0.0.1:${port}`,
      '--ehlo',
      'client.example',
      '--from',
      'a@example.test',
      '--to',
      'b@example.test',
      '--body',
      'hello',
    ]),
    node: whole(process.execPath, ['-e', '0']),
  });
  const common = { value: taken.ours, unit: 'ms, whole process' };
  return [
    result({
      ...common,
      name: 'start-swaks',
      peer: `swaks: ${Math.round(taken.swaks)} ms`,
      ratio: taken.ours / taken.swaks,
      bar: '<= 1',
    }),
    result({
      ...common,
      name: 'start-node',
      peer: `node -e 0: ${Math.round(taken.node)} ms`,
      ratio: taken.ours - taken.node,
      bar: '<= 60',
    }),
  ];
}
