/**
 * What the hosts (command line, editor) share: environments, secrets, scripts from files, running them. Serving them stands apart, in
 * serve-script.ts: with it come the mechanisms of the server's end, which every run would have to load.
 */
export * from './environment-file';
export * from './last-run';
export * from './load-script';
export * from './open-environment';
export * from './run-script';
export { seedFileOf, userOf } from './sandbox-settings';
export * from './script-files';
export * from './secrets';
export * from './transcript-file';
