import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base';
import { type CommandFrame, commandFramer } from '../../../src/protocol/imap/command-framer';
import { commandFrames } from './support';

const shown = (frames: readonly CommandFrame[]) =>
  frames.map((frame) => {
    if (frame.kind === 'command') return frame.parts.map((part) => fromUtf8(part.bytes)).join('|');
    if (frame.kind === 'literal-request')
      return `${frame.sync ? 'asks' : 'sends'} ${frame.size}${frame.tooLarge ? ' too large' : ''}`;
    return frame.kind;
  });

describe('a client’s commands', () => {
  it('are lines', () => {
    expect(shown(commandFrames('a NOOP\r\nb LOGOUT\r\n'))).toEqual(['a NOOP\r\n', 'b LOGOUT\r\n']);
  });

  it('wait with a synchronising literal until it is accepted', () => {
    const framer = commandFramer();
    expect(shown(framer.push(utf8('a LOGIN {5}\r\n')))).toEqual(['asks 5']);
    expect(framer.push(utf8('al'))).toEqual([]);
    expect(framer.accept()).toEqual([]);
    expect(shown(framer.push(utf8('ice {2}\r\n')))).toEqual(['asks 2']);
    expect(framer.accept()).toEqual([]);
    expect(shown(framer.push(utf8('pw\r\n')))).toEqual(['a LOGIN {5}\r\n|alice| {2}\r\n|pw|\r\n']);
  });

  it('whose literal is refused are dropped, before its octets were read', () => {
    const framer = commandFramer({ literal: 10 });
    expect(shown(framer.push(utf8('a APPEND x {11}\r\n')))).toEqual(['asks 11 too large']);
    expect(framer.refuse()).toEqual([]);
    expect(shown(framer.push(utf8('b NOOP\r\n')))).toEqual(['b NOOP\r\n']);
  });

  it('go on by themselves with {n+} and {n-}', () => {
    expect(shown(commandFrames('a LOGIN {5+}\r\nalice {2-}\r\npw\r\nb NOOP\r\n'))).toEqual([
      'sends 5',
      'sends 2',
      'a LOGIN {5+}\r\n|alice| {2-}\r\n|pw|\r\n',
      'b NOOP\r\n',
    ]);
  });

  it('are passed over when a literal that comes unasked is too large', () => {
    const frames = commandFrames('a APPEND x {11+}\r\n01234567890 {2}\r\nb NOOP\r\nc NOOP\r\n', { literal: 10 });
    expect(shown(frames)).toEqual(['sends 11 too large', 'asks 2 too large', 'b NOOP\r\n', 'c NOOP\r\n']);
    const whole = commandFrames('a APPEND x {11+}\r\n01234567890\r\nc NOOP\r\n', { literal: 10 });
    expect(whole[1]).toEqual({ kind: 'oversized', bytes: utf8('a APPEND x {11+}\r\n'), dropped: 13 });
    expect(shown(whole.slice(2))).toEqual(['c NOOP\r\n']);
  });

  it('have empty literals too', () => {
    expect(shown(commandFrames('a LOGIN {0}\r\n {0+}\r\n\r\n'))).toEqual([
      'asks 0',
      'sends 0',
      'a LOGIN {0}\r\n|| {0+}\r\n||\r\n',
    ]);
  });

  it('have literal8', () => {
    const [request] = commandFrames('a APPEND x ~{3}\r\na\0b\r\n');
    expect(request).toMatchObject({ kind: 'literal-request', binary: true, size: 3, sync: true });
  });

  it('are the same at every chunk size', () => {
    const octets = utf8('a LOGIN {5+}\r\nalice "pw {3}"\r\nb APPEND x (\\Seen) ~{4+}\r\n\r\n\r\n\r\nc NOOP\r\nd');
    const frame = (size: number) => {
      const framer = commandFramer();
      const frames: CommandFrame[] = [];
      for (let at = 0; at < octets.length; at += size) frames.push(...framer.push(octets.subarray(at, at + size)));
      return shown([...frames, ...framer.end()]);
    };
    expect(frame(octets.length)).toHaveLength(6);
    for (let size = 1; size < octets.length; size++) expect(frame(size)).toEqual(frame(octets.length));
  });

  it('that never end are passed over within the limit', () => {
    const framer = commandFramer({ line: 20 });
    for (let i = 0; i < 100; i++) framer.push(utf8('xxxxxxx'));
    expect(framer.pending.length).toBeLessThanOrEqual(20);
    expect(shown(framer.push(utf8('\r\nb NOOP\r\n')))).toEqual(['oversized', 'b NOOP\r\n']);
  });

  it('leave pending what comes behind STARTTLS', () => {
    const framer = commandFramer();
    expect(framer.push(utf8('a STARTTLS\r\nb LOGIN x y\r\n'), () => true)).toHaveLength(1);
    expect(fromUtf8(framer.take())).toBe('b LOGIN x y\r\n');
    expect(framer.end()).toEqual([]);
  });
});
