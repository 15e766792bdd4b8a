/** What every layer may use: ranges, problems, results, bytes. */
export * from './bytes';
export * from './line-index';
export * from './nearest';
export * from './problem';
export * from './range';
export * from './result';
