import { describe, expect, it } from 'vitest';
import { parseFault, parseFaultOrder } from '../../../src/protocol/faults/parse';
import { faults } from '../../../src/protocol/faults/table';

const read = (text: string): unknown => {
  const parsed = parseFaultOrder(text);
  return parsed.ok ? parsed.value : `${parsed.error.message}: ${parsed.error.advice}`;
};
const smtp = ['smtp', 'submission', 'lmtp'];

describe('a fault as text', () => {
  it.each([
    [
      'refuse RCPT 450 4.7.1 greylisted times=2 on=smtp',
      { kind: 'refuse', verb: 'RCPT', reply: '450 4.7.1 greylisted', times: 2, on: ['smtp'] },
    ],
    ['refuse auth 454 4.7.0 later', { kind: 'refuse', verb: 'AUTH', reply: '454 4.7.0 later', on: smtp }],
    [
      'refuse "UID FETCH" NO [UNAVAILABLE] later',
      { kind: 'refuse', verb: 'UID FETCH', reply: 'NO [UNAVAILABLE] later', on: ['imap', 'imaps'] },
    ],
    [
      'refuse RETR -ERR [SYS/TEMP] x',
      { kind: 'refuse', verb: 'RETR', reply: '-ERR [SYS/TEMP] x', on: ['pop3', 'pop3s'] },
    ],
    ['refuse MAIL "two=1\\r\\n250 times=2"', { kind: 'refuse', verb: 'MAIL', reply: 'two=1\r\n250 times=2' }],
    ['refuse message 554 5.7.1 spam', { kind: 'refuse', verb: 'MESSAGE', reply: '554 5.7.1 spam', on: smtp }],
    ['delay 500ms', { kind: 'delay', ms: 500 }],
    ['delay DATA 2s times=1', { kind: 'delay', verb: 'DATA', ms: 2000, times: 1 }],
    ['silence', { kind: 'silence' }],
    ['silence greeting', { kind: 'silence', verb: 'GREETING' }],
    ['garbage NOOP "\\xff\\r\\n"', { kind: 'garbage', verb: 'NOOP', text: '\xff\r\n' }],
    ['garbage "? ?"', { kind: 'garbage', text: '? ?' }],
    ['long-line EHLO octets=70000', { kind: 'long-line', verb: 'EHLO', octets: 70000 }],
    ['cut at=7 on=pop3,pop3s', { kind: 'cut', at: 7, on: ['pop3', 'pop3s'] }],
    ['reset FETCH', { kind: 'reset', verb: 'FETCH' }],
    ['slow rate=20', { kind: 'slow', rate: 20 }],
    ['literal-length by=-3', { kind: 'literal-length', by: -3 }],
    ['without pipelining,SIZE auth=plain', { kind: 'without', capabilities: ['PIPELINING', 'SIZE', 'AUTH=PLAIN'] }],
    ['without IDLE after=tls', { kind: 'without', capabilities: ['IDLE'], after: 'tls' }],
    ['no-starttls', { kind: 'no-starttls' }],
    ['injection 250 injected', { kind: 'injection', text: '250 injected' }],
    ['expired-certificate on=imaps', { kind: 'expired-certificate', on: ['imaps'] }],
    ['wrong-name', { kind: 'wrong-name' }],
    ['none', 'none'],
  ])('%s', (text, fault) => {
    expect(read(text)).toEqual(fault);
  });

  it.each([
    ['refuze RCPT 450 x', 'there is no fault `refuze`: did you mean `refuse`?'],
    ['explode', /^there is no fault `explode`: write one of refuse, delay, .*, none$/],
    ['', /^a fault is missing: write one of refuse/],
    ['refuse RCTP 450 x', '`RCTP` is no command: did you mean `RCPT`?'],
    [
      'refuse',
      /^a command is missing: the form is `refuse VERB REPLY .*`, as in `refuse RCPT 450 4.7.1 greylisted times=2`$/,
    ],
    ['refuse RCPT', /^a reply is missing: the form is/],
    ['refuse RCPT go away', /^a reply begins with a code \(450\)/],
    ['refuse RCPT 450 x times=0', /^`0` is no number/],
    ['refuse RCPT 450 x on=smpt', /^`smpt` is no service: did you mean `smtp`\?/],
    ['delay', /^a duration is missing/],
    ['delay NOPP 2s', '`NOPP` is no command: did you mean `NOOP`?'],
    ['delay 2h', /^`2h` is no duration/],
    ['silence NOPP', '`NOPP` is no command: did you mean `NOOP`?'],
    ['silence NOOP NOOP', /^`NOOP` is too much/],
    ['cut att=3', '`cut` has no option `att`: did you mean `at=`?'],
    ['cut NOOP at=3', /not both/],
    ['slow', /^`rate=` is missing/],
    ['without', /^a capability is missing/],
    ['without IDLE after=breakfast', /`after=` knows `tls` alone/],
  ])('%s is refused with advice', (text, problem) => {
    if (typeof problem === 'string') expect(read(text)).toBe(problem);
    else expect(read(text)).toMatch(problem);
  });

  it('names the words that are wrong by their place', () => {
    const parsed = parseFault('refuse  RCTP 450 x');
    expect(parsed.ok ? undefined : parsed.error.range).toEqual({ start: 8, end: 12 });
  });

  it.each(faults.map((info) => [info.kind, info] as const))(
    '%s: its example is one, and has its form',
    (kind, info) => {
      const parsed = parseFault(info.example);
      expect(parsed.ok ? parsed.value.kind : parsed.error).toBe(kind);
      expect(info.syntax.split(' ')[0]).toBe(kind);
      for (const { name } of info.options) expect(info.syntax).toContain(`${name}=`);
    },
  );

  it('never throws, whatever the text', () => {
    for (const info of faults) {
      for (let cut = 0; cut <= info.example.length; cut++) {
        const parsed = parseFault(`${info.example.slice(0, cut)}"\\`);
        expect(parsed.ok || parsed.error.advice !== '').toBe(true);
      }
    }
  });
});
