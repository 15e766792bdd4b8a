/** Connections over the network: the implementation of the engine's ports. Listening stands apart (listen.ts): it loads TLS at once. */

export { dialer, type NetOptions } from './dial';
export { systemClock } from './system-clock';
export { parseTarget, type Target } from './target';
