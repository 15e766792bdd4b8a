/** Every fault, put on from each of the three places; what the engine then says of the server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxOptions } from '../../src/cli/sandbox-options';
import { compileText, type EnvironmentFile, openEnvironment, readEnvironmentFile, runScript } from '../../src/host';
import { faults } from '../../src/protocol/faults/table';
import { run } from '../../src/session';
import type { FailureKind, RunEvent } from '../../src/transcript/event';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mw-faults-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly fault: string;
  readonly protocol: 'smtp' | 'imap' | 'pop3';
  readonly script: string;
  readonly fails: FailureKind;
  readonly says: RegExp;
}

const ehlo = 'C: EHLO client.example\n';
const noop = `${ehlo}C: NOOP\n`;
const cases: readonly Case[] = [
  {
    fault: 'refuse NOOP 450 4.7.1 later',
    protocol: 'smtp',
    script: noop,
    fails: 'mismatch',
    says: /450 4\.7\.1 later/,
  },
  {
    fault: 'refuse LOGIN NO [UNAVAILABLE] later',
    protocol: 'imap',
    script: 'C: LOGIN alice x\n',
    fails: 'mismatch',
    says: /NO \[UNAVAILABLE\] later/,
  },
  {
    fault: 'refuse CAPA -ERR [SYS/TEMP] later',
    protocol: 'pop3',
    script: 'C: CAPA\n',
    fails: 'mismatch',
    says: /-ERR \[SYS\/TEMP\] later/,
  },
  { fault: 'refuse greeting 554 5.3.2 no', protocol: 'smtp', script: noop, fails: 'refused', says: /554 5\.3\.2 no/ },
  { fault: 'delay NOOP 5m', protocol: 'smtp', script: noop, fails: 'timeout', says: /NOOP/ },
  { fault: 'silence NOOP', protocol: 'imap', script: 'C: NOOP\n', fails: 'timeout', says: /NOOP/ },
  { fault: 'garbage NOOP', protocol: 'smtp', script: noop, fails: 'protocol', says: /reply/ },
  { fault: 'garbage NOOP "???\\r\\n"', protocol: 'imap', script: 'C: NOOP\n', fails: 'protocol', says: /\?\?\?/ },
  { fault: 'long-line NOOP', protocol: 'smtp', script: noop, fails: 'protocol', says: /long|limit|octets/ },
  { fault: 'long-line NOOP', protocol: 'imap', script: 'C: NOOP\n', fails: 'protocol', says: /long|limit|octets/ },
  {
    fault: 'long-line NOOP',
    protocol: 'pop3',
    script: 'auth alice\nC: NOOP\n',
    fails: 'protocol',
    says: /long|limit|octets/,
  },
  { fault: 'cut NOOP', protocol: 'smtp', script: noop, fails: 'closed', says: /NOOP/ },
  { fault: 'cut at=60', protocol: 'imap', script: 'C: NOOP\n', fails: 'closed', says: /closed/ },
  { fault: 'reset NOOP', protocol: 'smtp', script: noop, fails: 'closed', says: /NOOP/ },
  { fault: 'reset at=60', protocol: 'smtp', script: noop, fails: 'closed', says: /clos|broke|reset/ },
  { fault: 'slow rate=5', protocol: 'smtp', script: noop, fails: 'timeout', says: /incomplete line/ },
  {
    fault: 'literal-length by=3000',
    protocol: 'imap',
    script: 'auth alice\nC: SELECT INBOX\nC: FETCH 1 BODY[]\n',
    fails: 'timeout',
    says: /FETCH/,
  },
  {
    fault: 'literal-length by=-3',
    protocol: 'imap',
    script: 'auth alice\nC: SELECT INBOX\nC: FETCH 1 BODY[]\n',
    fails: 'protocol',
    says: /tag of the command/,
  },
  {
    fault: 'without DSN',
    protocol: 'smtp',
    script: `${ehlo}assert capabilities contains DSN\n`,
    fails: 'assert',
    says: /DSN/,
  },
  {
    fault: 'without SIZE after=tls',
    protocol: 'smtp',
    script: `${ehlo}assert capabilities contains SIZE\nstarttls\n${ehlo}assert capabilities contains SIZE\n`,
    fails: 'assert',
    says: /SIZE/,
  },
  { fault: 'no-starttls', protocol: 'smtp', script: `${ehlo}starttls\n`, fails: 'mismatch', says: /454 4\.7\.0/ },
  {
    fault: 'injection "250 injected\\r\\n"',
    protocol: 'smtp',
    script: `${ehlo}starttls\n`,
    fails: 'tls',
    says: /injected|clear/,
  },
  { fault: 'expired-certificate', protocol: 'smtp', script: `${ehlo}starttls\n`, fails: 'tls', says: /expired/ },
  { fault: 'wrong-name', protocol: 'pop3', script: 'starttls\n', fails: 'tls', says: /elsewhere\.test|name/ },
];

/** The environment `sandbox` as a command line would start it. */
const fromCommandLine = (fault: string): EnvironmentFile => ({
  path: '',
  names: [],
  sandbox: sandboxOptions({ fault: [fault] }),
  variables: () => ({}),
  shared: () => ({ ok: false, error: 'there is none' }),
  environment: () => ({ ok: false, error: 'there is none' }),
});

function fromFile(fault: string): EnvironmentFile {
  const path = join(mkdtempSync(join(folder, 'at-')), 'mailwright.env.json');
  writeFileSync(path, JSON.stringify({ sandbox: { faults: [fault] } }));
  const read = readEnvironmentFile(path);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** Runs the script; the failure as a text that begins with its kind. */
async function failureOf({ protocol }: Case, script: string, file: EnvironmentFile | undefined): Promise<string> {
  const opened = await openEnvironment('sandbox', file);
  if (!opened.ok) throw new Error(opened.error);
  const events: RunEvent[] = [];
  try {
    const loaded = compileText(`/scripts/fault.${protocol}`, script, []);
    expect(loaded.problems).toEqual([]);
    await runScript(loaded, opened.value, {
      emit: (event) => events.push(event),
      secret: () => undefined,
      timeouts: { reply: 400 },
    });
  } finally {
    await opened.value.close();
  }
  const ended = events.find((event) => event.kind === 'session-ended');
  const { kind, message, actual, expected, advice } = ended?.failure ?? { kind: 'none', message: ended?.outcome };
  return [kind, message, actual, expected, advice].join(' | ');
}

describe.concurrent.each(cases)('$fault ($protocol)', (one) => {
  const places: Readonly<Record<string, () => Promise<string>>> = {
    'the command line': () => failureOf(one, one.script, fromCommandLine(one.fault)),
    'the environment file': () => failureOf(one, one.script, fromFile(one.fault)),
    'a line of the script': () => failureOf(one, `fault ${one.fault}\n${one.script}`, undefined),
  };
  it.each(Object.entries(places))(`from %s fails the run: ${one.fails}`, async (_, play) => {
    const failure = await play();
    expect(failure).toMatch(new RegExp(`^${one.fails} `));
    expect(failure).toMatch(one.says);
  });
});

describe('faults', () => {
  it('have each a case here', () => {
    expect(new Set(cases.map(({ fault }) => fault.split(' ')[0]))).toEqual(new Set(faults.map(({ kind }) => kind)));
  });

  it('of a script are taken off at its end, and those of the environment are back', async () => {
    const opened = await openEnvironment('sandbox', fromFile('refuse VRFY 252 2.5.0 maybe'));
    if (!opened.ok) throw new Error(opened.error);
    const play = async (script: string): Promise<string | undefined> => {
      const events: RunEvent[] = [];
      const loaded = compileText('/scripts/fault.smtp', script, []);
      await runScript(loaded, opened.value, { emit: (event) => events.push(event), secret: () => undefined });
      return events.find((event) => event.kind === 'session-ended')?.outcome;
    };
    expect(await play(`fault none\nfault refuse NOOP 450 no\n${ehlo}C: NOOP\nS: 450\nC: VRFY alice\nS: 250\n`)).toBe(
      'passed',
    );
    expect(await play(`${ehlo}C: NOOP\nS: 250\nC: VRFY alice\nS: 252 2.5.0 maybe\n`)).toBe('passed');
    await opened.value.close();
  });

  it('elsewhere than in the sandbox fail a run before anything is sent', async () => {
    const loaded = compileText('/scripts/fault.smtp', `${ehlo}if reply.code = 250\n  fault silence\nend\n`, []);
    const events: RunEvent[] = [];
    await run(
      loaded.program,
      {
        dial: () => Promise.reject(new Error('nothing is to be connected to')),
        clock: { now: () => 0, zone: () => 0, after: () => () => undefined },
        random: (count) => new Uint8Array(count),
        files: { read: () => Promise.reject(new Error('no file is read')) },
        secrets: { secret: async () => undefined, prompt: async () => undefined },
        variable: () => undefined,
        hostname: 'client.example',
        emit: (event) => events.push(event),
      },
      { environment: { name: 'staging', servers: { smtp: 'smtp://mail.example' }, users: {}, variables: {} } },
    );
    const ended = events.find((event) => event.kind === 'session-ended');
    expect(ended?.failure).toMatchObject({
      kind: 'resolve',
      message: '`fault` speaks to the sandbox, and this run has another environment',
      advice: 'Run the script with the environment `sandbox`, or take the line out',
      place: { file: '/scripts/fault.smtp' },
    });
  });
});
