/** What the hosts (command line, editor) share: environments, secrets, scripts from files, running them. */
export * from './environment-file';
export * from './last-run';
export * from './load-script';
export * from './open-environment';
export * from './run-script';
export { seedFileOf, userOf } from './sandbox-settings';
export * from './script-files';
export * from './secrets';
export * from './serve-script';
export * from './transcript-file';
