/** Connections over the network: the implementation of the engine's ports. */

export { dialer, type NetOptions } from './dial';
export { type ListeningDoor, type ListenOptions, listen } from './listen';
export { systemClock } from './system-clock';
export { parseTarget, type Target } from './target';
