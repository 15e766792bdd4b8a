/** `mailwright script`: a transcript as a session script. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeEvents } from '../transcript/json-lines';
import { toScript } from '../transcript/script';
import { exitCodes } from './exit-codes';
import { UsageError } from './usage-error';

export function scriptCommand(transcript: string, options: { readonly output?: string }): number {
  let text: string;
  try {
    text = readFileSync(transcript, 'utf8');
  } catch {
    throw new UsageError(`${transcript} cannot be read`);
  }
  const decoded = decodeEvents(text);
  if (decoded.problem) process.stderr.write(`mailwright: ${transcript}: ${decoded.problem}\n`);
  if (decoded.events.length === 0) throw new UsageError(`${transcript} holds no transcript`);
  const folder = options.output === undefined ? undefined : dirname(options.output);
  const script = toScript(decoded.events, {
    ...(folder === undefined
      ? {}
      : {
          beside(name: string, bytes: Uint8Array) {
            writeFileSync(join(folder, name), bytes);
            return name;
          },
        }),
  });
  if (options.output === undefined) process.stdout.write(script);
  else writeFileSync(options.output, script);
  return exitCodes.passed;
}
