/** What this server and our own extension say to each other beyond the protocol. Other editors need none of it. */
import type { LastRun } from '../../src/language';

/** Of both requests that a server without a file system makes: `readFile` gives a text or null, `readFolder` entries. */
export interface FileRequest {
  readonly uri: string;
}

/** Notification, editor → server: the environment that runs use. */
export interface EnvironmentChosen {
  readonly chosen: string;
}
/** Notification, editor → server: what the last run of a script showed. */
export interface ScriptRan {
  readonly uri: string;
  readonly run: LastRun;
}

export const methods = {
  readFile: 'mailwright/readFile',
  readFolder: 'mailwright/readFolder',
  environment: 'mailwright/environment',
  lastRun: 'mailwright/lastRun',
} as const;
