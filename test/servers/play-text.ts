/** Runs a script that a test has written, in the lab. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OpenEnvironment } from '../../src/host/open-environment';
import { type Played, type PlayOptions, play } from '../scenarios/play';

/** The file is gone when the test has ended. */
export function playText(
  ending: 'smtp' | 'lmtp' | 'imap' | 'pop3',
  text: string,
  opened: OpenEnvironment,
  options: PlayOptions = {},
): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, `script.${ending}`);
  writeFileSync(file, text);
  return play(file, opened, options);
}
