/** What is wrong with a data folder, in words for its user. */
export class DataError extends Error {}
