/** The server's end of a script: plays a compiled script for clients that connect, and tells what happens as events. */
export type { ServeOptions, ServeResult, ServeTimeouts } from './options';
export { override } from './override';
export type { OverridePorts } from './override-client';
export type { Door, ServePorts } from './ports';
export { serve } from './serve';
