/** What the hosts (command line, editor) share: environments, secrets, scripts from files, running them. */
export * from './environment-file';
export * from './load-script';
export * from './open-environment';
export * from './run-script';
export * from './script-files';
export * from './secrets';
export * from './transcript-file';
