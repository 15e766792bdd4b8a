import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/script/program';
import { play, problemsOf } from './lab';

const hello = ['S: 220 hi', 'C: EHLO c', 'S: 250 hi'];
const goodbye = ['C: QUIT', 'S: 221 bye', 'FIN'];

describe('a run', () => {
  it('tells its whole story in numbered, timed events', async () => {
    const { events } = await play({ script: 'C: EHLO c\n', server: [...hello, ...goodbye] });
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.map((event) => event.kind)).toEqual([
      'run-started',
      'session-started',
      'connecting',
      'connected',
      'received',
      'sent',
      'received',
      'sent',
      'received',
      'closed',
      'session-ended',
      'run-ended',
    ]);
    const sent = events.find((event) => event.kind === 'sent');
    expect(events.filter((event) => event.kind === 'received')[1]).toMatchObject({ answers: sent?.seq, role: 'reply' });
  });

  it('carries the preamble out once, for all sessions', async () => {
    const played = await play({
      script: '@name = u{{$random 4}}\n### One\nC: EHLO c\nC: VRFY {{name}}\nS: 250 {{name}}\n',
      options: { variables: { name: 'fixed' } },
      server: [...hello, 'C: VRFY fixed', 'S: 250 fixed', ...goodbye],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('stops after the first failure when asked to', async () => {
    const played = await play({
      script: '### One\nC: EHLO c\nC: NOOP\n### Two\nC: EHLO c\n',
      server: [[...hello, 'C: NOOP', 'S: 500 no', ...goodbye]],
      options: { failFast: true },
    });
    expect(played.outcomes).toEqual(['failed', 'skipped']);
    expect(played.outcome).toBe('failed');
  });

  it('waits at the gate, and lets it see the variables', async () => {
    const seen: string[] = [];
    const open: (() => void)[] = [];
    const playing = play({
      script: '@who = bob\nC: EHLO c\nC: VRFY {{who}}\n',
      server: [...hello, 'C: VRFY bob', 'S: 250 bob', ...goodbye],
      options: {
        gate: {
          before(step: Step, scope) {
            seen.push(`${step.kind} ${scope.variables().get('who') ?? ''}`.trim());
            if (step.kind !== 'exchange') return undefined;
            return new Promise((resolve) => {
              open.push(resolve);
              setImmediate(resolve);
            });
          },
        },
      },
    });
    expect(problemsOf(await playing)).toEqual([]);
    expect(seen).toEqual(['assign', 'exchange bob']);
    expect(open).toHaveLength(1);
  });

  it('masks a secret in whatever echoes it', async () => {
    const played = await play({
      script: 'C: EHLO c\nC: VRFY {{$secret s | base64}}\nS: 250 {{@echo}}\nlog {{echo}}\n',
      secrets: { s: 'a very secret word' },
      server: [...hello, 'C: VRFY YSB2ZXJ5IHNlY3JldCB3b3Jk', 'S: 250 YSB2ZXJ5IHNlY3JldCB3b3Jk', ...goodbye],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(JSON.stringify(played.events)).not.toContain('YSB2ZXJ5');
    expect(played.transcript).toContain('C: VRFY ‹secret s›');
  });

  it('fails at a line on a connection that the script has closed', async () => {
    const played = await play({ script: 'C: EHLO c\nif reply.code = 250\n  close\nend\nC: NOOP\n', server: hello });
    expect(played.failure?.kind).toBe('closed');
    expect(played.failure?.advice).toContain('connect');
    expect(played.line).toBe(5);
  });

  it('cuts off a server that sends without end', async () => {
    const endless = Array.from({ length: 40 }, () => `S"${'x'.repeat(1000)}"`);
    const played = await play({
      script: 'C: EHLO c\nC: NOOP\n',
      server: [...hello, 'C: NOOP', ...endless],
      chunk: 500,
      options: { limits: { line: 100, spill: 100 } },
    });
    expect(played.failure?.kind).toBe('protocol');
    expect(played.servers[0]?.closedBy).toBe('rst');
  });
});
