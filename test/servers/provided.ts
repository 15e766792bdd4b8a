/** How a server test gets hold of the lab that vitest's global set-up has started. */
import { inject } from 'vitest';
import type { LabEnvironment } from './environment';
import type {} from './lab';

export const lab = (): LabEnvironment => inject('lab');
