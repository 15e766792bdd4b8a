/** Connections over the network: the implementation of the engine's ports. */
export { dialer, type NetOptions } from './dial';
export { systemClock } from './system-clock';
export { parseTarget, type Target } from './target';
