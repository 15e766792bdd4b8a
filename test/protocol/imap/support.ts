/** Shared by the IMAP protocol tests: octets to frames to responses, and trees without their ranges. */
import { fromLatin1, utf8 } from '../../../src/base';
import type { FrameLimits } from '../../../src/protocol/finding';
import { type ParsedCommand, parseCommand } from '../../../src/protocol/imap/command';
import { type CommandFrame, commandFramer } from '../../../src/protocol/imap/command-framer';
import { type ImapResponse, parseResponse } from '../../../src/protocol/imap/response';
import { type ImapFrame, responseFramer } from '../../../src/protocol/imap/response-framer';
import { type ImapValue, textOf } from '../../../src/protocol/imap/value';

export const framesOf = (octets: Uint8Array, chunk: number, limits: Partial<FrameLimits> = {}): ImapFrame[] => {
  const framer = responseFramer(limits);
  const frames: ImapFrame[] = [];
  for (let at = 0; at < octets.length; at += chunk) frames.push(...framer.push(octets.subarray(at, at + chunk)));
  return [...frames, ...framer.end()];
};

/** Every response in `text`; a lone LF stands for CRLF, so that dialogues can be written as they look. */
export const responses = (text: string): ImapResponse[] =>
  framesOf(utf8(text.replace(/\r?\n/g, '\r\n')), 1 << 20).flatMap((frame) =>
    frame.kind === 'response' ? [parseResponse(frame.parts)] : [],
  );

/** The one response in a line without its line end. */
export const response = (line: string): ImapResponse => {
  const [only] = responses(`${line}\n`);
  if (!only) throw new Error(`no response in ${JSON.stringify(line)}`);
  return only;
};

/** As `response`, for exact octets (one character each), line end included. */
export const rawResponse = (octets: string): ImapResponse => {
  const [frame] = framesOf(fromLatin1(octets), 1 << 20);
  if (frame?.kind !== 'response') throw new Error(`no response in ${JSON.stringify(octets)}`);
  return parseResponse(frame.parts);
};

export const rules = (of: ImapResponse): string[] => of.findings.map((finding) => finding.rule);

/** Values as nested arrays: atoms as they are, strings with their form's mark, NIL as null. */
export type Plain = string | null | Plain[];
export const plain = (value: ImapValue): Plain => {
  switch (value.kind) {
    case 'nil':
      return null;
    case 'list':
      return value.items.map(plain);
    case 'atom':
      return value.text;
    case 'string':
      return `${value.form === 'quoted' ? '"' : value.form === 'literal' ? '{}' : '~{}'}${textOf(value)}`;
  }
};

export const commandFrames = (text: string, limits: Partial<FrameLimits> = {}): CommandFrame[] => {
  const framer = commandFramer(limits);
  const frames = [...framer.push(utf8(text))];
  for (
    let last = frames[frames.length - 1];
    last?.kind === 'literal-request' && last.sync;
    last = frames[frames.length - 1]
  ) {
    const more = last.tooLarge ? framer.refuse() : framer.accept();
    if (more.length === 0) break;
    frames.push(...more);
  }
  return frames;
};

/** The one command in a line without its line end. */
export const command = (line: string): ParsedCommand => {
  const frame = commandFrames(`${line.replace(/\r?\n/g, '\r\n')}\r\n`).find((one) => one.kind === 'command');
  if (frame?.kind !== 'command') throw new Error(`no command in ${JSON.stringify(line)}`);
  return parseCommand(frame.parts);
};
