/** Parsing and compiling long scripts. */
import { compileText } from '../../src/host';
import { median, milliseconds } from './measure';
import { type Result, result } from './result';

const session = `### Session NUMBER
S: 220
C: EHLO client.example
S: 250-SIZE
S: 250
C: MAIL FROM:<{{sender}}> RET=HDRS ENVID={{envid}}
S: 250 2.1.0
C: RCPT TO:<bob@example.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;{{sender | xtext}}
S: 250 2.1.5
C: DATA
S: 354
C: """
From: {{sender}}
To: bob@example.test
Subject: a message of some length, as they are

The quick brown fox jumps over the lazy dog, and so on and on it goes.
"""
S: 250 2.0.0 Ok: queued as {{@queueId}}
C: QUIT
`;

const script = (lines: number): string => {
  const per = session.split('\n').length - 1;
  const head = '@sender = alice@example.test\n@envid = {{$uuid}}\n';
  return head + Array.from({ length: lines / per }, (_, n) => session.replace('NUMBER', String(n))).join('');
};

export async function compiling(): Promise<Result[]> {
  const time = async (lines: number, rounds: number): Promise<number> => {
    const text = script(lines);
    const taken: number[] = [];
    for (let round = 0; round < rounds; round++)
      taken.push(await milliseconds(() => compileText('/bench.smtp', text, [])));
    return median(taken);
  };
  const small = await time(10_000, 21);
  const large = await time(100_000, 5);
  return [
    result({ name: 'compile', value: small, unit: 'ms for 10,000 lines', peer: 'none', ratio: small, bar: '<= 60' }),
    result({
      name: 'compile-linear',
      value: large,
      unit: 'ms for 100,000 lines',
      peer: `ten times 10,000: ${Math.round(small * 10)} ms`,
      ratio: large / (small * 10),
      bar: '<= 1.5',
    }),
  ];
}
