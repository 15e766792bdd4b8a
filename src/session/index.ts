/** The engine: runs a compiled script over ports, step by step, and tells what happens as events. */
export type { Gate, GateScope } from './gate';
export type { RunOptions, RunResult, Timeouts } from './options';
export type {
  Clock,
  Dial,
  DialRequest,
  Environment,
  EnvironmentUser,
  Files,
  KeptFile,
  Ports,
  Secrets,
  Transport,
  TransportListener,
} from './ports';
export { run } from './run';
