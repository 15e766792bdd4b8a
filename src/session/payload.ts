/** Puts values and files into `C:` lines; lines without values are made once. */
import { concat, err, fromLatin1, ok, type Result, utf8 } from '../base';
import type { Command, PayloadPart, Place, Template } from '../script/program';
import type { Failure } from '../transcript/event';
import type { Line, Segment } from './conversation';
import { failure } from './failure';
import type { Files } from './ports';
import type { Moment } from './values/builtins';
import type { Values } from './values/values';

export interface Payloads {
  /** The command as octets. Reads files, at most once each; those named by constants have been read before the session. */
  line(command: Command, values: Values, moment: Moment): Result<Line, Failure> | Promise<Result<Line, Failure>>;
  /** The octets of a `raw` step. */
  raw(template: Template, values: Values, moment: Moment): Result<Uint8Array, Failure>;
  /** Reads the files that are named without values, so that a missing one is found before anything is sent. */
  preload(commands: Iterable<Command>): Promise<Failure | undefined>;
}

const isConstant = (template: Template): boolean => template.every((part) => part.kind === 'text');
const isFixed = ({ payload }: Command): boolean =>
  payload.every((part) => part.kind !== 'file' && isConstant(part.kind === 'text' ? part.template : part.content));
const constantText = (template: Template): string =>
  template.map((part) => (part.kind === 'text' ? part.text : '')).join('');

export function createPayloads(files: Files): Payloads {
  const made = new WeakMap<Command, Line>();
  const read = new Map<string, Uint8Array>();

  const load = async (path: string, place: Place): Promise<Result<Uint8Array, Failure>> => {
    const key = `${place.file}\0${path}`;
    const known = read.get(key);
    if (known) return ok(known);
    const result = await files.read(path, place.file);
    if (!result.ok) {
      return err(
        failure('resolve', `The file "${path}" cannot be read: ${result.error}`, {
          place,
          advice: 'The path is relative to the script that names it',
        }),
      );
    }
    read.set(key, result.value);
    return result;
  };

  const segment = (
    part: PayloadPart,
    values: Values,
    moment: Moment,
  ): Result<Segment, Failure> | Promise<Result<Segment, Failure>> => {
    switch (part.kind) {
      case 'text': {
        const text = commandText(part.template, values, moment);
        return text.ok ? ok({ kind: 'text', text: text.value }) : text;
      }
      case 'block': {
        const text = values.expand(part.content, moment);
        return text.ok ? ok({ kind: 'block', bytes: utf8(text.value.text), form: part.form }) : text;
      }
      case 'file': {
        const path = values.expand(part.path, moment);
        if (!path.ok) return path;
        return load(path.value.text, part.place).then((bytes) =>
          bytes.ok ? ok({ kind: 'block', bytes: bytes.value, form: part.form }) : bytes,
        );
      }
    }
  };

  return {
    line(command, values, moment) {
      const known = made.get(command);
      if (known) return ok(known);
      const segments: (Result<Segment, Failure> | Promise<Result<Segment, Failure>>)[] = [];
      for (const part of command.payload) segments.push(segment(part, values, moment));
      if (segments.some((one) => one instanceof Promise)) {
        return Promise.all(segments).then((all) => assemble(all, command.place));
      }
      const line = assemble(segments as Result<Segment, Failure>[], command.place);
      // Kept where it will be used again: in a `repeat`.
      if (line.ok && moment.index !== undefined && isFixed(command)) made.set(command, line.value);
      return line;
    },
    raw(template, values, moment) {
      const parts: Uint8Array[] = [];
      for (const part of template) {
        if (part.kind === 'text') {
          parts.push(/[^\x00-\xff]/.test(part.text) ? utf8(part.text) : fromLatin1(part.text));
          continue;
        }
        const value = values.evaluate(part.expression, moment);
        if (!value.ok) return value;
        parts.push(utf8(value.value.text));
      }
      return ok(concat(parts));
    },
    async preload(commands) {
      for (const command of commands) {
        for (const part of command.payload) {
          if (part.kind !== 'file' || !isConstant(part.path)) continue;
          const bytes = await load(constantText(part.path), part.place);
          if (!bytes.ok) return bytes.error;
        }
      }
      return undefined;
    },
  };
}

function assemble(segments: readonly Result<Segment, Failure>[], place: Place): Result<Line, Failure> {
  const made: Segment[] = [];
  for (const one of segments) {
    if (!one.ok) return one;
    made.push(one.value);
  }
  return ok({ segments: made, place });
}

/** A line's text; a line end or NUL that came out of a value is refused (command injection). */
function commandText(template: Template, values: Values, moment: Moment): Result<string, Failure> {
  let text = '';
  for (const part of template) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const value = values.evaluate(part.expression, moment);
    if (!value.ok) return value;
    const found = /[\r\n\0]/.exec(value.value.text)?.[0];
    if (found !== undefined) {
      const what = found === '\0' ? 'a NUL' : 'a line end';
      return err(
        failure(
          'resolve',
          `The value has ${what} in it, which would end the command here and begin another (command injection)`,
          {
            place: part.expression.place,
            advice: 'Use `| trim` where it is only at the end, or `raw` where it is meant',
          },
        ),
      );
    }
    text += value.value.text;
  }
  return ok(text);
}
